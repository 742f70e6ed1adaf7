"""What one finding can prove: its value and the verbatim quotes behind it, read into atoms."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from leadwright.leads.findings import (
    Evidence,
    FactField,
    Finding,
    FindingId,
    Findings,
    NewsValue,
    PersonValue,
    RoundValue,
)
from leadwright.review.grounding.atoms.amounts import Amount, Unit
from leadwright.review.grounding.atoms.dates import Day, iso_day, real_day
from leadwright.review.grounding.atoms.names import person_parts, single_names
from leadwright.review.grounding.atoms.rounds import round_kind
from leadwright.review.grounding.atoms.scan import Reading, Scanner
from leadwright.review.grounding.atoms.titles import title_words
from leadwright.review.grounding.atoms.tokens import Token, cut, key, plain
from leadwright.review.grounding.lexicon import Lexicon

FREE_TEXT = frozenset(
    {FactField.NEWS, FactField.CONTACT, FactField.INDUSTRY, FactField.DECISION_MAKER}
)
# What holds on the day it is seen: "20 people in May 2012".
STANDING = frozenset(
    {
        FactField.EMPLOYEES,
        FactField.TOTAL_FUNDING_USD,
        FactField.INDUSTRY,
        FactField.COUNTRY,
        FactField.DECISION_MAKER,
        FactField.CONTACT,
    }
)
_BREAK = " \x00 "
_CODES = frozenset({"USD", "EUR", "GBP", "CAD", "AUD", "JPY", "CHF", "INR", "ILS", "NIS"})
_PLAIN = frozenset({Unit.BARE, Unit.OTHER})


class Wording:
    """Texts in which a run of words may be looked up, across case, marks and spacing."""

    def __init__(self, texts: Sequence[str], words: Lexicon) -> None:
        """Texts made plain; lines and sentences of different texts never join."""
        self._words = words
        self.line = _BREAK.join(plain(text) for text in texts)
        self.tokens = cut(self.line)
        lows = [t.low for t in self.tokens if t.text.isalnum() or t.is_word]
        self._folded = f" {' '.join(lows)} "
        self.squeezed = key(self.line)
        self._capitals = frozenset(t.low for t in self.tokens if t.is_capitalised)
        self._lows = frozenset(lows)

    def has_run(self, run: Sequence[Token]) -> bool:
        """Whether the words stand there side by side; ordinary words must be capitalised."""
        lows = [t.low for t in run if t.is_word or t.is_number]
        if not lows or f" {' '.join(lows)} " not in self._folded:
            return len(lows) > 0 and self._has_squeezed("".join(lows))
        ordinary = all(self._words.is_common(low) for low in lows)
        return not ordinary or any(low in self._capitals for low in lows)

    def has_phrase(self, run: Sequence[Token]) -> bool:
        """Whether the words stand there side by side, whatever their case."""
        return f" {' '.join(t.low for t in run if t.is_word or t.is_number)} " in self._folded

    def has_quote(self, quote: str) -> bool:
        """Whether a quotation stands there word for word; an ellipsis may leave words out."""
        pieces = [key(piece) for piece in plain(quote).split("...")]
        return all(piece in self.squeezed for piece in pieces if piece) and any(pieces)

    def has_word(self, low: str) -> bool:
        """Whether a word stands there."""
        return low in self._lows

    @property
    def lows(self) -> frozenset[str]:
        """All words, folded."""
        return self._lows

    def _has_squeezed(self, letters: str) -> bool:
        """Words written together or apart: RedHat, Red Hat."""
        return len(letters) > 5 and letters in {key(word) for word in self._joined()}  # noqa: PLR2004

    def _joined(self) -> list[str]:
        lows = self._folded.split()
        pairs = [a + b for a, b in itertools.pairwise(lows)]
        return [*lows, *pairs]


class Backing:
    """A finding with its evidence; everything is read only when a rule first asks for it."""

    def __init__(self, finding: Finding, evidence: Sequence[Evidence], scanner: Scanner) -> None:
        """A finding, the evidence it cites, and the scanner that reads its quotes."""
        self.finding = finding
        self.id: FindingId = finding.id
        self.field: FactField = finding.field
        self._evidence = evidence
        self._scanner = scanner
        self._words = scanner.words

    @property
    def is_free_text(self) -> bool:
        """Whether any word of its quotes may be told again, whatever it is about."""
        return self.field in FREE_TEXT

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What the sources say, word for word."""
        quotes = dict.fromkeys(plain(item.quote) for item in self._evidence if item.quote)
        value = self.finding.value
        if isinstance(value, NewsValue):
            quotes[plain(value.headline)] = None
        elif isinstance(value, str) and self.field is not FactField.COUNTRY:
            quotes[plain(value)] = None
        return tuple(quotes)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The texts, read."""
        return tuple(self._scanner.read(text) for text in self.texts)

    @cached_property
    def wording(self) -> Wording:
        """The texts, for looking up words and quotations."""
        person = self.person
        named = (person.name, person.title) if person else ()
        sources = dict.fromkeys(item.source for item in self._evidence if item.source)
        return Wording((*self.texts, *named, *sources), self._words)

    @cached_property
    def person(self) -> PersonValue | None:
        """The person it names."""
        value = self.finding.value
        return value if isinstance(value, PersonValue) else None

    @cached_property
    def person_names(self) -> frozenset[str]:
        """The person's name in the ways it may be said, as letters alone."""
        if self.person is None:
            return frozenset()
        name = self.person.name
        return frozenset(
            key(way) for way in (*person_parts(name, self._words), *single_names(name, self._words))
        )

    @cached_property
    def title(self) -> frozenset[str]:
        """The words of the person's title."""
        return title_words(self.person.title, self._words) if self.person else frozenset()

    @cached_property
    def figure(self) -> Decimal | None:
        """The number the value is or holds."""
        value = self.finding.value
        if isinstance(value, RoundValue):
            return value.amount_usd
        if isinstance(value, int | Decimal):
            return Decimal(value)
        return None

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Every amount in the texts."""
        return tuple(amount for reading in self.readings for amount in _amounts(reading))

    @cached_property
    def day(self) -> Day | None:
        """The date the value is or holds."""
        value = self.finding.value
        if isinstance(value, RoundValue | NewsValue):
            return iso_day(value.date)
        if self.field is FactField.FOUNDED_YEAR and isinstance(value, int):
            return Day(year=value)
        return None

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The dates in the texts that are known to the month or better, or the year."""
        whens = [dated.when for reading in self.readings for dated in reading.dates]
        return tuple(
            real_day(when.first_year, when.months[0] if when.months else None, when.day)
            for when in whens
            if when.first_year is not None and when.first_year == when.last_year
        )

    @cached_property
    def seen(self) -> tuple[Day, ...]:
        """The days a source saw it so; an event has its own day, however late it was seen."""
        if self.field not in STANDING:
            return ()
        whens = (item.observed_on for item in self._evidence)
        return tuple(Day(year=on.year, month=on.month, day=on.day) for on in whens)

    @cached_property
    def rounds(self) -> frozenset[str]:
        """The kinds of funding round it names."""
        value = self.finding.value
        named = {found.kind for reading in self.readings for found in reading.rounds}
        if isinstance(value, RoundValue) and value.type:
            named.add(round_kind(value.type))
        return frozenset(named)

    @cached_property
    def events(self) -> frozenset[str]:
        """The kinds of event its texts speak of."""
        lows = {token.low for reading in self.readings for token in reading.tokens}
        return frozenset(kind for low in lows for kind, _ in self._words.events.get(low, ()))


def _amounts(reading: Reading) -> list[Amount]:
    """The amounts of a text; a lone currency code in it counts for all without one."""
    codes = {amount.currency for amount in reading.amounts if amount.currency}
    codes |= {t.text for t in reading.tokens if t.text in _CODES}
    if len(codes) != 1:
        return reading.amounts
    code = next(iter(codes))
    return [replace(a, currency=code) if a.unit in _PLAIN else a for a in reading.amounts]


def backings(findings: Findings, scanner: Scanner) -> dict[FindingId, Backing]:
    """Every finding by its id."""
    by_id = {item.id: item for item in findings.evidence}
    return {
        finding.id: Backing(
            finding, [by_id[i] for i in finding.evidence_ids if i in by_id], scanner
        )
        for finding in findings.findings
    }
