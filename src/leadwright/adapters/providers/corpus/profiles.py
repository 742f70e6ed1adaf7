"""People of the corpus: one person's positions, and who could be written to instead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from leadwright.adapters.providers.corpus import evidence
from leadwright.adapters.providers.corpus.library import Library
from leadwright.leads.findings import FactField
from leadwright.leads.reading.people import rank_of
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.leads.resolution.people import person_words, same_person
from leadwright.tools.catalogue.profiles import Position, Profile, ProfileOutput
from leadwright.tools.catalogue.research import MOST_NEW_CONTACTS, NewContact
from leadwright.tools.contract import Answer

Key = tuple[str, str]  # a source's own key of a person


class Careers:
    """Where each person of the corpus is listed, at whatever company."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._rows: defaultdict[Key, list[PersonRecord]] = defaultdict(list)
        for listed in library.people.values():
            for row in listed:
                self._rows[row.source, row.person_id].append(row)

    def profile(self, name: str, records: Sequence[CompanyRecord]) -> Answer:
        """The profile of somebody at a company; none when nobody, or several, may be meant."""
        here = tuple(record.record_id for record in records)
        rows = [row for one in here for row in self._library.people.get(one, ())]
        alike = [row for row in rows if same_person(name, row.name)]
        same = [row for row in alike if _key(row.name) == _key(name)] or alike
        namesakes = {_key(row.name) for row in same}
        if len(namesakes) != 1:
            return Answer(output=ProfileOutput(namesakes=len(namesakes)))
        career = self._career(same, here)
        first = career[0]
        profile = Profile(
            full_name=first.name,
            headline=first.title,
            positions=tuple(map(self._position, career)),
            source=first.source,
            observed_on=first.observed_on,
        )
        said = (evidence.of_person(row, self._url(row), FactField.CONTACT) for row in career)
        return Answer(output=ProfileOutput(profile=profile, namesakes=1), evidence=tuple(said))

    def _career(self, same: Sequence[PersonRecord], here: Sequence[str]) -> list[PersonRecord]:
        """All positions: here before elsewhere, current before former, newest capture first."""
        keys = dict.fromkeys((row.source, row.person_id) for row in same)
        rows = {(row.record_id, row.seq): row for key in keys for row in self._rows[key]}
        rank = self._library.conventions.capture_rank
        career = sorted(rows.values(), key=lambda row: row.seq)
        career.sort(key=lambda row: rank(row.source, row.observed_on), reverse=True)
        career.sort(key=lambda row: (row.record_id not in here, not row.is_current))
        return [row for row in career if row.record_id in self._library.companies]

    def _position(self, row: PersonRecord) -> Position:
        return Position(
            title=row.title,
            company_name=self._library.companies[row.record_id].name,
            is_current=row.is_current,
            source=row.source,
            observed_on=row.observed_on,
        )

    def _url(self, row: PersonRecord) -> str | None:
        return self._library.companies[row.record_id].url


def new_contacts(
    library: Library, listed: Sequence[tuple[PersonRecord, CompanyRecord]]
) -> tuple[NewContact, ...]:
    """The people who decide there now, best rank first, as leads that somebody may start."""
    ranked = [
        (rank, place, person)
        for place, (person, _) in enumerate(listed)
        if person.is_current and (rank := rank_of(person.title, library.conventions)) is not None
    ]
    once: dict[str, NewContact] = {}
    for _, _, person in sorted(ranked, key=lambda one: one[:2]):
        once.setdefault(_key(person.name), _contact(person, library.companies))
    return tuple(once.values())[:MOST_NEW_CONTACTS]


def _key(name: str) -> str:
    return " ".join(sorted(person_words(name)))


def _contact(person: PersonRecord, companies: Mapping[str, CompanyRecord]) -> NewContact:
    return NewContact(
        name=person.name,
        title=person.title,
        company_name=companies[person.record_id].name,
        evidence_ids=(evidence.of_person(person, None, FactField.DECISION_MAKER).id,),
    )
