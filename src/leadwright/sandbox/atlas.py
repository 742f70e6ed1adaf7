"""The world while it is made: its companies with their rows, and what leads may lean on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leadwright.sandbox.companies.company import Company, Kind
from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.truth.facts import Tables


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """Companies, the rows about them, and which rows are whose."""

    companies: Sequence[Company]
    tables: Tables
    records: Mapping[str, Sequence[str]]

    def of_kind(self, *kinds: Kind) -> list[Company]:
        """All companies of some kinds."""
        return [one for one in self.companies if one.kind in kinds]

    def rows(self, company: Company) -> list[Row]:
        """What the sources say about a company."""
        return [self.tables.companies[one] for one in self.records[company.key]]

    def people(self, company: Company) -> list[Row]:
        """Everybody who is listed there."""
        return [row for one in self.records[company.key] for row in self.tables.people[one]]

    def workers(self, company: Company, *, current: bool) -> list[Row]:
        """Those who work there, or those who no longer do."""
        people = self.people(company)
        now = {row["name"] for row in people if row["is_current"]}
        return [row for row in people if (row["name"] in now) is current]

    def knows_domain(self, company: Company) -> bool:
        """Whether any source gives its web address."""
        return any("domain" in row for row in self.rows(company))

    def named_alike(self, company: Company) -> Sequence[Company]:
        """All companies of the same name, this one among them."""
        return self._by_name[company.name.own]

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Company]]:
        groups: defaultdict[str, list[Company]] = defaultdict(list)
        for company in self.companies:
            groups[company.name.own].append(company)
        return groups
