"""What people write to have somebody left alone: an address, a company, a number, a person."""

from functools import cache
from typing import ClassVar

from publicsuffixlist import PublicSuffixList

from leadwright.errors import Refused
from leadwright.leads.dedup import canonical_email, company_key, identity, person_key
from leadwright.leads.donottouch.verdict import Suppressible, SuppressionKind
from leadwright.leads.intake.values.domains import domain
from leadwright.leads.intake.values.emails import email
from leadwright.leads.intake.values.phones import phone
from leadwright.leads.intake.values.text import shorten
from leadwright.leads.lead import Person
from leadwright.leads.resolution.vocabulary import english


class CannotSuppress(Refused):
    """Nobody can tell whom a text means."""

    code: ClassVar[str] = "cannot_suppress"


def written(text: str) -> Suppressible:
    """An address, `@domain` (or a bare one) for a whole company, or a number with its `+`.

    Raises:
        CannotSuppress: it is none of them, or would mean everybody at a mail provider.
    """
    said = text.strip(" \t\r\n;,'\"")
    found = _number(said) or _address(said) or _company(said)
    if found is None:
        raise CannotSuppress(
            f"{shorten(text)!r} is no mail address, no @domain and no number with its +"
        )
    return found


def person(name: str, company: str) -> Suppressible:
    """A full name at a company, which is given by its name or its web domain.

    Raises:
        CannotSuppress: the name is not whole, or no company is named.
    """
    who = person_key(Person(name=name.strip()))
    host = domain(company)
    core = None if host else company_key(company.strip())
    if who is None or not (host or core):
        raise CannotSuppress(
            f"{shorten(name)!r} at {shorten(company)!r} is no full name at a company"
        )
    return Suppressible(SuppressionKind.PERSON, identity(who, company=core, host=host))


def _number(said: str) -> Suppressible | None:
    found = phone(said) if said.startswith(("+", "00")) else None
    return Suppressible(SuppressionKind.PHONE, found.partition(";")[0]) if found else None


def _address(said: str) -> Suppressible | None:
    found = None if said.startswith("@") else email(said)
    return Suppressible(SuppressionKind.ADDRESS, canonical_email(found)) if found else None


def _company(said: str) -> Suppressible | None:
    host = domain(said.removeprefix("@")) if "@" not in said[1:] else None
    if host is None:
        return None
    if host in english().free_mail or _is_an_ending(host):
        raise CannotSuppress(f"@{host} would be everybody who has their mail there; name addresses")
    return Suppressible(SuppressionKind.DOMAIN, host)


def _is_an_ending(host: str) -> bool:
    return _endings().privatesuffix(host) is None


@cache
def _endings() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
