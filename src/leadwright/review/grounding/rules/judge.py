"""The case of one sentence: what it states, what it cites, and the verdict as it grows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from leadwright.leads.findings import FactField, FindingId
from leadwright.review.grounding.atoms.names import NameBook, Role
from leadwright.review.grounding.atoms.scan import Reading, Scanner
from leadwright.review.grounding.atoms.tokens import Span, cut
from leadwright.review.grounding.backing import Backing, Wording
from leadwright.review.grounding.context import Context
from leadwright.review.grounding.lexicon import Lexicon
from leadwright.review.grounding.report import Problem, ProblemCode
from leadwright.review.grounding.sentences import Sentence

Test: TypeAlias = Callable[[Backing], bool]

_CLAUSE_MARKS = frozenset(",;:()")
_CLAUSE_WORDS = frozenset(["and", "but", "while", "whereas", "then"])
_CROSSING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerWords:
    """The seller's texts, read once."""

    book: NameBook
    wording: Wording
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all sentences of a draft are judged with."""

    context: Context
    words: Lexicon
    scanner: Scanner
    book: NameBook
    backings: Mapping[FindingId, Backing]
    seller: SellerWords
    lead_names: frozenset[str]  # the lead's name in full
    lead_keys: frozenset[str]  # and in parts
    told: frozenset[FindingId]  # cited anywhere in the draft
    introduced: Wording  # what the lead states, and a writer without a profile says of himself


class Judge:
    """One sentence before the rules."""

    def __init__(
        self,
        sentence: Sentence,
        desk: Desk,
        cited: Iterable[FindingId],
        *,
        claimed: bool,
        whole: bool = True,
    ) -> None:
        """A sentence, and the findings that its claims cite and that exist."""
        self.sentence = sentence
        self.desk = desk
        self.words = desk.words
        self.lists = desk.words.lists
        self.reading = desk.scanner.read(sentence.text)
        self.tokens = self.reading.tokens
        self.lows = frozenset(token.low for token in self.tokens)
        self.cited = [desk.backings[i] for i in cited if i in desk.backings]
        self.claimed = claimed
        self.whole = whole  # whether a claim is about this sentence alone, not about a longer piece
        self.problems: list[Problem] = []
        self.facts = 0
        self.used: set[FindingId] = set()  # findings that proved something

    @property
    def of_us(self) -> bool:
        """Whether the writer speaks of himself or his company."""
        named = any(Role.SELLER in known.roles for known in self.reading.known)
        return named or not self.lows.isdisjoint(self.lists["we"])

    @property
    def of_firm(self) -> bool:
        """Whether the writer speaks of his company, not of himself."""
        named = any(Role.SELLER in known.roles for known in self.reading.known)
        return named or not self.lows.isdisjoint(self.lists["firm"])

    @property
    def of_them(self) -> bool:
        """Whether the sentence speaks of the lead, the company or its people."""
        return not self.lows.isdisjoint(self.lists["you"]) or any(
            known.roles & {Role.OWN, Role.LEAD, Role.PERSON} for known in self.reading.known
        )

    @cached_property
    def is_aside(self) -> bool:
        """Whether an uncited sentence is of neither side's business: I found three in a drawer."""
        own = not self.lows.isdisjoint(self.lists["me"])
        if self.claimed or self.cited or self.reading.runs or (self.reading.titles and not own):
            return False
        if any(known.roles - {Role.SELLER} for known in self.reading.known):
            return False
        said = self._unquoted()
        lists = self.lists
        if said & (lists["you"] | lists["firm"] | lists["businesslike"] | lists["their_side"]):
            return False
        opens = self.tokens[0].low if self.tokens else ""
        return opens not in ("they", "it", "the") and not said & lists["savings"]

    def _unquoted(self) -> frozenset[str]:
        """The words that stand outside quotation marks."""
        if not self.reading.quotes:
            return self.lows
        text = self.sentence.text
        for quote in self.reading.quotes:
            text = text.replace(quote, " ")
        return frozenset(token.low for token in cut(text))

    def has(self, list_name: str) -> bool:
        """Whether the sentence holds a word of a list."""
        return not self.lows.isdisjoint(self.lists[list_name])

    def fields(self, *fields: FactField) -> list[Backing]:
        """All findings of some fields, cited or not."""
        return [b for b in self.desk.backings.values() if b.field in fields]

    def fault(self, code: ProblemCode, span: str, message: str) -> None:
        """Record a problem once."""
        problem = Problem(code=code, span=span, message=message)
        if problem not in self.problems:
            self.problems.append(problem)

    def prove(self, span: str, test: Test, code: ProblemCode, message: str) -> bool:
        """Whether a cited finding proves a fact; if not, say whether any other would."""
        proofs = [backing.id for backing in self.cited if test(backing)]
        if proofs:
            self.facts += 1
            self.used.update(proofs)
            return True
        elsewhere = [b.id for b in self.desk.backings.values() if test(b)]
        if elsewhere and self.claimed:
            names = ", ".join(elsewhere[:3])
            self.fault(
                ProblemCode.WRONG_FINDING, span, f"{span!r} stands in {names}; cite that finding"
            )
        elif elsewhere:
            names = ", ".join(elsewhere[:3])
            self.fault(
                ProblemCode.UNCITED_FACT, span, f"{span!r} is a fact without a claim; cite {names}"
            )
        else:
            self.fault(code, span, message)
        return False

    def distance(self, span: Span, places: Iterable[int]) -> int | None:
        """How far the nearest of some tokens stands from a span; clauses between count extra."""
        gaps = [self._gap(span, place) for place in places if not span[0] <= place < span[1]]
        return min(gaps, default=None)

    def nearest(self, span: Span, places: Iterable[int], rivals: Iterable[Span]) -> list[int]:
        """Those of some tokens to which no rival stands nearer than the span."""
        others = [rival for rival in rivals if rival != span]
        return [
            place
            for place in places
            if all(self._gap(span, place) <= self._gap(rival, place) for rival in others)
        ]

    def places(self, lows: frozenset[str]) -> list[int]:
        """Where words of a set stand."""
        if self.lows.isdisjoint(lows):
            return []
        return [index for index, token in enumerate(self.tokens) if token.low in lows]

    def _gap(self, span: Span, place: int) -> int:
        begin, end = (place + 1, span[0]) if place < span[0] else (span[1], place)
        between = self.tokens[begin:end]
        crossings = sum(1 for t in between if t.text in _CLAUSE_MARKS or t.low in _CLAUSE_WORDS)
        return len(between) + 1 + _CROSSING * crossings
