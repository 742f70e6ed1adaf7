"""Keys under which a twin would be found: equal keys ask a question, they never answer it."""

from enum import StrEnum
from functools import lru_cache

from leadwright.leads.dedup.likeness import is_full, name_words, unspelt
from leadwright.leads.dedup.words import mailboxes
from leadwright.leads.lead import Lead, LeadId, Person
from leadwright.leads.ports import KeyRef
from leadwright.leads.resolution.names import spell
from leadwright.leads.resolution.vocabulary import english


class KeyKind(StrEnum):
    """What two leads may share."""

    ROW = "row"  # the very same row of the same source
    EXTERNAL = "external"
    EMAIL = "email"
    IDENTITY = "identity"  # full name with company name, web host or mail host
    PHONE = "phone"


# Stores write kinds and hash them for every row: plain words are quicker than members.
_ROW, _EXTERNAL, _EMAIL, _IDENTITY, _PHONE = (kind.value for kind in KeyKind)


def own_key(lead_id: LeadId) -> KeyRef:
    """The key of a lead's own row."""
    return KeyRef(_ROW, lead_id)


def exact_keys(lead: Lead) -> tuple[KeyRef, ...]:
    """All keys of a lead, the strongest kind first; its own row is always the first."""
    keys = [own_key(lead.lead_id)]
    keys += [KeyRef(_EXTERNAL, f"{system}\x1f{key}") for system, key in lead.external_ids]
    if lead.person.email:
        keys.append(KeyRef(_EMAIL, canonical_email(lead.person.email)))
    keys += [KeyRef(_IDENTITY, value) for value in _identities(lead)]
    if lead.person.phone:
        keys.append(KeyRef(_PHONE, lead.person.phone))
    return tuple(keys)


def canonical_email(address: str) -> str:
    """The mailbox behind an address: lower case, without a plus tag."""
    local, _, host = address.lower().rpartition("@")
    local = local.partition("+")[0] or local
    if host in mailboxes("dotless"):
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


def is_shared_mailbox(address: str) -> bool:
    """Whether several people may read it ("info@acme.com")."""
    return canonical_email(address).rpartition("@")[0] in mailboxes("roles")


def person_key(person: Person) -> str | None:
    """A person at a company that is known by now; None when the name is not whole.

    "J. Yaron" could be two people of one company; only a full name is a key.
    """
    words = unspelt(name_words(person.name))
    return " ".join(sorted((words[0], words[-1]))) if is_full(words) else None


def company_core(lead: Lead) -> str | None:
    """The key of the company's name, where it has one."""
    return company_key(lead.company.name) or None if lead.company.name else None


@lru_cache(maxsize=16_384)  # people come by the company
def company_key(name: str) -> str:
    """A company's name without case, accents, spaces and legal forms."""
    return spell(name, english()).core


def mail_host(lead: Lead) -> str | None:
    """The host of the lead's mail address, when it may speak of a company."""
    host = (lead.person.email or "").rpartition("@")[2]
    return host if host and host not in english().free_mail else None


def identity(who: str, *, company: str | None = None, host: str | None = None) -> str:
    """A person (by key) at a company, by the key of its name or by its host."""
    return f"{who}\x1f@{host}" if host else f"{who}\x1f{company}"


def _identities(lead: Lead) -> list[str]:
    who = person_key(lead.person)
    if who is None:
        return []
    hosts = dict.fromkeys((lead.company.domain, mail_host(lead)))
    core = company_core(lead)
    named = [identity(who, company=core)] if core else []
    return named + [identity(who, host=host) for host in hosts if host]
