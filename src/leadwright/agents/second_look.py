"""A second look: what a model may ask for when facts are unknown, and what it is then shown.

The model names look-ups, and no arguments: code asks for the company and the person it has already
settled on. It may ask once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from leadwright.leads.findings import Evidence, FactField, Findings, Resolution, Topic
from leadwright.leads.lead import Lead
from leadwright.tools.contract import ToolResult

LONGEST_NAME = 300  # what the tools take
MOST_RECORDS = 50
MOST_SHOWN = 12


class More(StrEnum):
    """The look-ups that are made only when asked for."""

    READ_COMPANY_WEBSITE = "read_company_website"
    SEARCH_COMPETITOR_ANALYSIS = "search_competitor_analysis"
    FETCH_LINKEDIN_PROFILE = "fetch_linkedin_profile"


# A fact that is missing is worth another look; a lead without news has none.
_WORTH_IT = frozenset(FactField) - {FactField.NEWS, FactField.CONTACT}


def offered(lead: Lead, own: Findings) -> tuple[More, ...]:
    """At most two look-ups; none when all facts are known."""
    if not own.findings or not _WORTH_IT & set(own.unknown):
        return ()
    stranger = bool(lead.person.name) and own.get(FactField.CONTACT) is None
    other = More.FETCH_LINKEDIN_PROFILE if stranger else More.SEARCH_COMPETITOR_ANALYSIS
    return (More.READ_COMPANY_WEBSITE, other)


def arguments(tool: More, lead: Lead, own: Findings) -> dict[str, object]:
    """What is asked for: the company that is meant, and the lead's own person."""
    asked = company(own.resolution)
    if tool is More.FETCH_LINKEDIN_PROFILE:
        asked["full_name"] = lead.person.name
    return asked


def company(resolution: Resolution) -> dict[str, object]:
    """How a tool is told which company is meant."""
    entity = resolution.candidates[0]
    return {
        "company_name": entity.name[:LONGEST_NAME],
        "record_ids": entity.record_ids[:MOST_RECORDS],
    }


def unseen(before: Findings, own: Findings, batch: Iterable[ToolResult]) -> tuple[Evidence, ...]:
    """The new evidence about this company, facts before topics."""
    entity = own.resolution.entity
    meant = set(entity.record_ids) if entity else set[str]()
    seen = {item.id for item in before.evidence}
    new = {i.id: i for call in batch for i in call.evidence if i.record_id in meant}
    items = [item for item in new.values() if item.id not in seen]
    items.sort(key=lambda item: isinstance(item.field, Topic))  # stable
    return tuple(items[:MOST_SHOWN])


def news_of(before: Findings, own: Findings, shown: Sequence[Evidence]) -> Findings:
    """The findings that rest on what is shown and were not there before."""
    ids = {item.id for item in shown}
    known = {(finding.field, finding.value) for finding in before.findings}
    new = (f for f in own.findings if (f.field, f.value) not in known)
    return replace(own, findings=tuple(f for f in new if ids & set(f.evidence_ids)))


def with_topics(own: Findings, shown: Iterable[Evidence]) -> Findings:
    """The findings with what was read beside the facts."""
    return replace(own, evidence=(*own.evidence, *_topics(shown)))


def _topics(items: Iterable[Evidence]) -> Iterator[Evidence]:
    return (item for item in items if isinstance(item.field, Topic))
