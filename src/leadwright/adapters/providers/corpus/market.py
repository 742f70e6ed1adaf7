"""Competitors: those a source names, then companies that are alike."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadwright.adapters.providers.corpus import evidence
from leadwright.adapters.providers.corpus.candidates import Candidates, Company
from leadwright.adapters.providers.corpus.library import Library
from leadwright.adapters.providers.corpus.rows import NO_WORDS
from leadwright.leads.findings import Evidence, FactField, Topic
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.names import compact
from leadwright.tools.catalogue.market import Basis, Competitor, CompetitorOutput
from leadwright.tools.contract import Answer

Likeness = tuple[str, str, int]  # industry, country, band of size

_BANDS = (10, 50, 200, 500, 1_000, 5_000, 10_000)  # head counts up to which a band goes
_SAYS_NOTHING = frozenset({"other"})  # an industry that companies do not share by having it
_GONE = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """The newest value of a fact, and the record that holds it."""

    field: FactField
    value: str | int
    record: CompanyRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What makes companies alike, as the newest captures tell it."""

    number: int
    name: str
    newest: CompanyRecord
    domain: str | None
    traits: tuple[Trait, ...]
    tags: frozenset[str]

    def value(self, field: FactField) -> str | int | None:
        """The value of a trait."""
        return next((trait.value for trait in self.traits if trait.field is field), None)

    @property
    def employees(self) -> int | None:
        """The head count."""
        value = self.value(FactField.EMPLOYEES)
        return value if isinstance(value, int) else None

    @property
    def likeness(self) -> Likeness | None:
        """Equal for companies that are alike; None when too little is known."""
        industry, country = self.value(FactField.INDUSTRY), self.value(FactField.COUNTRY)
        if not industry or not country or self.employees is None or industry in _SAYS_NOTHING:
            return None
        return str(industry), str(country), band_of(self.employees)


def band_of(employees: int) -> int:
    """The band of size that a head count falls into."""
    return sum(employees > most for most in _BANDS)


