"""From a row of the development leads to a verdict: provider and resolver together."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.unit.adapters.providers.corpus.sharing import asked

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import FrozenClock
from leadwright.leads.findings import Resolution
from leadwright.leads.lead import Company, Lead, LeadId, Person
from leadwright.leads.resolution.resolver import Hit, resolve
from leadwright.leads.resolution.settings import ResolutionSettings
from leadwright.tools.catalogue.research import SearchCompanyInput, SearchCompanyOutput

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAIL = re.compile(r"[^@\s]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
COUNTRIES = {"UNITED STATES": "US", "GERMANY": "DE", "FRANCE": "FR", "UNITED KINGDOM": "GB"}

Clues = Mapping[str, str | None]


class Desk:
    """One provider and one resolver, asked lead by lead."""

    def __init__(self, folder: Path) -> None:
        self.provider = CorpusProvider(folder, FrozenClock(NOW))
        self.settings = ResolutionSettings(conventions=self.provider.conventions)

    async def decide(self, clues: Clues) -> Resolution:
        """Search and resolve, from the `input` of a lead."""
        lead = a_lead(clues)
        wanted = SearchCompanyInput(
            company_name=lead.company.name,
            company_domain=lead.company.domain,
            country=lead.company.country,
            person_name=lead.person.name,
            email_domain=(lead.person.email or "").rpartition("@")[2] or None,
        )
        output = (await asked(self.provider, wanted)).output
        assert isinstance(output, SearchCompanyOutput)
        hits = [Hit(record=hit.record, person=hit.person) for hit in output.companies]
        return resolve(lead, hits, self.settings)


def a_lead(clues: Clues) -> Lead:
    """As much of intake as resolution needs."""
    mail = (clues["email"] or "").strip().lower()
    country = (clues["country"] or "").upper()
    return Lead(
        lead_id=LeadId("L-1"),
        person=Person(name=clues["name"], email=mail if MAIL.fullmatch(mail) else None),
        company=Company(
            name=(clues["company_name"] or "").strip() or None,
            domain=clues["company_domain"],
            country=COUNTRIES.get(country, country) or None,
        ),
        received_at=NOW,
    )
