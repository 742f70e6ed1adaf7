"""A company as its records show it together, and a lead's company as the lead shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadwright.leads.lead import Lead
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.leads.resolution.hosts import is_reserved, label_of, mail_host
from leadwright.leads.resolution.names import Part, Reading, compact, readings_of
from leadwright.leads.resolution.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Named:
    """A reading of a record's name, and whether it is a former or other name."""

    reading: Reading
    is_alias: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that the records of one company say about which company it is."""

    entity_id: str
    name: str
    record_ids: tuple[str, ...]
    names: tuple[Named, ...]
    domains: frozenset[str]
    addresses: frozenset[str]  # the domains, and names that are web addresses
    spellings: frozenset[str]  # what a mail domain of this company may spell
    countries: frozenset[str]
    parents: frozenset[str]  # compact
    person: PersonRecord | None


def profile_of(
    records: Sequence[CompanyRecord], people: Iterable[PersonRecord | None], vocabulary: Vocabulary
) -> Profile:
    """Put the records of one company together; the newest capture names it."""
    names = tuple(_names(records, vocabulary))
    domains = frozenset(record.domain for record in records if record.domain)
    hosts = frozenset(named.reading.host for named in names if named.reading.host)
    spelled = {named.reading.full for named in names} | {named.reading.core for named in names}
    labels = {compact(label_of(domain, vocabulary)) for domain in domains}
    newest = max(records, key=lambda record: (record.observed_on, record.record_id))
    return Profile(
        entity_id=min(record.record_id for record in records),
        name=newest.name,
        record_ids=tuple(sorted(record.record_id for record in records)),
        names=names,
        domains=domains,
        addresses=domains | hosts,
        spellings=frozenset(spelled | labels),
        countries=frozenset(record.country for record in records if record.country),
        parents=frozenset(compact(record.parent) for record in records if record.parent),
        person=next((person for person in people if person is not None), None),
    )


def _names(records: Sequence[CompanyRecord], vocabulary: Vocabulary) -> Iterable[Named]:
    written = dict.fromkeys((record.name, False) for record in records)
    written.update(dict.fromkeys((alias, True) for record in records for alias in record.aliases))
    seen: set[tuple[Part, str, bool]] = set()
    for text, is_alias in written:
        for reading in readings_of(text, vocabulary):
            key = (reading.part, reading.full, is_alias)
            if key not in seen:
                seen.add(key)
                yield Named(reading, is_alias)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """All that a lead says about which company it means."""

    readings: tuple[Reading, ...]
    domain: str | None
    mail_host: str | None
    mail_label: str  # compact; empty when the mail says nothing
    mail_is_reserved: bool
    country: str | None
    person: str | None
    written: frozenset[str]  # spellings of the name exactly as written
    labels: frozenset[str]  # what the lead's own addresses spell

    @property
    def says_nothing(self) -> bool:
        """Whether there is no clue to a company at all."""
        return not (self.readings or self.domain or self.mail_host)


def sought_by(lead: Lead, vocabulary: Vocabulary) -> Sought:
    """Read a lead once, so that every company is compared with the same clues."""
    readings = readings_of(lead.company.name, vocabulary)
    written_host = next((reading.host for reading in readings if reading.host), None)
    domain = lead.company.domain or written_host
    mail = mail_host(lead.person.email, vocabulary)
    mail_label = compact(label_of(mail, vocabulary)) if mail else ""
    own = {mail_label, compact(label_of(domain, vocabulary)) if domain else ""} - {""}
    as_written = (r for r in readings if r.part in (Part.WHOLE, Part.UNIT, Part.HOST))
    return Sought(
        readings=readings,
        domain=domain,
        mail_host=mail,
        mail_label=mail_label,
        mail_is_reserved=bool(mail and is_reserved(mail, vocabulary)),
        country=lead.company.country,
        person=lead.person.name,
        written=frozenset(form for r in as_written for form in (r.core, r.full)),
        labels=frozenset(own),
    )
