"""Things said to have happened or to be so: raised, acquired, hired, an award, fast-growing."""

from dataclasses import dataclass

from leadwright.review.grounding.atoms.tokens import Kind, Span, Tokens, at
from leadwright.review.grounding.lexicon import Lexicon

_REACH = 6
_PRONOUNS = ("they", "it", "who", "which", "that")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A word that states an event, and the kinds of event it may mean."""

    span: Span
    kinds: frozenset[str]


class EventReader:
    """Reads the events a sentence asserts of the company or its people, not of the writer."""

    def __init__(self, tokens: Tokens, subjects: frozenset[int], words: Lexicon) -> None:
        """A reader; `subjects` are the places where a company's or a person's name ends."""
        self._tokens = tokens
        self._subjects = subjects
        self._words = words
        self._lists = words.lists
        lows = {token.low for token in tokens}
        self._asks = bool(tokens) and tokens[-1].text == "?"
        self._opened = not lows.isdisjoint(self._lists["openers"])
        self._praises = not lows.isdisjoint(self._lists["praise"])
        self._doubtful = not lows.isdisjoint(self._lists["conditions"])

    def at(self, index: int) -> Event | None:
        """The event asserted at a token, if one is."""
        low = self._tokens[index].low
        if low == "raised" and at(self._tokens, index + 1).low in self._lists["raised_in_talk"]:
            return None
        if low in ("said", "told") and at(self._tokens, index + 1).low in ("to", ","):
            return None  # "is said to", "all told,"
        pair = f"{low}_{at(self._tokens, index + 1).low}"
        readings = (*self._words.events.get(low, ()), *self._words.events.get(pair, ()))
        kinds = {kind for kind, form in readings if self._is_asserted(index, form)}
        if superlative := self._superlative(index):
            kinds.add(superlative)
        if low == "new" and (kind := self._new_thing(index)):
            kinds.add(kind)
        return Event(span=(index, index + 1), kinds=frozenset(kinds)) if kinds else None

    def _is_asserted(self, index: int, form: str) -> bool:
        match form:
            case "past":
                return self._past(index)
            case "doing":
                return self._doing(index)
            case "base":
                return index - 1 in self._subjects
            case _:
                return self._noun(index)

    def _past(self, index: int) -> bool:
        """`You recently acquired`, `Acme was founded`, `Founded in 2004, you`, `newly launched`."""
        tokens, probe = self._tokens, index - 1
        while probe >= 0 and probe >= index - _REACH:
            low = tokens[probe].low
            if probe in self._subjects:
                return True
            if low not in self._lists["skip"] and not low.endswith("ly"):
                break
            probe -= 1
        return self._past_of(index, probe)

    def _past_of(self, index: int, probe: int) -> bool:
        """Whether the word before a past form is one of theirs, and it is no guess."""
        before = at(self._tokens, probe).low
        asked = at(self._tokens, probe - 1).low in ("what", "whatever", "how", "why")
        if asked or before in self._lists["we"] | self._lists["hypothetical"] | {"to"}:
            return not asked and before == "who" and self._names_someone()
        if probe < 0:
            return index == 0 and self._speaks_of_them()
        if before in ("you", *_PRONOUNS) or self._is_their_noun(probe):
            vague = before == "it" and self._tokens[index].low == "started"
            guessed = vague or self._is_supposed(probe) or self._is_guessed(probe)
            return not guessed and (not self._asks or self._opened)
        fresh = at(self._tokens, index - 1).low in ("newly", "recently", "just")
        return fresh and self._speaks_of_them()

    def _is_supposed(self, index: int) -> bool:
        """If your team has grown."""
        for token in reversed(self._tokens[max(0, index - _REACH) : index]):
            if token.kind is Kind.MARK:
                return False
            if token.low in self._lists["conditions"]:
                return True
        return False

    def _is_guessed(self, index: int) -> bool:
        """My guess is that it started small: `it` and `they` may be anything in a guess."""
        if self._tokens[index].low not in _PRONOUNS:
            return False
        ahead = (token.low for token in self._tokens[:index])
        return not self._speaks_of_them() and any(low in self._lists["hedges"] for low in ahead)

    def _doing(self, index: int) -> bool:
        """`You're hiring`, `Acme is expanding`, `congrats on acquiring`; not when asked."""
        if self._doubtful or (self._asks and not self._opened):
            return False
        tokens, probe = self._tokens, index - 1
        if at(tokens, probe).low == "on" and self._opened and self._speaks_of_them():
            return True
        while probe >= 0 and tokens[probe].low in self._lists["skip"]:
            if tokens[probe].low in self._lists["being"]:
                subject = probe - 1
                return (
                    subject in self._subjects
                    or at(tokens, subject).low in ("you", "they")
                    or (self._is_their_noun(subject))
                )
            probe -= 1
        return False

    def _noun(self, index: int) -> bool:
        """`Your recent acquisition`, `Acme's launch`, `congrats on the award`."""
        tokens = self._tokens
        if (
            at(tokens, index - 1).low in self._lists["purposes"]
            or at(tokens, index + 1).low in self._lists["purposes"]
        ):
            return False
        if at(tokens, index - 1).low in ("that", "this", "another") and not self._doubtful:
            return "win" in {kind for kind, _ in self._words.events[tokens[index].low]}
        fresh = opened = False
        for probe in range(index - 1, max(index - _REACH, -1), -1):
            token = tokens[probe]
            fresh = fresh or token.low in self._lists["fresh"]
            opened = opened or token.low in self._lists["openers"]
            theirs = token.low == "your" or (
                token.kind is Kind.CLITIC and token.low == "'s" and probe - 1 in self._subjects
            )
            if theirs:
                return fresh or self._opened
            if token.kind is Kind.MARK and token.text not in '-"$€£%':
                return False
        return opened and (self._praises or self._speaks_of_them())

    def _superlative(self, index: int) -> str | None:
        """`Your award-winning team`, `you are a fast-growing company`."""
        tokens = self._tokens
        gap = 2 if at(tokens, index + 1).text == "-" else 1
        kind = self._words.superlatives.get(f"{tokens[index].low}-{at(tokens, index + gap).low}")
        if kind is None:
            return None
        before = {at(tokens, index - step).low for step in (1, 2, 3)}
        said = "your" in before or (
            self._speaks_of_them() and not before.isdisjoint(self._lists["being"])
        )
        return kind if said or index - 2 in self._subjects else None

    def _new_thing(self, index: int) -> str | None:
        """The kind of news in `your new office`."""
        tokens = self._tokens
        if at(tokens, index - 1).low not in ("your", "'s", "a", "the") or not self._opened:
            return None
        for probe in (index + 1, index + 2):
            kind = self._words.new_things.get(at(tokens, probe).low)
            if kind and self._speaks_of_them():
                return kind
        return None

    def _is_their_noun(self, index: int) -> bool:
        """Your team, the company."""
        low, before = at(self._tokens, index).low, at(self._tokens, index - 1).low
        return low in self._lists["your_nouns"] and before in ("your", "the", "their", "whole")

    def _speaks_of_them(self) -> bool:
        return self._names_someone() or any(t.low in self._lists["you"] for t in self._tokens)

    def _names_someone(self) -> bool:
        return bool(self._subjects)