class Market:
    """The companies of a corpus beside each other."""

    def __init__(self, library: Library, candidates: Candidates) -> None:
        self._library = library
        self._candidates = candidates
        self._numbers: dict[str, int] = {}
        self._alike: defaultdict[Likeness, list[Portrait]] = defaultdict(list)
        self._portraits = [self._portrait(n, c) for n, c in enumerate(candidates.companies)]
        for portrait in self._portraits:
            if portrait.likeness and portrait.newest.status != _GONE:
                self._alike[portrait.likeness].append(portrait)

    def competitors(self, records: Sequence[CompanyRecord], limit: int) -> Answer:
        """Competitors of the company that some records describe."""
        if not records:
            return Answer(output=CompetitorOutput())
        own = self._portraits[self._numbers[records[0].record_id]]
        named = self._named(own, records)
        taken = {compact(one.name) for one, _ in named} | {compact(own.name)}
        peers = [p for p in self._peers(own) if compact(p.name) not in taken]
        shown = named[:limit]
        shown += [self._as_peer(own, peer) for peer in peers[: limit - len(shown)]]
        said = {item.id: item for _, items in shown for item in items}
        output = CompetitorOutput(
            competitors=tuple(one for one, _ in shown), total_found=len(named) + len(peers)
        )
        return Answer(output=output, evidence=tuple(said.values()))

    def _named(
        self, own: Portrait, records: Sequence[CompanyRecord]
    ) -> list[tuple[Competitor, tuple[Evidence, ...]]]:
        """Whom the sources name, newest capture first, each name once."""
        rank = self._library.conventions.capture_rank
        newest = sorted(records, key=lambda one: rank(one.source, one.observed_on), reverse=True)
        once: dict[str, tuple[Competitor, tuple[Evidence, ...]]] = {}
        for record in newest:
            names = self._library.words.get(record.record_id, NO_WORDS).competitors
            for place, written in enumerate(names, start=1):
                key = compact(written)
                if key and key != compact(own.name):
                    once.setdefault(key, self._as_named(record, place, written))
        return list(once.values())

    def _as_named(
        self, record: CompanyRecord, place: int, written: str
    ) -> tuple[Competitor, tuple[Evidence, ...]]:
        name = " ".join(written.split())
        item = evidence.of_words(record, Topic.COMPETITOR, str(place), name, quote=written)
        known = self._known(name)
        said = (item, *self._evidence_of(known)) if known else (item,)
        reason = f"{record.source} names it as a competitor of {record.name}"
        return self._competitor(name, Basis.NAMED, reason, record, known, said), said

    def _known(self, name: str) -> Portrait | None:
        company = self._candidates.named(name)
        return self._portraits[self._numbers[company[0].record_id]] if company else None

    def _peers(self, own: Portrait) -> list[Portrait]:
        """Companies alike, the likest first: shared topics, then the nearer head count."""
        likeness = own.likeness
        if likeness is None:
            return []
        others = [peer for peer in self._alike[likeness] if peer.number != own.number]
        return sorted(
            others,
            key=lambda peer: (
                -len(peer.tags & own.tags),
                _apart(peer.employees, own.employees),
                peer.name,
            ),
        )

    def _as_peer(self, own: Portrait, peer: Portrait) -> tuple[Competitor, tuple[Evidence, ...]]:
        said = (*self._evidence_of(peer), *self._evidence_of(own))
        shared = sorted(peer.tags & own.tags)
        words = f"; topics of both: {', '.join(shared[:3])}" if shared else ""
        reason = f"Same industry, country and size as {own.name}{words}. Nobody says they compete"
        return self._competitor(peer.name, Basis.PEER, reason, peer.newest, peer, said), said

    @staticmethod
    def _competitor(
        name: str,
        basis: Basis,
        reason: str,
        record: CompanyRecord,
        known: Portrait | None,
        said: Iterable[Evidence],
    ) -> Competitor:
        industry = known.value(FactField.INDUSTRY) if known else None
        country = known.value(FactField.COUNTRY) if known else None
        return Competitor(
            name=name,
            basis=basis,
            reason=reason,
            source=record.source,
            observed_on=record.observed_on,
            domain=known.domain if known else None,
            industry=str(industry) if industry else None,
            country=str(country) if country else None,
            employees=known.employees if known else None,
            evidence_ids=tuple(item.id for item in said),
        )

    def _evidence_of(self, portrait: Portrait) -> tuple[Evidence, ...]:
        return tuple(
            item
            for trait in portrait.traits
            for item in evidence.of_company(
                trait.record, self._library.industry_texts.get(trait.record.record_id)
            )
            if item.field is trait.field
        )

    def _portrait(self, number: int, company: Company) -> Portrait:
        rank = self._library.conventions.capture_rank
        newest = sorted(company, key=lambda one: rank(one.source, one.observed_on), reverse=True)
        self._numbers.update((record.record_id, number) for record in company)
        words = (self._library.words.get(record.record_id, NO_WORDS) for record in company)
        return Portrait(
            number=number,
            name=newest[0].name,
            newest=newest[0],
            domain=next((one.domain for one in newest if one.domain), None),
            traits=tuple(_traits(newest)),
            tags=frozenset(tag.casefold() for said in words for tag in said.tags),
        )


def _traits(newest: Sequence[CompanyRecord]) -> Iterable[Trait]:
    for field in (FactField.INDUSTRY, FactField.COUNTRY, FactField.EMPLOYEES):
        held = next((one for one in newest if _held(one, field)), None)
        value = _held(held, field) if held else None
        if held and value:
            yield Trait(field=field, value=value, record=held)


def _held(record: CompanyRecord, field: FactField) -> str | int | None:
    if field is FactField.INDUSTRY:
        return record.industry
    return record.country if field is FactField.COUNTRY else record.employees


def _apart(one: int | None, other: int | None) -> float:
    """How far two head counts are apart, by proportion."""
    return abs(math.log(max(1, one or 1) / max(1, other or 1)))
