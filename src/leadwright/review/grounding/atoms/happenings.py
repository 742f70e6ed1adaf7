"""Things said to have happened, told by their names: your recent layoffs, the strike at Acme."""

from collections.abc import Sequence

from leadwright.review.grounding.atoms.tokens import Span, Token, Tokens, at
from leadwright.review.grounding.lexicon import Lexicon

_BREAKS = frozenset(',;:()".?!')


class HappeningReader:
    """Finds things said to have happened by their names alone: your recent layoffs, the strike."""

    def __init__(self, tokens: Tokens, named: Sequence[Span], words: Lexicon) -> None:
        """A reader; `named` are the places of the company's and its people's names."""
        self._tokens = tokens
        self._lists = words.lists
        self._lows = [token.low for token in tokens]
        self._ends = {end for _, end in named}
        self._starts = {begin for begin, _ in named}

    def find(self) -> list[Span]:
        """Every happening."""
        found = [span for index in range(len(self._lows)) if (span := self._at(index))]
        shared = self._shared()
        return [*found, shared] if shared else found

    def _at(self, index: int) -> Span | None:
        low = self._lows[index]
        if low in self._lists["mishaps"] and self._is_theirs(index):
            return (index, index + 1)
        if low in self._lists["stirring"]:
            return self._stirs(index)
        if low == "new":
            return self._is_newcomer(index)
        return self._is_identity(index) if low == "as" else None

    def _is_theirs(self, index: int) -> bool:
        """`Your merger`, `the fire at Acme`, `after the lawsuit`."""
        if self._is_open(index):
            return False
        near = self._lows[max(0, index - 3) : index]
        if "your" in near or self._owned(index):
            return True
        ahead = self._lows[index + 1 : index + 3]
        joined = any(low in ("at", "of", "in", "by") for low in ahead[:1])
        if joined and (("your" in ahead) or index + 2 in self._starts):
            return True
        before = tuple(at(self._tokens, index - step).low for step in (2, 1))
        return before[1] == "the" and before[0] in (
            "after",
            "since",
            "following",
            "given",
            "despite",
        )

    def _owned(self, index: int) -> bool:
        """Behind the name of the company: Acme's recent merger."""
        return any(
            at(self._tokens, index - step).low == "'s" and index - step in self._ends
            for step in (1, 2, 3)
        )

    def _is_open(self, index: int) -> bool:
        """Only supposed: if you plan a merger, your next acquisition."""
        near = self._lows[max(0, index - 6) : index]
        return any(
            low in ("if", "whether", "any", "next", "possible", "when", "future") for low in near
        )

    def _stirs(self, index: int) -> Span | None:
        """`Your recent expansion`, `your rapid growth`: whatever it is, it happened."""
        theirs = at(self._tokens, index - 1).low
        owned = theirs == "'s" and index - 1 in self._ends
        noun = at(self._tokens, index + 1)
        if not (theirs == "your" or owned) or noun.low in self._lists["reader_nouns"]:
            return None
        return (index - 1, index + 2) if noun.is_word else None

    def _is_newcomer(self, index: int) -> Span | None:
        """`With a new CFO on board`, `your new office`."""
        lows = self._lows[max(0, index - 2) : index]
        noun = next(
            (
                index + step
                for step in (1, 2)
                if at(self._tokens, index + step).low in self._lists["new_business"]
            ),
            None,
        )
        if noun is None or not lows or self._is_open(index):
            return None
        with_one = lows[-1] in ("a", "the") and lows[0] in ("with", "have", "has", "got")
        return (index, noun + 1) if lows[-1] == "your" or with_one else None

    def _is_identity(self, index: int) -> Span | None:
        """`As a market leader, you`, `as the fastest-growing player in your field`."""
        if at(self._tokens, index + 1).low not in ("a", "an", "the", "one"):
            return None
        for place in range(index + 2, min(index + 7, len(self._lows))):
            low = self._lows[place]
            if self._tokens[place].text in _BREAKS or low in ("you", "your"):
                return None
            before = at(self._tokens, place - 1).low
            fits = low != "leader" or before in self._lists["leads_what"]
            if low in self._lists["identities"] and fits:
                after = self._lows[place + 1 : place + 7]
                told = "you" in after or "your" in after
                return (index, place + 1) if told and not self._is_open(index) else None
        return None

    def _shared(self) -> Span | None:
        """`As we discussed`, `thanks for meeting me`: a past that nobody has proved."""
        lows = self._lows
        for index, low in enumerate(lows):
            near = lows[max(0, index - 3) : index]
            if self._lists["negated"].intersection(near):
                continue
            if low in self._lists["shared_past"] and "we" in near[-2:] and "when" not in near:
                fresh = "as" in near or "when" in near or "you" in lows[index + 1 : index + 3]
                if fresh or low in ("spoke", "met", "discussed"):
                    return (index - 1, index + 1)
            if low in self._lists["meetings"] and any(n in self._lists["niceties"] for n in near):
                place = lows[index + 1 : index + 5]
                if any(n in ("at", "in", "last", "yesterday", "earlier") for n in place):
                    return (index, index + 1)
        return None


def cheers_for(tokens: Tokens, words: Lexicon) -> tuple[Token, ...]:
    """What a sentence congratulates on, as far as it is named: the words behind `on`."""
    lists = words.lists
    for index, token in enumerate(tokens):
        if token.low in lists["praise"] and at(tokens, index + 1).low in ("on", "for"):
            return tuple(t for t in tokens[index + 2 : index + 8] if t.is_word)
    return ()
