"""What a sentence says of the reader's company in ordinary words, by its grammar.

A statement is a subject and a verb that asserts: `your team fell by half`, `you are hiring`,
`Acme relies on paper`. Conditions, questions, guesses and what the reader does with a letter
assert nothing.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from leadwright.review.grounding.atoms.tokens import Kind, Span, Tokens, at
from leadwright.review.grounding.lexicon import Lexicon

_REACH = 9
_NEAR = 4
_MIN_PAST = 5
_ARTICLES = frozenset(["a", "an", "the", "quite", "very", "so", "such"])
_BREAKS = frozenset(',;:()".?!')


class Who(Enum):
    """Of whom a clause speaks."""

    YOU = auto()
    THEIRS = auto()  # your team, Acme's team
    NAMED = auto()  # Acme, or one of its people


class Subject(NamedTuple):
    """The place of a subject: where its name begins and where its verb may stand."""

    begin: int
    after: int
    who: Who


class Statement(NamedTuple):
    """Where a statement stands, and whether it tells of a change, not of how things stand."""

    span: Span
    happened: bool


class StatementReader:
    """Finds what a sentence asserts of the reader's company; knows no names but those handed in."""

    def __init__(
        self, tokens: Tokens, named: Sequence[Span], titles: Sequence[Span], words: Lexicon
    ) -> None:
        """A reader; `named` are the places of the company's and its people's names."""
        self._tokens = tokens
        self._named = named
        self._titled = {index for title in titles for index in range(*title)}
        self._lists = words.lists
        self._lows = [token.low for token in tokens]
        last = next((low for low in reversed(self._lows) if low not in "\"')"), "")
        self._asks = last == "?"

    def find(self) -> list[Statement]:
        """Every statement."""
        found = []
        for subject in self._subjects():
            verb = self._verb(subject)
            if verb is not None and self._is_meant(subject, verb):
                happened = self._happened(verb)
                found.append(Statement((subject.begin, verb + 1), happened))
        return found

    def _happened(self, verb: int) -> bool:
        main = self._main(verb)
        return main is not None and (self._is_past(main) or self._lows[main].endswith("ing"))

    # -- who it speaks of

    def _subjects(self) -> list[Subject]:
        found = []
        ends = dict(self._named)
        for index, low in enumerate(self._lows):
            if low == "you":
                found.append(Subject(index, index + 1, Who.YOU))
            elif low == "your" or (low in ("the", "both") and self._is_business(index + 1)):
                found.append(Subject(index, index + 1, Who.THEIRS))
            elif index in ends:
                owns = at(self._tokens, ends[index]).low == "'s" and self._owns(ends[index])
                end = ends[index] + 1 if owns else ends[index]
                found.append(Subject(index, end, Who.THEIRS if owns else Who.NAMED))
            elif low in self._lists["bodies"] and self._meets_them(index):
                found.append(Subject(index, index, Who.THEIRS))
        return [subject for subject in found if self._is_subject(subject)]

    def _meets_them(self, index: int) -> bool:
        """`Investors are losing patience with you`: what others do to them."""
        opens = index == 0 or self._tokens[index - 1].text in _BREAKS
        return opens and not self._lists["with_them"].isdisjoint(self._lows[index + 1 :])

    def _is_business(self, index: int) -> bool:
        return at(self._tokens, index).low in self._lists["businesslike"]

    def _owns(self, index: int) -> bool:
        """Whether the 's is no short `is` or `has`: Acme's team, not Acme's hiring."""
        follow = at(self._tokens, index + 1)
        return follow.is_word and not follow.low.endswith("ing") and not self._is_past(index + 1)

    def _is_subject(self, subject: Subject) -> bool:
        """Whether a clause can begin here: nothing before, a mark, a joint, or `I heard`."""
        before = at(self._tokens, subject.begin - 1)
        if (
            not before.text
            or before.kind is Kind.MARK
            or before.low in self._lists["clause_starts"]
        ):
            return True
        return (
            before.low in self._lists["joints"]
            and subject.who is not Who.YOU
            and self._heads_clause(subject.begin - 1)
        )

    def _heads_clause(self, index: int) -> bool:
        """`Half of your staff`, `morale at Acme`: only a short phrase stands before."""
        begin = self._clause_start(index)
        ahead = self._lows[begin:index]
        return 0 < len(ahead) <= _NEAR and not any(
            low in self._lists["broken_off"] or self._is_past(begin + step) or low.endswith("ing")
            for step, low in enumerate(ahead)
        )

    def _clause_start(self, index: int) -> int:
        begin = index
        while begin > 0:
            token = self._tokens[begin - 1]
            if token.text in _BREAKS or token.text == "-" or token.low in self._lists["granted"]:
                break
            if token.low in self._lists["witness"]:
                break
            begin -= 1
        return begin

    # -- what it says of them

    def _verb(self, subject: Subject) -> int | None:
        """The place of the verb that asserts something, if one does."""
        nouns = 0
        for index in range(subject.after, min(subject.after + _REACH, len(self._tokens))):
            token = self._tokens[index]
            low = token.low
            if (
                token.text in _BREAKS
                or low in self._lists["broken_off"]
                or low in self._lists["negated"]
            ):
                return None
            if (subject.who is not Who.THEIRS or nouns) and self._opens_verb(index, subject.who):
                return index if self._says(index, subject) else None
            if low in self._lists["skip"] or low.endswith("ly") or token.text == "-":
                continue
            if subject.who is Who.YOU or (
                subject.who is Who.NAMED and low not in self._lists["joints"] and not nouns
            ):
                return None
            nouns += token.is_word and low not in self._lists["function"]
        return None

    def _opens_verb(self, index: int, who: Who) -> bool:
        low = self._lows[index]
        if low in self._lists["to_be"] or low in self._lists["to_have"] or self._is_past(index):
            return True
        return self._is_standing(index, who)

    def _is_standing(self, index: int, who: Who) -> bool:
        """Relies, rely, run: a verb of the present that agrees with its subject."""
        low, before = self._lows[index], self._lows[index - 1]
        if who is Who.YOU:
            granted = at(self._tokens, self._clause_start(index) - 1).low in self._lists["granted"]
            return low in self._lists["standing_verbs" if granted else "your_verbs"]
        verbs = self._lists["standing_verbs"]
        if low.endswith("s") and not low.endswith("ss"):
            stems = (low[:-1], low.removesuffix("es"), low.removesuffix("ies") + "y")
            return any(stem in verbs for stem in stems)
        many = before.endswith("s") or before in self._lists["many"]
        return who is Who.THEIRS and many and low in verbs

    def _is_past(self, index: int) -> bool:
        low = self._lows[index] if 0 <= index < len(self._lows) else ""
        if low in self._lists["past_verbs"]:
            return True
        ends = low.endswith("ed") and len(low) >= _MIN_PAST
        return ends and low not in self._lists["not_past"] and "-" not in low

    def _says(self, index: int, subject: Subject) -> bool:
        main = self._main(index)
        if main is None or self._bears_title(main) or self._is_readers(subject, index, main):
            return False
        low, said = self._lows[index], self._lows[main]
        if said.endswith("ing") and low in self._lists["to_be"]:
            return True
        if self._is_past(main):
            short = subject.who is Who.YOU and low in ("'re", "are")
            return not short or said in self._lists["states"]
        if low in self._lists["to_be"] or "been" in self._lows[index:main]:
            return self._is_state(main, subject)
        return low not in self._lists["to_have"] or self._has_news(main)

    def _bears_title(self, main: int) -> bool:
        """`Is CEO`, `became your CFO`: another rule holds titles against those who bear them."""
        return not self._titled.isdisjoint(range(main, main + 3))

    def _is_readers(self, subject: Subject, index: int, main: int) -> bool:
        """What a reader does with a letter or has as a person: you have read, your time."""
        if subject.who is Who.THEIRS:
            near = self._lows[subject.after : subject.after + 2]
            return not self._lists["reader_nouns"].isdisjoint(near)
        if subject.who is Who.NAMED:
            return False
        said = self._lows[main]
        if main == index and said in self._lists["same_in_past"]:
            return True  # you hit delete, you set the pace
        return said in self._lists["reader_acts"] and not self._tells(main)

    def _main(self, index: int) -> int | None:
        """The verb or the word that carries what is said, behind `have`, `are` and small words."""
        main = index
        helpers = self._lists["to_be"] | self._lists["to_have"] | self._lists["skip"]
        while main < len(self._lows) and (
            self._lows[main] in helpers or self._lows[main].endswith("ly")
        ):
            main += 1
        if main >= len(self._lows) or self._lows[main] in self._lists["negated"]:
            return None
        return main

    def _tells(self, main: int) -> bool:
        """`You told us`, `you asked me`."""
        follow = at(self._tokens, main + 1).low
        return self._lows[main] in self._lists["tells"] and follow in self._lists["we"]

    def _is_state(self, main: int, subject: Subject) -> bool:
        """`You are public`, `your department is understaffed`, `Acme is the largest`."""
        low = self._lows[main]
        view = next((low for low in self._lows[main : main + _NEAR] if low not in _ARTICLES), "")
        if view in self._lists["opinions"]:
            return False
        if subject.who is not Who.YOU:
            return True
        rest = self._lows[main : main + _NEAR]
        if low in _ARTICLES or low in ("one", "among", "part"):
            return any(
                word in self._lists["identities"] or word in self._lists["states"] for word in rest
            )
        return low in self._lists["states"]

    def _has_news(self, main: int) -> bool:
        """`You have a new CFO`, not `you have a moment`."""
        rest = self._lows[main : main + _NEAR]
        return "new" in rest or any(low in self._lists["countable"] for low in rest)

    # -- whether it is meant so

    def _is_meant(self, subject: Subject, verb: int) -> bool:
        begin = self._clause_start(subject.begin)
        granted = at(self._tokens, begin - 1).low in self._lists["granted"] | self._lists["witness"]
        if self._asks and not granted:
            return False
        ahead = set(self._lows[begin : subject.begin]) | set(self._lows[subject.after : verb])
        if ahead & self._lists["unsaid"] or self._is_guess(begin, subject.begin, verb):
            return False
        if ahead & self._lists["soon"] and self._lows[verb] in ("is", "are", "'re", "'s", "have"):
            return False  # once your invoices are matched
        return not self._is_impression(subject, verb)

    def _is_guess(self, begin: int, place: int, verb: int) -> bool:
        """I imagine, perhaps, must have: nothing that takes its clause for granted in between."""
        first = begin
        while first > 0 and self._lows[first - 1] == "that":  # my guess is that
            first = self._clause_start(first - 1)
        said = (*self._lows[first:place], *self._lows[place:verb])
        return any(low in self._lists["hedges"] for low in said)

    def _is_impression(self, subject: Subject, verb: int) -> bool:
        """`Acme stood out`, `your post made me think`: the writer himself is the witness."""
        rest: list[str] = []
        for token in self._tokens[verb:]:
            if token.text in ",;:":
                break
            rest.append(token.low)
        main = self._main(verb)
        said = self._lows[main] if main is not None else ""
        if said in self._lists["tells"]:
            return False
        if (
            subject.who is not Who.YOU
            and said in self._lists["comes_up"]
            and (said in ("stood", "popped") or any(low in self._lists["me"] for low in rest))
        ):
            return True
        return any(low in self._lists["me"] for low in rest)
