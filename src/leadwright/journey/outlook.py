"""The outlook on a file: what its rows would become, counted without taking any in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from leadwright.journey.facts import facts_on_arrival
from leadwright.journey.reception import Progress, Reception
from leadwright.leads import priority
from leadwright.leads.dedup import exact_keys, sift
from leadwright.leads.dedup.twins import MANY
from leadwright.leads.intake import LeadReader, RawRow, Refusal, read
from leadwright.leads.intake.columns import Column, flat, recognised
from leadwright.leads.lead import Lead
from leadwright.leads.ports import AdmissionKind, KeyRef
from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.ruleset import Rule, RuleSet

COMPARED = 20_000  # so many leads are held to find the same person further down in the file
SHOWN_REFUSALS = 100
ON_ARRIVAL = frozenset(
    {"deal_value", "currency", "currency_known", "contact_status", "title", "source", "campaign"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRead:
    """A column of the file: the field it is read as, if any, and a value of it."""

    name: str
    field: Column | None
    sample: str


@dataclass(slots=True, kw_only=True)
class Outlook:
    """What was counted so far."""

    rows: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    same_in_file: int = 0
    same_in_database: int = 0
    points: Counter[int] = field(default_factory=Counter)  # by priority, in steps of five
    values: Counter[str] = field(default_factory=Counter)  # by value band in US dollars
    stopped: Counter[str] = field(default_factory=Counter)  # by rule that holds before research
    stopped_leads: int = 0
    all_compared: bool = True  # false: the file is too long to compare each row with each other
    columns: dict[str, ColumnRead] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()  # on how the file was read
    format: str = ""


BANDS = (
    ("under $10,000", Decimal(10_000)),
    ("$10,000 to $50,000", Decimal(50_000)),
    ("$50,000 to $100,000", Decimal(100_000)),
)
TOP_BAND = "over $100,000"
NO_BAND = "not known in US dollars"


async def look(
    reception: Reception, rules: RuleSet, file: Path, progress: Progress | None = None
) -> Outlook:
    """Read a file as reception would, and store nothing.

    Raises:
        Refused: the file as a whole cannot be read.
    """
    early = tuple(one for one in rules.rules if _holds_early(one))
    asked = frozenset(name for one in early for name in one.condition.mentions)
    look_ = _Look(reception=reception, rules=replace(rules, rules=early, mentions=asked))
    return await look_.through(reception.open_file(file), progress)


def _holds_early(rule: Rule) -> bool:
    """Whether a rule speaks of nothing but what a lead brings along."""
    return bool(rule.condition.mentions) and set(rule.condition.mentions) <= ON_ARRIVAL


@dataclass(slots=True, kw_only=True)
class _Look:
    reception: Reception
    rules: RuleSet
    found: Outlook = field(default_factory=Outlook)
    seen: dict[KeyRef, tuple[Lead, ...]] = field(default_factory=dict)
    held: int = 0

    async def through(self, reader: LeadReader, progress: Progress | None) -> Outlook:
        for batch in _batches(reader.rows(), self.reception.batch):
            await self._batch(batch)
            if progress is not None:
                progress(self.found.rows)
        self.found.remarks = reader.remarks
        self.found.format = getattr(reader, "format", "")
        return self.found

    async def _batch(self, rows: Sequence[RawRow | Refusal]) -> None:
        self.found.rows += len(rows)
        leads = [lead for row in rows if (lead := self._read(row)) is not None]
        keys = list({key for lead in leads for key in exact_keys(lead)})
        stored = await self.reception.leads.find_by_keys(keys)
        known = {key: (*stored.get(key, ()), *self.seen.get(key, ())) for key in keys}
        here = {lead.lead_id for found in stored.values() for lead in found}
        for arrival in sift(leads, {key: found for key, found in known.items() if found}):
            if arrival.kind is AdmissionKind.KNOWN:
                self.found.unchanged += 1
            elif arrival.kind is AdmissionKind.MERGED and arrival.merged_into in here:
                self.found.same_in_database += 1
            elif arrival.kind is AdmissionKind.MERGED:
                self.found.same_in_file += 1
            else:
                self._count(arrival.lead)
                self._hold(arrival.lead, arrival.keys)

    def _read(self, row: RawRow | Refusal) -> Lead | None:
        said = row
        if isinstance(row, RawRow):
            self._columns(row)
            lead = read(
                row,
                settings=self.reception.settings,
                mint=self.reception.mint,
                cohort=self.reception.cohort,
                received_at=self.reception.clock.now(),
            )
            if isinstance(lead, Lead):
                return lead
            said = lead
        assert isinstance(said, Refusal)  # noqa: S101 - what is no lead is refused
        self.found.refused += 1
        if len(self.found.refusals) < SHOWN_REFUSALS:
            self.found.refusals.append(said)
        return None

    def _columns(self, row: RawRow) -> None:
        values = flat(row.values)
        if values.keys() <= self.found.columns.keys():
            return
        mapped = row.layout.columns
        found = recognised(tuple(values))
        fields = {name: column for column, name in found if column not in mapped}
        fields |= {name: column for column, name in mapped.items()}
        for name, value in values.items():
            if name not in self.found.columns:
                self.found.columns[name] = ColumnRead(
                    name=name, field=fields.get(name), sample=" ".join(str(value).split())
                )

    def _count(self, lead: Lead) -> None:
        at = self.reception
        value = at.to_usd(lead.deal_value) if lead.deal_value else None
        rank = priority.score(
            lead, value_usd=value, fit=None, now=at.clock.now(), settings=at.priority
        )
        self.found.new += 1
        self.found.points[int(rank.score) // 5 * 5] += 1
        self.found.values[_band(value)] += 1
        stops = {hit.rule_id for hit in evaluate(self.rules, facts_on_arrival(lead, value))}
        self.found.stopped.update(stops)
        self.found.stopped_leads += bool(stops)

    def _hold(self, lead: Lead, keys: Iterable[KeyRef]) -> None:
        if self.held >= COMPARED:
            self.seen.clear()
            self.held, self.found.all_compared = 0, False
        self.held += 1
        for key in keys:
            holders = self.seen.get(key, ())
            if len(holders) < MANY:
                self.seen[key] = (*holders, lead)


def _band(value: Decimal | None) -> str:
    if value is None:
        return NO_BAND
    return next((name for name, top in BANDS if value <= top), TOP_BAND)


def _batches(rows: Iterable[RawRow | Refusal], size: int) -> Iterator[tuple[RawRow | Refusal, ...]]:
    source = iter(rows)
    while batch := tuple(islice(source, size)):
        yield batch


def by_field(columns: Mapping[str, ColumnRead]) -> list[ColumnRead]:
    """The columns that are read, in the order of our fields, then those that are not."""
    order = list(Column)
    return sorted(columns.values(), key=lambda one: order.index(one.field) if one.field else 99)
