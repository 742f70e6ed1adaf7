"""What a person puts right about a lead, read like a row of a file; what was not named stays."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from leadwright.errors import Refused
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.reading import read
from leadwright.leads.intake.rows import IntakeSettings, RawRow, Refusal
from leadwright.leads.lead import FlawCode, Lead

_PERSON: Final = {
    Column.NAME: "name",
    Column.TITLE: "title",
    Column.EMAIL: "email",
    Column.PHONE: "phone",
}
_COMPANY: Final = {
    Column.COMPANY_NAME: "name",
    Column.COMPANY_DOMAIN: "domain",
    Column.COUNTRY: "country",
}
_VALUE: Final = frozenset({Column.DEAL_VALUE, Column.CURRENCY})
_CONSENT: Final = (Column.CONSENT_GIVEN_AT, Column.CONSENT_CHANNEL, Column.CONSENT_WORDING)
CORRECTABLE: Final = (
    *_PERSON,
    *_COMPANY,
    Column.DEAL_VALUE,
    Column.CURRENCY,
    Column.OWNER,
    *_CONSENT,
)
_UNUSABLE: Final = {
    FlawCode.EMAIL_INVALID: "a mail address",
    FlawCode.PHONE_INVALID: "a telephone number",
    FlawCode.COUNTRY_UNKNOWN: "a country",
    FlawCode.DOMAIN_INVALID: "a web domain",
    FlawCode.VALUE_UNREADABLE: "an amount",
    FlawCode.CURRENCY_UNKNOWN: "a currency",
}


class CannotCorrect(Refused):
    """What was given cannot be put right so; the message says why."""

    code: ClassVar[str] = "cannot_correct"


def corrected(lead: Lead, given: Mapping[Column, str], settings: IntakeSettings) -> Lead:
    """The lead with these fields as they are given now; an empty text takes a field away.

    Raises:
        CannotCorrect: A value cannot be read, or nobody would be named any more.
    """
    values = stated(lead) | {column.value: text for column, text in given.items()}
    if Column.DEAL_VALUE in given and Column.CURRENCY not in given and lead.deal_value:
        currency = values.pop(Column.CURRENCY)  # of an amount that names none
        settings = replace(settings, default_currency=str(currency))
    fresh = read(
        RawRow(number=lead.position, values=values),
        settings=settings,
        mint=lambda _: lead.lead_id,
        cohort=lambda _: lead.cohort,
        received_at=lead.received_at,
    )
    if isinstance(fresh, Refusal):
        raise CannotCorrect("the lead would name nobody any more; give a name or a company")
    touched = set(given) | (_VALUE if _VALUE & set(given) else set())
    _check(fresh, touched)
    if fresh.consent is None and any(given.get(column) for column in _CONSENT):
        raise CannotCorrect(
            "a record of consent needs its day (2026-03-02), its channel and its wording; nothing "
            "was changed"
        )
    return _merged(lead, fresh, touched)


def stated(lead: Lead) -> dict[str, object]:
    """What a lead says, by the fields that can be corrected."""
    value, agreed = lead.deal_value, lead.consent
    return {
        **{column.value: getattr(lead.person, name) for column, name in _PERSON.items()},
        **{column.value: getattr(lead.company, name) for column, name in _COMPANY.items()},
        Column.DEAL_VALUE.value: float(value.amount) if value else None,
        Column.CURRENCY.value: value.currency if value else None,
        Column.OWNER.value: lead.owner,
        Column.CONSENT_GIVEN_AT.value: agreed.given_at.isoformat() if agreed else None,
        Column.CONSENT_CHANNEL.value: agreed.channel if agreed else None,
        Column.CONSENT_WORDING.value: agreed.wording if agreed else None,
    }


def _check(fresh: Lead, touched: set[Column]) -> None:
    for flaw in fresh.flaws:
        meant = _UNUSABLE.get(flaw.code)
        if meant and flaw.given and Column(flaw.field) in touched:
            raise CannotCorrect(f"{flaw.given!r} cannot be read as {meant}; nothing was changed")


def _merged(lead: Lead, fresh: Lead, touched: set[Column]) -> Lead:
    who = {name: getattr(fresh.person, name) for at, name in _PERSON.items() if at in touched}
    where = {name: getattr(fresh.company, name) for at, name in _COMPANY.items() if at in touched}
    kept = (flaw for flaw in lead.flaws if Column(flaw.field) not in touched)
    new = (flaw for flaw in fresh.flaws if Column(flaw.field) in touched)
    return replace(
        lead,
        person=replace(lead.person, **who),
        company=replace(lead.company, **where),
        deal_value=fresh.deal_value if touched & _VALUE else lead.deal_value,
        owner=fresh.owner if Column.OWNER in touched else lead.owner,
        consent=fresh.consent if touched & {*_CONSENT} else lead.consent,
        flaws=(*kept, *new),
    )
