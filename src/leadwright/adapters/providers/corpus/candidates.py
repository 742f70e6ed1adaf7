"""Which companies of a corpus a search may mean: found by index, never by reading them all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from leadwright.adapters.providers.corpus.library import Library
from leadwright.adapters.providers.corpus.near_names import NearNames
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.hosts import host_in, label_of
from leadwright.leads.resolution.linking import link
from leadwright.leads.resolution.names import Part, Reading, compact, readings_of, spell
from leadwright.leads.resolution.people import person_keys
from leadwright.leads.resolution.profile import names_of
from leadwright.leads.resolution.vocabulary import Vocabulary
from leadwright.tools.catalogue.research import SearchCompanyInput

Company = Sequence[CompanyRecord]

# How good a way to find a company is; the sum orders what is found.
_BY_DOMAIN, _BY_NAME, _BY_LABEL, _BY_NEAR_NAME, _BY_PERSON = 8.0, 4.0, 3.0, 2.0, 1.0
_MOST_NEAR = 12
_TOWN_WORDS = 3
_NO_NAMES = (Part.PARENT, Part.INNER)


class Candidates:
    """Companies by everything a lead may call them."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._conventions = library.conventions
        self._vocabulary = vocabulary
        self._near = NearNames()
        self._names: defaultdict[str, set[int]] = defaultdict(set)
        self._bags: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._domains: defaultdict[str, set[int]] = defaultdict(set)
        self._people: defaultdict[str, set[int]] = defaultdict(set)
        records = tuple(library.companies.values())
        self._companies = link(records, library.conventions, vocabulary)
        for number, company in enumerate(self._companies):
            self._add(number, company)
            for record in company:
                for person in library.people.get(record.record_id, ()):
                    for key in person_keys(person.name):
                        self._people[key].add(number)

    def named(self, name: str) -> Company | None:
        """The one company with exactly this name, if there is just one."""
        core = spell(name, self._vocabulary).core
        found = self._names.get(core, set()) if core else set()
        return self._companies[next(iter(found))] if len(found) == 1 else None

    def at(self, domain: str) -> Company | None:
        """The one company with exactly this web domain, if there is just one."""
        host = host_in(domain.strip())
        found = self._domains.get(host, set()) if host else set()
        return self._companies[next(iter(found))] if len(found) == 1 else None

    @property
    def companies(self) -> Sequence[Company]:
        """All companies, each with its records."""
        return self._companies

    def find(self, wanted: SearchCompanyInput) -> list[Company]:
        """Companies that may be meant, the likeliest first."""
        readings = readings_of(wanted.company_name, self._vocabulary)
        found: defaultdict[int, float] = defaultdict(float)
        self._note(found, self._at(self._hosts_of(wanted, readings)), _BY_DOMAIN)
        self._note(found, self._called(readings), _BY_NAME)
        certain = bool(found)
        for host in (wanted.email_domain, wanted.company_domain):
            self._note(found, self._by_label(host), _BY_LABEL)
        if not certain:
            self._note(found, self._nearly_called(readings), _BY_NEAR_NAME)
        known = self._under(self._people, person_keys(wanted.person_name or ""))
        self._note(found, known & found.keys() or known, _BY_PERSON)
        ranked = sorted(found, key=lambda number: (-found[number], number))
        return [self._companies[number] for number in ranked]

    def _add(self, number: int, company: Company) -> None:
        for named in names_of(company, self._conventions, self._vocabulary):
            reading = named.reading
            self._names[reading.core].add(number)
            self._names[reading.full].add(number)
            self._stems[reading.stem].add(number)
            self._bags[reading.bag].add(number)
            if reading.host:
                self._domains[reading.host].add(number)
            if not named.is_code and reading.part not in _NO_NAMES:
                self._near.add(reading.core)
                self._near.add(reading.full)
        for record in company:
            if record.domain:
                self._domains[record.domain].add(number)
                self._names[compact(label_of(record.domain, self._vocabulary))].add(number)

    def _hosts_of(self, wanted: SearchCompanyInput, readings: Iterable[Reading]) -> set[str]:
        given = {reading.host for reading in readings if reading.host}
        domain = host_in((wanted.company_domain or "").strip())
        return given | {domain} if domain else given

    def _at(self, hosts: Iterable[str]) -> set[int]:
        tails = {tail for host in hosts for tail in _tails(host)}
        return self._under(self._domains, tails)

    def _called(self, readings: Iterable[Reading]) -> set[int]:
        forms = {form for reading in readings for form in (reading.core, reading.full)}
        return self._under(self._names, forms)

    def _nearly_called(self, readings: Sequence[Reading]) -> set[int]:
        own = [reading for reading in readings if reading.part not in _NO_NAMES]
        forms = dict.fromkeys(form for r in own for form in (r.core, r.full))
        near = [name for form in forms for name in self._near.near(form)]
        alike = self._under(self._stems, {r.stem for r in own})
        turned = self._under(self._bags, {r.bag for r in own})
        begun = self._under(self._names, {head for r in own for head in _heads(r.words)})
        few = (set(sorted(found)[:_MOST_NEAR]) for found in (alike, turned, begun))
        return self._under(self._names, near[:_MOST_NEAR]).union(*few)

    def _by_label(self, host: str | None) -> set[int]:
        host = (host or "").lower()
        if "." not in host or host in self._vocabulary.free_mail:
            return set()
        label = label_of(host, self._vocabulary)
        forms = {compact(label), spell(label.replace("-", " "), self._vocabulary).core}
        return self._at({host}) | self._under(self._names, forms)

    @staticmethod
    def _note(found: defaultdict[int, float], numbers: Iterable[int], worth: float) -> None:
        for number in numbers:
            found[number] += worth

    @staticmethod
    def _under(index: Mapping[str, set[int]], keys: Iterable[str]) -> set[int]:
        return {number for key in keys if key for number in index.get(key, ())}


def _tails(host: str) -> list[str]:
    """The host and the hosts above it ("mail.acme.com" is found under "acme.com")."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _heads(words: Sequence[str]) -> set[str]:
    """What a name would be without its last words, which may be a town."""
    shortest = max(1, len(words) - _TOWN_WORDS)
    return {"".join(words[:size]) for size in range(shortest, len(words))}
