"""Whether two leads are one person, and which of them lives on: the first seen.

Shared keys only bring leads together. Phones of a switchboard and mailboxes such as info@ are
shared by colleagues, so that names, companies and hosts must agree as well; where they leave a
doubt, two leads stay two. A merge that was wrong loses a person; one that was missed is caught at
send, where a colleague written to lately holds the mail back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadwright.leads.dedup.keys import (
    KeyKind,
    canonical_email,
    company_core,
    exact_keys,
    is_shared_mailbox,
    mail_host,
)
from leadwright.leads.dedup.likeness import Likeness, likeness
from leadwright.leads.lead import Lead, LeadId, Person
from leadwright.leads.ports import AdmissionKind, KeyRef
from leadwright.leads.resolution.hosts import same_host

# A number or mailbox that this many people share is a switchboard; more holders tell no more.
MANY = 20
_NAMED_ALIKE = frozenset({Likeness.SAME, Likeness.SHORT, Likeness.PARTLY})
_STRONGEST_FIRST = (KeyKind.EXTERNAL, KeyKind.EMAIL, KeyKind.IDENTITY, KeyKind.PHONE)
_REASONS = {
    KeyKind.EXTERNAL: "same record of the source",
    KeyKind.EMAIL: "same mail address",
    KeyKind.IDENTITY: "same name at the same company",
    KeyKind.PHONE: "same telephone number and company",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """The earlier lead of the same person, and how we know."""

    lead: Lead
    kind: KeyKind
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What became of one lead of a batch."""

    lead: Lead
    kind: AdmissionKind
    keys: tuple[KeyRef, ...]
    merged_into: LeadId | None = None
    why: str = ""


def same_person(left: Person, right: Person) -> bool:
    """Whether both are named and the names may be one person's."""
    return likeness(left.name, right.name) in _NAMED_ALIKE


def are_twins(left: Lead, right: Lead, kind: KeyKind) -> bool:
    """Whether two leads that share a key of a kind are one person; symmetric."""
    alike = likeness(left.person.name, right.person.name)
    match kind:
        case KeyKind.EXTERNAL:
            return alike in _NAMED_ALIKE or (alike is Likeness.UNNAMED and _same_place(left, right))
        case KeyKind.EMAIL:
            shared = any(is_shared_mailbox(lead.person.email or "") for lead in (left, right))
            nameless = not left.person.name and not right.person.name
            return alike in _NAMED_ALIKE or (alike is Likeness.UNNAMED and (nameless or not shared))
        case KeyKind.IDENTITY:
            return alike is Likeness.SAME and _same_company(left, right, by_mail=False)
        case KeyKind.PHONE:
            return alike in _NAMED_ALIKE and _same_company(left, right, by_mail=True)
        case KeyKind.ROW:
            return left.lead_id == right.lead_id


def find_twin(lead: Lead, known: Mapping[KeyRef, Sequence[Lead]]) -> Twin | None:
    """The earliest known lead of the same person, by the strongest key that shows it.

    `known` holds, for each key of the lead, the leads that carry it. When a name given only in
    part fits several people, nobody is taken.
    """
    shared = [(key.kind, known[key]) for key in exact_keys(lead) if known.get(key)]
    return _twin(lead, shared) if shared else None


def sift(
    batch: Sequence[Lead],
    known: Mapping[KeyRef, Sequence[Lead]],
    *,
    keys: Mapping[LeadId, tuple[KeyRef, ...]] | None = None,
) -> tuple[Arrival, ...]:
    """Sort a batch, in order of arrival, into new leads, known rows and twins.

    `known` answers for the keys of the whole batch; for a key of a merged lead it should name the
    lead that lives on, and at most `MANY` leads a key. Twins within the batch find each other.
    `keys` are the exact keys of the leads, where they were worked out already.
    """
    seen: dict[KeyRef, list[Lead]] = {}
    arrivals: list[Arrival] = []
    for lead in batch:
        own = keys[lead.lead_id] if keys else exact_keys(lead)
        shared = [
            (key.kind, (*known.get(key, ()), *seen.get(key, ())))
            for key in own
            if known.get(key) or key in seen
        ]
        arrival, living = _judge(lead, own, shared)
        if arrival.kind is not AdmissionKind.KNOWN:
            for key in own:
                if key in seen:
                    _remember(seen[key], living)
                else:
                    seen[key] = [living]
        arrivals.append(arrival)
    return tuple(arrivals)


def _remember(holders: list[Lead], lead: Lead) -> None:
    if len(holders) < MANY and not any(holder is lead for holder in holders):
        holders.append(lead)


def _judge(
    lead: Lead, keys: tuple[KeyRef, ...], shared: Sequence[tuple[str, Sequence[Lead]]]
) -> tuple[Arrival, Lead]:
    """What becomes of a lead, and which lead its keys stand for from now on."""
    if any(kind == KeyKind.ROW for kind, _ in shared):
        return Arrival(lead=lead, kind=AdmissionKind.KNOWN, keys=keys, why="the same row"), lead
    twin = _twin(lead, shared) if shared else None
    if twin is None:
        return Arrival(lead=lead, kind=AdmissionKind.NEW, keys=keys), lead
    merged = Arrival(
        lead=lead,
        kind=AdmissionKind.MERGED,
        keys=keys,
        merged_into=twin.lead.lead_id,
        why=twin.why,
    )
    return merged, twin.lead


def _twin(lead: Lead, shared: Sequence[tuple[str, Sequence[Lead]]]) -> Twin | None:
    for kind in _STRONGEST_FIRST:
        twins = [
            other
            for key_kind, others in shared
            for other in others
            if key_kind == kind and other.lead_id != lead.lead_id and are_twins(lead, other, kind)
        ]
        if twins and _are_one(twins):
            return Twin(lead=min(twins, key=_arrival_order), kind=kind, why=_REASONS[kind])
    return None


def _are_one(leads: Iterable[Lead]) -> bool:
    """Whether no two of them are different people by name."""
    first, *others = leads
    return all(likeness(first.person.name, o.person.name) is not Likeness.OTHER for o in others)


def _arrival_order(lead: Lead) -> tuple[float, int, str]:
    return (lead.received_at.timestamp(), lead.position, lead.lead_id)


def _same_place(left: Lead, right: Lead) -> bool:
    """Whether mailbox or company agree: two files may both have a row 1."""
    one, two = left.person.email, right.person.email
    if one and two:
        return canonical_email(one) == canonical_email(two)
    return _same_company(left, right, by_mail=True)


def _same_company(left: Lead, right: Lead, *, by_mail: bool) -> bool:
    """Whether name or web address say so.

    Mail hosts count with `by_mail`, and where a company's name is missing: many people of one
    name may have their mail at one provider.
    """
    if _hosts_differ(left, right):
        return False
    one, two = company_core(left), company_core(right)
    if one and one == two:
        return True
    web = _share_host(left.company.domain, right.company.domain)
    by_mail = by_mail or not (one and two)
    return web or (by_mail and _share_host(mail_host(left), mail_host(right)))


def _share_host(one: str | None, two: str | None) -> bool:
    return bool(one and two and same_host(one, two))


def _hosts_differ(left: Lead, right: Lead) -> bool:
    """Whether the hosts speak against one company: web against web, else mail against mail."""
    web = (left.company.domain, right.company.domain)
    mail = (mail_host(left), mail_host(right))
    for one, two in (web, mail):
        if one and two:
            return not same_host(one, two)
    return False
