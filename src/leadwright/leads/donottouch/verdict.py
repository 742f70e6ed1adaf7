"""Whom we leave alone: who asked for it, who buys already, whom a colleague is closing.

The same verdict is asked before drafting and again at send.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from leadwright.leads.dedup import canonical_email, company_core, identity, person_key
from leadwright.leads.lead import Lead


class DoNotTouchReason(StrEnum):
    """Why a lead must not be written to."""

    SUPPRESSED_ADDRESS = "suppressed_address"
    SUPPRESSED_PHONE = "suppressed_phone"
    SUPPRESSED_DOMAIN = "suppressed_domain"
    SUPPRESSED_PERSON = "suppressed_person"
    CUSTOMER = "customer"
    OPEN_OPPORTUNITY = "open_opportunity"


_SENTENCES = {
    DoNotTouchReason.SUPPRESSED_ADDRESS: "This person asked not to be written to.",
    DoNotTouchReason.SUPPRESSED_PHONE: "This number is on the list of those not to be contacted.",
    DoNotTouchReason.SUPPRESSED_DOMAIN: "The whole company is on the list of those not to be "
    "contacted.",
    DoNotTouchReason.SUPPRESSED_PERSON: "This person is on the list of those not to be contacted.",
    DoNotTouchReason.CUSTOMER: "The company is a customer; its account owner talks to it.",
    DoNotTouchReason.OPEN_OPPORTUNITY: "A deal with the company is open; its owner talks to it.",
}


class SuppressionKind(StrEnum):
    """What a suppression list may name."""

    ADDRESS = "address"
    PHONE = "phone"
    DOMAIN = "domain"
    PERSON = "person"  # a full name at a company, whatever the address


@dataclass(frozen=True, slots=True)
class Suppressible:
    """One thing of a lead to look up in the suppression list, in the form it is kept in."""

    kind: SuppressionKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoNotTouch:
    """The verdict, with every reason there is."""

    reasons: tuple[DoNotTouchReason, ...]

    def why(self) -> str:
        """The reasons as sentences."""
        return " ".join(_SENTENCES[reason] for reason in self.reasons)


_REASONS = {
    SuppressionKind.ADDRESS: DoNotTouchReason.SUPPRESSED_ADDRESS,
    SuppressionKind.PHONE: DoNotTouchReason.SUPPRESSED_PHONE,
    SuppressionKind.DOMAIN: DoNotTouchReason.SUPPRESSED_DOMAIN,
    SuppressionKind.PERSON: DoNotTouchReason.SUPPRESSED_PERSON,
}


def lookups(lead: Lead, *, entity_domain: str | None = None) -> tuple[Suppressible, ...]:
    """What to look up for a lead; a domain covers every host under it.

    An opt-out of "ann+news@acme.com" counts for the mailbox, whatever the tag. `entity_domain` is
    the web address of the company the lead turned out to mean.
    """
    asked: list[Suppressible] = []
    hosts = [lead.company.domain, entity_domain]
    if lead.person.email:
        asked.append(Suppressible(SuppressionKind.ADDRESS, canonical_email(lead.person.email)))
        hosts.append(lead.person.email.rpartition("@")[2])
    if lead.person.phone:
        asked.append(Suppressible(SuppressionKind.PHONE, lead.person.phone.partition(";")[0]))
    domains = [name for host in hosts if host for name in _over(host)]
    asked += [Suppressible(SuppressionKind.DOMAIN, name) for name in domains]
    asked += [Suppressible(SuppressionKind.PERSON, value) for value in _identities(lead, domains)]
    return tuple(dict.fromkeys(asked))


def covering(item: Suppressible) -> tuple[Suppressible, ...]:
    """All entries of a list that would cover one thing: itself, and companies it belongs to."""
    host = item.value.rpartition("@")[2]
    if item.kind not in {SuppressionKind.ADDRESS, SuppressionKind.DOMAIN}:
        return (item,)
    over = (Suppressible(SuppressionKind.DOMAIN, name) for name in _over(host))
    return tuple(dict.fromkeys((item, *over)))


def verdict(
    lead: Lead,
    *,
    entity_domain: str | None = None,
    suppressed: Collection[Suppressible] = (),
    is_customer: bool = False,
    has_open_opportunity: bool = False,
) -> DoNotTouch | None:
    """Whether to leave a lead alone; None when nothing speaks against writing.

    `suppressed` holds those of the lead's `lookups` that are on the list.
    """
    asked = lookups(lead, entity_domain=entity_domain)
    reasons = [_REASONS[item.kind] for item in asked if item in suppressed]
    if is_customer:
        reasons.append(DoNotTouchReason.CUSTOMER)
    if has_open_opportunity:
        reasons.append(DoNotTouchReason.OPEN_OPPORTUNITY)
    return DoNotTouch(reasons=tuple(dict.fromkeys(reasons))) if reasons else None


def _identities(lead: Lead, domains: Iterable[str]) -> list[str]:
    who = person_key(lead.person)
    if who is None:
        return []
    core = company_core(lead)
    named = [identity(who, company=core)] if core else []
    return named + [identity(who, host=host) for host in domains]


def _over(host: str) -> list[str]:
    """The host and the hosts above it, down to two labels."""
    labels = host.lower().split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
