"""What a question about a company is made of, so that leads of one company ask the same.

The person is no part of it: neither the name nor the address leaves the house with it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from leadwright.leads.findings import Evidence, EvidenceId, FactField, PersonValue
from leadwright.leads.records import PersonRecord
from leadwright.leads.resolution.hosts import host_in, is_reserved, label_of, same_host
from leadwright.leads.resolution.names import Part, compact, readings_of
from leadwright.leads.resolution.people import same_person
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


def name_key(name: str | None) -> str:
    """A company's name without case, spaces and legal forms, however it is written.

    A name that holds two ("Foo, a Bar company"), or is an address, is left in its own words.
    """
    readings = readings_of(name, english())
    if len(readings) == 1 and readings[0].part is Part.WHOLE:
        return readings[0].core
    return " ".join((name or "").casefold().split())


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
