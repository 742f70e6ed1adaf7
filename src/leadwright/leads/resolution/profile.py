"""A company as its records show it together, and a lead's company as the lead shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadwright.leads.conventions import Conventions
from leadwright.leads.lead import Lead
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.leads.resolution.hosts import is_reserved, label_of, mail_host
from leadwright.leads.resolution.names import Part, Reading, compact, readings_of
from leadwright.leads.resolution.vocabulary import Vocabulary

# The web address of a company that was sold or closed is often its owner's.
_MAY_LEAD_ELSEWHERE = frozenset({"acquired", "closed"})


@dataclass(frozen=True, slots=True)
class Named:
    """A reading of a record's name, and whether it is a former or other name."""

    reading: Reading
    is_alias: bool
    is_code: bool  # a ticker, no name to go by


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that the records of one company say about which company it is."""

    entity_id: str
    name: str
    record_ids: tuple[str, ...]
    names: tuple[Named, ...]
    domains: frozenset[str]
    hosts: frozenset[str]  # names that are web addresses
    spellings: frozenset[str]  # what a mail domain of this company may spell
    labels: frozenset[str]  # what its own web domains spell
    countries: frozenset[str]
    places: frozenset[str]  # cities and regions, compact
    parents: frozenset[str]  # compact
    person: PersonRecord | None


def profile_of(
    records: Sequence[CompanyRecord],
    people: Iterable[PersonRecord | None],
    conventions: Conventions,
    vocabulary: Vocabulary,
) -> Profile:
    """Put the records of one company together; the newest capture that does not shout names it."""
    names = tuple(names_of(records, conventions, vocabulary))
    domains = frozenset(record.domain for record in records if record.domain)
    hosts = frozenset(named.reading.host for named in names if named.reading.host)
    spelled = {form for n in names if not n.is_code for form in (n.reading.full, n.reading.core)}
    labels = {compact(label_of(domain, vocabulary)) for domain in domains}
    live = {r.domain for r in records if r.domain and r.status not in _MAY_LEAD_ELSEWHERE}
    newest = max(records, key=lambda r: (not r.name.isupper(), r.observed_on, r.record_id))
    return Profile(
        entity_id=min(record.record_id for record in records),
        name=newest.name,
        record_ids=tuple(sorted(record.record_id for record in records)),
        names=names,
        domains=domains,
        hosts=hosts - domains,
        spellings=frozenset(spelled | labels),
        labels=frozenset(compact(label_of(domain, vocabulary)) for domain in live),
        countries=frozenset(record.country for record in records if record.country),
        places=frozenset(compact(p) for r in records for p in (r.city, r.region) if p),
        parents=frozenset(compact(record.parent) for record in records if record.parent),
        person=next((person for person in people if person is not None), None),
    )


def names_of(
    records: Sequence[CompanyRecord], conventions: Conventions, vocabulary: Vocabulary
) -> Iterable[Named]:
    """Every name the records give, once; an alias that is but a legal form is a slip of a list."""
    seen: set[tuple[Part, str, bool]] = set()
    for text, is_alias, is_code in _written(records, conventions):
        for reading in readings_of(text, vocabulary):
            key = (reading.part, reading.full, is_alias)
            if key not in seen and not (is_alias and reading.core in vocabulary.legal_endings):
                seen.add(key)
                yield Named(reading, is_alias, is_code)


def _written(
    records: Sequence[CompanyRecord], conventions: Conventions
) -> Iterable[tuple[str, bool, bool]]:
    for record in records:
        yield record.name, False, False
    for record in records:
        for alias in record.aliases:
            yield alias, True, record.source in conventions.code_alias_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """All that a lead says about which company it means."""

    readings: tuple[Reading, ...]
    domain: str | None
    domain_label: str  # compact; empty without a domain
    address: str | None  # the web address the lead gives as name
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
    address = next((reading.host for reading in readings if reading.host), None)
    domain = lead.company.domain
    mail = mail_host(lead.person.email, vocabulary)
    mail_label = compact(label_of(mail, vocabulary)) if mail else ""
    domain_label = compact(label_of(domain, vocabulary)) if domain else ""
    as_written = (r for r in readings if r.part in (Part.WHOLE, Part.UNIT, Part.HOST))
    return Sought(
        readings=readings,
        domain=domain,
        domain_label=domain_label,
        address=address,
        mail_host=mail,
        mail_label=mail_label,
        mail_is_reserved=bool(mail and is_reserved(mail, vocabulary)),
        country=lead.company.country,
        person=lead.person.name,
        written=frozenset(form for r in as_written for form in (r.core, r.full)),
        labels=frozenset({mail_label, domain_label} - {""}),
    )
