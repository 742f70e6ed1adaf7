"""Who must have agreed before they are written to: by country, with the law it rests on.

A careful default and no legal advice. What proves consent is a record: when, how, to what wording.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from leadwright.leads.lead import LawfulBasis, Lead

UNKNOWN: Final = "unknown"  # among countries: leads of which nobody knows the country
_ENDINGS: Final = {"UK": "GB"}  # of web addresses that are not the code of their country
_RECORD: Final = "consent_given_at, consent_channel and consent_wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRule:
    """What a country asks for."""

    law: str
    why: str
    source: str = ""
    corporate: frozenset[str] = frozenset()  # legal forms that need no consent


@cache
def shipped() -> Mapping[str, ConsentRule]:
    """The rules that come with the program, by country."""
    text = files(__package__).joinpath("consent.toml").read_text(encoding="utf-8")
    return {
        country: ConsentRule(
            law=entry["law"],
            why=entry["why"],
            source=entry["source"],
            corporate=frozenset(entry.get("corporate", ())),
        )
        for country, entry in tomllib.loads(text).items()
    }


def consent_rules(countries: tuple[str, ...] | None) -> Mapping[str, ConsentRule]:
    """The rules of some countries; None: those that are shipped."""
    if countries is None:
        return shipped()
    own = ConsentRule(law="your own settings", why="they ask for consent there")
    return {country: shipped().get(country, own) for country in countries}


def consent_hold(
    lead: Lead, rules: Mapping[str, ConsentRule], *, found_country: str | None = None
) -> str | None:
    """Why a lead may not be written to before they agreed; None when nothing asks for it.

    The country is the one the lead states, else the one research found, else that of the ending of
    its web or mail address.
    """
    if lead.consent is not None:
        return None
    country = lead.company.country or found_country or _by_ending(lead, rules) or UNKNOWN
    rule = rules.get(country)
    if rule is None or _is_corporate(lead, rule):
        return None
    where = "a country nobody knows" if country == UNKNOWN else country
    claimed = lead.lawful_basis is LawfulBasis.CONSENT
    missing = "consent is claimed without a record of it" if claimed else "no consent is on record"
    return (
        f"in {where} people are asked before they are written to ({rule.law}: {rule.why}), and "
        f"{missing}; give {_RECORD}"
    )


def _by_ending(lead: Lead, rules: Mapping[str, ConsentRule]) -> str | None:
    hosts = (lead.company.domain, (lead.person.email or "").rpartition("@")[2])
    for host in hosts:
        ending = (host or "").rpartition(".")[2].upper()
        country = _ENDINGS.get(ending, ending)
        if country in rules:
            return country
    return None


def _is_corporate(lead: Lead, rule: ConsentRule) -> bool:
    words = re.findall(r"[^\W_]+", (lead.company.name or "").replace(".", "").casefold())
    return bool(words) and words[-1] in rule.corporate
