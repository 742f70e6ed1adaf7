"""One raw row becomes a lead, or a refusal that says why not."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from leadwright.leads.intake.columns import Column, Fields, assign
from leadwright.leads.intake.notes import Notes
from leadwright.leads.intake.rows import IntakeSettings, Layout, RawRow, Refusal, RefusalCode
from leadwright.leads.intake.values.amounts import amount
from leadwright.leads.intake.values.countries import country
from leadwright.leads.intake.values.currencies import NO_CURRENCY
from leadwright.leads.intake.values.domains import domain
from leadwright.leads.intake.values.emails import email
from leadwright.leads.intake.values.names import person_name
from leadwright.leads.intake.values.phones import phone
from leadwright.leads.intake.values.text import harmless, shorten, visible
from leadwright.leads.lead import (
    Company,
    Consent,
    FlawCode,
    LawfulBasis,
    Lead,
    LeadId,
    Money,
    Person,
)

LONGEST_ID = 128
_quoted = json.encoder.encode_basestring_ascii


def read(
    row: RawRow,
    *,
    settings: IntakeSettings,
    mint: Callable[[str], str],
    cohort: Callable[[str], int],
    received_at: datetime,
    position: int | None = None,
) -> Lead | Refusal:
    """A row as a lead, each value normalised, what was missing or unusable noted as a flaw.

    `mint` and `cohort` turn a fingerprint into an id and an id into 0 to 99; the same row
    therefore always becomes the same lead. Its position is the row's, unless another is given.
    """
    fields = assign(row.values, row.layout.columns, row.layout.read)
    notes = Notes(fields)
    company = _company(notes)
    person = _person(fields, notes, settings, company.country)
    if not (person.name or person.email or company.name or company.domain):
        return _nobody(row, fields)
    lead_id = LeadId(mint(fingerprint(row.values, system=settings.system)))
    return Lead(
        lead_id=lead_id,
        external_ids=_external_ids(notes, settings),
        person=person,
        company=company,
        deal_value=_deal_value(fields, notes, settings, row.layout),
        source=notes.text(Column.SOURCE, 80),
        owner=notes.text(Column.OWNER, 120),
        campaign=notes.text(Column.CAMPAIGN, 80) or settings.campaign,
        lawful_basis=_lawful_basis(notes, settings),
        consent=_consent(notes),
        received_at=received_at,
        position=row.number if position is None else position,
        cohort=cohort(lead_id),
        flaws=notes.flaws,
    )


def fingerprint(values: Mapping[str, object], *, system: str) -> str:
    """A hash of all that a row says, whatever the order of its columns."""
    if all(type(value) is str for value in values.values()):
        pairs = [f"{_quoted(name)}:{_quoted(str(value))}" for name, value in sorted(values.items())]
        canonical = f"{{{','.join(pairs)}}}"  # as below, three times as fast
    else:
        canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{system}\x1f{canonical}".encode()).hexdigest()


def _company(notes: Notes) -> Company:
    name = notes.text(Column.COMPANY_NAME, 200)
    host = notes.value(Column.COMPANY_DOMAIN, domain, FlawCode.DOMAIN_INVALID)
    if name is None and host is None:
        notes.flaw(Column.COMPANY_NAME, FlawCode.COMPANY_MISSING)
    land = notes.value(Column.COUNTRY, country, FlawCode.COUNTRY_UNKNOWN)
    return Company(name=name, domain=host, country=land)


def _person(fields: Fields, notes: Notes, settings: IntakeSettings, land: str | None) -> Person:
    def number(text: str) -> str | None:
        return phone(text, land, settings.default_region)

    name = _name(notes)
    title = notes.text(Column.TITLE, 200)
    if title and not any(map(str.isalpha, title)):
        title = None  # a number is none: "Pos." may count the rows
    if name is None:
        notes.flaw(Column.NAME, FlawCode.NAME_MISSING)
    if title is None:
        notes.flaw(Column.TITLE, FlawCode.TITLE_MISSING)
    if Column.EMAIL not in fields:
        notes.flaw(Column.EMAIL, FlawCode.EMAIL_MISSING)
    return Person(
        name=name,
        title=title,
        email=notes.value(Column.EMAIL, email, FlawCode.EMAIL_INVALID),
        phone=notes.value(Column.PHONE, number, FlawCode.PHONE_INVALID),
    )


def _name(notes: Notes) -> str | None:
    whole = notes.text(Column.NAME, 120)
    if whole is None:
        pieces = (notes.text(Column.FIRST_NAME, 60), notes.text(Column.LAST_NAME, 60))
        whole = " ".join(piece for piece in pieces if piece)
    name = person_name(whole)
    calm = harmless(name)  # quotes and titles are gone, and may have hidden a formula
    if calm != name:
        notes.flaw(Column.NAME, FlawCode.TEXT_TAMED)
    return calm or None


def _deal_value(
    fields: Fields, notes: Notes, settings: IntakeSettings, layout: Layout
) -> Money | None:
    value = fields.get(Column.DEAL_VALUE)
    if value is None:
        return None
    stated = notes.given(Column.CURRENCY) or layout.currency
    found = amount(
        value,
        column=stated,
        default=settings.default_currency,
        comma_is_decimal=layout.comma_is_decimal,
        power=layout.power,
    )
    if found is None:
        notes.flaw(Column.DEAL_VALUE, FlawCode.VALUE_UNREADABLE)
        return None
    if found.rough:
        notes.flaw(Column.DEAL_VALUE, FlawCode.VALUE_ROUGH)
    if found.money.currency == NO_CURRENCY:
        notes.flaw(Column.CURRENCY if stated else Column.DEAL_VALUE, FlawCode.CURRENCY_UNKNOWN)
    return found.money


def _external_ids(notes: Notes, settings: IntakeSettings) -> tuple[tuple[str, str], ...]:
    raw = visible(notes.given(Column.EXTERNAL_ID) or "").strip()
    if not raw[1:].isdecimal():
        raw = harmless(raw)
    return ((settings.system, raw[:LONGEST_ID]),) if raw else ()


def _lawful_basis(notes: Notes, settings: IntakeSettings) -> LawfulBasis:
    said = "_".join((notes.given(Column.LAWFUL_BASIS) or "").lower().split())
    return LawfulBasis(said) if said and said in set(LawfulBasis) else settings.lawful_basis


def _consent(notes: Notes) -> Consent | None:
    """A record of consent; one without its time, its way or its wording proves nothing."""
    given_at = notes.given(Column.CONSENT_GIVEN_AT)
    if given_at is None:
        return None
    channel = notes.text(Column.CONSENT_CHANNEL, 80)
    wording = notes.text(Column.CONSENT_WORDING, 2000)
    try:
        at = datetime.fromisoformat(given_at)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Consent(given_at=at, channel=channel, wording=wording) if channel and wording else None


def _nobody(row: RawRow, fields: Fields) -> Refusal:
    wrong = fields.get(Column.EMAIL)
    return Refusal(
        row=row.number,
        field=Column.EMAIL if wrong else Column.NAME,
        given=shorten(wrong or dict(row.values)),
        code=RefusalCode.NOBODY_NAMED,
        reason="The row names no person, no company and no usable mail address; "
        "fill in one of them, or check that the columns have a header we know.",
    )
