"""The door of resolution: a lead and the records found for it, in; which company is meant, out."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.leads.findings import Match, Resolution
from leadwright.leads.lead import Lead
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.leads.resolution.clues import clues
from leadwright.leads.resolution.decide import Weighed, decide
from leadwright.leads.resolution.linking import link
from leadwright.leads.resolution.profile import Profile, Sought, profile_of, sought_by
from leadwright.leads.resolution.settings import ResolutionSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that may be meant, and the lead's person there if the source lists him."""

    record: CompanyRecord
    person: PersonRecord | None = None


def resolve(lead: Lead, hits: Sequence[Hit], settings: ResolutionSettings) -> Resolution:
    """Decide which company a lead means, or say that nothing decides it."""
    sought = sought_by(lead, settings.vocabulary)
    if sought.says_nothing:
        return Resolution(
            match=Match.NONE, confidence=1.0, reason="The lead names no company and no address."
        )
    weighed = [_weigh(sought, company, settings) for company in companies_in(hits, settings)]
    return decide(weighed, sure=settings.sure)


def companies_in(hits: Sequence[Hit], settings: ResolutionSettings) -> list[Profile]:
    """Link the records found into companies."""
    people = {hit.record.record_id: hit.person for hit in hits}
    records = list({hit.record.record_id: hit.record for hit in hits}.values())
    conventions, vocabulary = settings.conventions, settings.vocabulary
    return [
        profile_of(group, (people[one.record_id] for one in group), conventions, vocabulary)
        for group in link(records, conventions, vocabulary)
    ]


def _weigh(sought: Sought, company: Profile, settings: ResolutionSettings) -> Weighed:
    found = clues(sought, company, settings)
    odds = settings.weights.before_all + sum(clue.weight for clue in found)
    return Weighed(company=company, odds=odds, clues=tuple(found))
