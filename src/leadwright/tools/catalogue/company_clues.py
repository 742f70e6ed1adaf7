"""What a question about a company is made of, so that leads of one company ask the same.

The person is no part of it: neither the name nor the address leaves the house with it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from leadwright.leads.findings import Evidence, EvidenceId, FactField, PersonValue
from leadwright.leads.records import PersonRecord
from leadwright.leads.resolution.hosts import host_in, is_reserved, label_of, same_host
from leadwright.leads.resolution.names import Part, bare_name, compact, readings_of
from leadwright.leads.resolution.people import person_words, same_person
from leadwright.leads.resolution.vocabulary import english


class Hosts(NamedTuple):
    """The web domain, and the mail domain where it says something else."""

    domain: str | None
    mail: str | None


def hosts_of(name: str | None, domain: str | None, mail: str | None) -> Hosts:
    """What the hosts of a lead say about its company.

    A free mailer says nothing. A mail domain that repeats the web domain says nothing new; one that
    spells the company's name stands in for a web domain that is missing.
    """
    domain, mail, words = _host(domain), _host(mail), english()
    if mail is None or mail in words.free_mail or (domain and same_host(mail, domain)):
        return Hosts(domain, None)
    spelled = {
        form for reading in readings_of(name, words) for form in (reading.core, reading.full)
    }
    if compact(label_of(mail, words)) not in spelled:
        return Hosts(domain, mail)
    return Hosts(domain or (None if is_reserved(mail, words) else mail), None)


def is_persons_own(host: str | None, person: str | None) -> bool:
    """Whether a host spells the person's own name ("annlee.name"), and so says who it is."""
    words = person_words(person or "")
    if host is None or len(words) < 2:  # noqa: PLR2004 - a single word may be a company as well
        return False
    first, last = words[0], words[-1]
    own = {"".join(words), first + last, last + first, first[0] + last}
    labels = [label for label in host.split(".")[:-1] if label not in {"www", "mail"}]
    return not own.isdisjoint({compact(label_of(host, english())), compact("".join(labels))})


def asked_name(name: str | None) -> str | None:
    """The name as sources are asked for it: without the legal form, which each writes its own way.

    So namesakes of other forms get one answer with all of them, and each lead picks its own. A name
    that would read otherwise without it ("Foo.com Inc" becomes an address) stays as it is.
    """
    bare = bare_name(name, english()) if name else name
    return bare if _read(bare) == _read(name) else name


def name_key(name: str | None) -> str:
    """A company's name without case, spaces and legal forms, however it is written.

    A name that holds two ("Foo, a Bar company"), or is an address, is left in its own words; so is
    one that is asked for with its legal form.
    """
    readings = readings_of(name, english())
    is_plain = len(readings) == 1 and readings[0].part is Part.WHOLE
    if name and is_plain and _read(bare_name(name, english())) == _read(name):
        return readings[0].core
    return " ".join((name or "").casefold().split())


def _read(name: str | None) -> list[tuple[Part, str]]:
    return [(reading.part, reading.core) for reading in readings_of(name, english())]


def listed(people: Iterable[PersonRecord], name: str | None) -> PersonRecord | None:
    """The lead's own person, as a source lists him; who works there now goes first."""
    same = [person for person in people if name and same_person(name, person.name)]
    return next((person for person in same if person.is_current), same[0] if same else None)


def contact_evidence(person: PersonRecord, url: str | None) -> Evidence:
    """The lead's own person in the source's list."""
    return Evidence(
        id=EvidenceId(f"{person.record_id}/{FactField.CONTACT}/{person.seq}"),
        source=person.source,
        record_id=person.record_id,
        ref=person.person_id,
        url=url,
        observed_on=person.observed_on,
        field=FactField.CONTACT,
        value=PersonValue(name=person.name, title=person.title, is_current=person.is_current),
        quote=f"{person.name}, {person.title}",
    )


def _host(text: str | None) -> str | None:
    text = (text or "").strip().lower()
    return host_in(text) or text or None
