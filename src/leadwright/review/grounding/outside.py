"""Drafts and findings from outside: a case file, or a line of an evaluation's answers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from pydantic import JsonValue, ValidationError

from leadwright.errors import Refused, in_plain_words
from leadwright.leads.findings import (
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    Finding,
    FindingId,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding.atoms.names import NameBook, Role
from leadwright.review.grounding.atoms.scan import Reading, Scanner
from leadwright.review.grounding.atoms.tokens import at, plain
from leadwright.review.grounding.case_file import (
    CaseFile,
    GivenDraft,
    GivenEvidence,
    GivenFinding,
    GivenNews,
    GivenPerson,
    GivenSeller,
)
from leadwright.review.grounding.context import Context, Others, Seller
from leadwright.review.grounding.lexicon import lexicon

_UNSEEN = date(1, 1, 1)
_PAGE = re.compile(r"(?:company|companies|organization)/([a-z0-9-]+)")
_RECORD = re.compile(r"[a-z0-9]+:([a-z0-9][a-z0-9-]*)")
_OF_COMPANY = frozenset(
    {
        FactField.FOUNDED_YEAR,
        FactField.EMPLOYEES,
        FactField.INDUSTRY,
        FactField.COUNTRY,
        FactField.TOTAL_FUNDING_USD,
    }
)
_ALIASES = {
    "founded": FactField.FOUNDED_YEAR,
    "headcount": FactField.EMPLOYEES,
    "employee_count": FactField.EMPLOYEES,
    "total_funding": FactField.TOTAL_FUNDING_USD,
    "funding_total": FactField.TOTAL_FUNDING_USD,
    "funding": FactField.TOTAL_FUNDING_USD,
    "round": FactField.LAST_ROUND,
    "last_funding_round": FactField.LAST_ROUND,
    "decision_makers": FactField.DECISION_MAKER,
    "person": FactField.DECISION_MAKER,
    "people": FactField.DECISION_MAKER,
    "recent_news": FactField.NEWS,
    "headline": FactField.NEWS,
}


class CaseInvalid(Refused):
    """A draft from outside cannot be read; the message names the place and what belongs there."""

    code: ClassVar[str] = "case_invalid"


def parse_case(data: JsonValue) -> tuple[Draft, Findings, Context]:
    """Read a case: a draft with its findings, or a line of answers.

    Raises:
        CaseInvalid: The data has another shape than documented, or holds no draft.
    """
    try:
        case = CaseFile.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CaseInvalid(
            f"{place} {in_plain_words(dict(first))}; see `leadwright check draft --help`"
        ) from None
    if case.draft is None:
        raise CaseInvalid("draft is null; there is nothing to check in this case")
    draft, findings = _draft(case.draft), _findings(case)
    return draft, findings, _context(case, draft, findings)


def _draft(given: GivenDraft) -> Draft:
    claims = tuple(
        Claim(text=claim.text, finding_ids=tuple(FindingId(i) for i in claim.finding_ids))
        for claim in given.claims or ()
    )
    return Draft(
        subject=given.subject or "",
        body=given.body or "",
        claims=claims,
        linkedin_message=given.linkedin_message or "",
        call_script=given.call_script or "",
    )


def _findings(case: CaseFile) -> Findings:
    found: list[Finding] = []
    evidence: list[Evidence] = []
    for finding_id, given in _given(case):
        field = _field(finding_id, given.field)
        value = _value(field, given.value, finding_id)
        items = [
            _evidence(item, f"{finding_id}#{n}", field, value)
            for n, item in enumerate(given.evidence or (), start=1)
        ]
        evidence += items
        found.append(
            Finding(
                id=FindingId(finding_id),
                field=field,
                value=value,
                evidence_ids=tuple(item.id for item in items),
                confidence=given.confidence or 0.0,
            )
        )
    return Findings(
        resolution=Resolution(match=Match.UNIQUE), findings=tuple(found), evidence=tuple(evidence)
    )


def _given(case: CaseFile) -> Iterable[tuple[str, GivenFinding]]:
    """Every finding with its id, in whichever form the case gives them."""
    if isinstance(case.findings, dict):
        yield from case.findings.items()
    for number, finding in enumerate(
        case.findings or () if not isinstance(case.findings, dict) else (), 1
    ):
        yield finding.id or finding.field or f"finding:{number}", finding
    for name, fact in (case.facts or {}).items():
        if fact is not None and fact.value is not None:
            yield name, fact
    if case.facts is not None:
        yield from _listed_findings(case)


def _listed_findings(case: CaseFile) -> Iterable[tuple[str, GivenFinding]]:
    """People and news of a line of answers; they count from 1 unless the claims count from 0."""
    told = {item.news_id: item for item in case.news or () if item.news_id}
    for number, person in enumerate(
        case.decision_makers or (), start=_first(case, "decision_maker")
    ):
        value: JsonValue = {"name": person.name, "title": person.title or ""}
        yield f"decision_maker:{number}", GivenFinding(value=value, evidence=person.evidence)
    for number, item in enumerate(case.recent_news or (), start=_first(case, "news")):
        news = told.get(item, GivenNews(news_id=item)) if isinstance(item, str) else item
        value = {"news_id": news.news_id, "date": news.date, "headline": news.headline}
        yield f"news:{number}", GivenFinding(value=value, evidence=news.evidence)
    contact = case.contact or case.lead
    if contact and contact.name:
        yield "contact", GivenFinding(value={"name": contact.name, "title": contact.title or ""})


def _first(case: CaseFile, name: str) -> int:
    claims = (case.draft.claims if case.draft else None) or ()
    return 0 if any(f"{name}:0" in claim.finding_ids for claim in claims) else 1


def _field(finding_id: str, name: str | None) -> FactField:
    wanted = (name or finding_id.split(":", maxsplit=1)[0]).strip().lower()
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    try:
        return FactField(wanted)
    except ValueError as error:
        known = ", ".join(field.value for field in FactField)
        raise CaseInvalid(
            f"finding {finding_id!r} has the unknown field {wanted!r}; use one of {known}"
        ) from error


def _value(field: FactField, value: JsonValue, finding_id: str) -> FactValue:
    try:
        return _READERS.get(field, _read_text)(value)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise CaseInvalid(
            f"finding {finding_id!r}: {value!r} is no value of {field.value}; give {_SHAPES[field]}"
        ) from error


def _read_count(value: JsonValue) -> FactValue:
    if isinstance(value, str):
        return int(value) if value.strip().isdecimal() else value
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise TypeError
    return int(value)


def _read_money(value: JsonValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return Decimal(str(value).replace(",", "").removeprefix("$"))


def _read_text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _read_round(value: JsonValue) -> FactValue:
    given = _mapping(value)
    amount = given.get("amount_usd")
    return RoundValue(
        type=_optional(given.get("type")),
        date=_optional(given.get("date")) or "",
        amount_usd=None if amount is None else _read_money(amount),
    )


def _read_person(value: JsonValue) -> FactValue:
    given = _mapping(value)
    return PersonValue(
        name=_read_text(given.get("name")),
        title=_optional(given.get("title")) or "",
        is_current=given.get("is_current") is not False,
    )


def _read_news(value: JsonValue) -> FactValue:
    if isinstance(value, str):
        return NewsValue(news_id="", date="", headline=value)
    given = _mapping(value)
    return NewsValue(
        news_id=str(given.get("news_id") or ""),
        date=_optional(given.get("date")) or "",
        headline=_optional(given.get("headline") or given.get("title")) or "",
    )


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _optional(value: JsonValue) -> str | None:
    return None if value is None else _read_text(value)


_READERS = {
    FactField.FOUNDED_YEAR: _read_count,
    FactField.EMPLOYEES: _read_count,
    FactField.TOTAL_FUNDING_USD: _read_money,
    FactField.LAST_ROUND: _read_round,
    FactField.DECISION_MAKER: _read_person,
    FactField.CONTACT: _read_person,
    FactField.NEWS: _read_news,
}
_SHAPES = {
    FactField.FOUNDED_YEAR: "a year",
    FactField.EMPLOYEES: "a number of people",
    FactField.INDUSTRY: "a word",
    FactField.COUNTRY: "a country code",
    FactField.TOTAL_FUNDING_USD: "an amount in US dollars",
    FactField.LAST_ROUND: '{"type", "date", "amount_usd"}',
    FactField.DECISION_MAKER: '{"name", "title"}',
    FactField.CONTACT: '{"name", "title"}',
    FactField.NEWS: '{"news_id", "date", "headline"}',
}


def _evidence(given: GivenEvidence, new_id: str, field: FactField, value: FactValue) -> Evidence:
    return Evidence(
        id=EvidenceId(new_id),
        source=given.source or "",
        record_id="",
        ref=given.ref or "",
        url=given.url,
        observed_on=_observed(given.observed),
        field=field,
        value=value,
        quote=given.quote or "",
    )


def _observed(text: str | None) -> date:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return _UNSEEN


def _context(case: CaseFile, draft: Draft, findings: Findings) -> Context:
    lead = case.lead or GivenPerson()
    names = (*case.company_names, *_slugs(case, findings))
    stated = case.company_name or lead.company_name
    if not stated and not names:
        names = tuple(_most_said(draft, findings))
    return Context(
        person_name=lead.name,
        person_title=lead.title,
        company_name=stated,
        company_names=names,
        company_domain=case.company_domain or lead.company_domain,
        seller=_seller(case.seller),
        today=case.today or _last_seen(findings),
        others=Others.of(case.other_names),
    )


def _last_seen(findings: Findings) -> date | None:
    """The newest day in the evidence: the case's own today where none is given."""
    days = [item.observed_on for item in findings.evidence if item.observed_on != _UNSEEN]
    return max(days, default=None)


def _seller(given: GivenSeller | None) -> Seller:
    if given is None:
        return Seller()
    offers = given.value_propositions
    listed = (offers,) if isinstance(offers, str) else offers
    return Seller(
        company=given.company or "",
        sender_name=given.sender_name or "",
        names=(*given.product, *given.customers),
        texts=(
            *(text for offer in listed for text in _texts_in(offer)),
            *(*given.call_to_action, *given.proof, *given.texts, *given.helps),
            *(text for text in (given.sender_title, given.sender_phone) if text),
        ),
        links=given.links,
    )


def _texts_in(value: JsonValue) -> Iterable[str]:
    """Every text in a value of any shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)


def _slugs(case: CaseFile, findings: Findings) -> Iterable[str]:
    """The company's key in its sources: in the records resolved, in links and refs of its facts."""
    refs = [*(case.record_ids or ())]
    refs += [item.ref for item in findings.evidence if item.field in _OF_COMPANY]
    links = [item.url or "" for item in findings.evidence]
    found = [match.group(1) for ref in refs if (match := _RECORD.fullmatch(ref))]
    found += [match.group(1) for link in links if (match := _PAGE.search(link))]
    return dict.fromkeys(slug.replace("-", " ") for slug in found)


def _most_said(draft: Draft, findings: Findings) -> list[str]:
    """The name a draft says most, where a case names no company: there is nothing else to go by.

    Only names in a company's place count, and none that a headline could prove or disprove.
    """
    people = [f.value.name for f in findings.findings if isinstance(f.value, PersonValue)]
    headlines = {f.id for f in findings.findings if f.field is FactField.NEWS}
    scanner = Scanner(lexicon(), NameBook.of((name, Role.PERSON) for name in people))
    said: Counter[str] = Counter()
    for claim in draft.claims:
        if headlines.isdisjoint(claim.finding_ids):
            reading = scanner.read(plain(claim.text))
            said.update(_named_companies(reading))
    return [name for name, _ in said.most_common(1)]


def _named_companies(reading: Reading) -> Iterable[str]:
    """Names that stand where a company's name stands: Acme's, Acme was, at Acme."""
    lists = lexicon().lists
    for begin, end in reading.runs:
        before, after = at(reading.tokens, begin - 1).low, at(reading.tokens, end).low
        owns = after in ("'s", "was", "has", "is", "now", "must", "should", "will", "can")
        owns = owns or after in lists["fact_verbs"]
        after_verb = before in lists["fact_verbs"] or before in ("that", "of", "and", "company")
        if owns or after_verb or before in lists["at_company"]:
            yield reading.written((begin, end))
