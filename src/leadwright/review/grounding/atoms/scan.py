"""One walk over a text that collects every atom in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from leadwright.review.grounding.atoms.amounts import Amount, Unit, read_amount
from leadwright.review.grounding.atoms.dates import Dated, read_date
from leadwright.review.grounding.atoms.elapsed import STEPS, Elapsed, read_elapsed
from leadwright.review.grounding.atoms.events import Event, EventReader
from leadwright.review.grounding.atoms.names import Known, NameBook, Role, find_known, find_runs
from leadwright.review.grounding.atoms.rounds import Round, read_round
from leadwright.review.grounding.atoms.shares import SHARES
from leadwright.review.grounding.atoms.titles import Title, read_title
from leadwright.review.grounding.atoms.tokens import Kind, Span, Token, at, cut, touches, written
from leadwright.review.grounding.lexicon import Lexicon

_LINK = re.compile(
    r"https?://[^\s<>\"')]+|www\.[^\s<>\"')]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|ai|app|dev|eu|example|me|biz|info|ly|link|site|xyz|tech"
    r"|co|de|uk|fr|es|nl|ch|at|be|it|ca|au|us|tv|in|se|no|dk|fi|pl)\b(?:/[^\s<>\"')]*)?"
)
_LINK_HINT = re.compile(r"\w\.\w|@|://")
_DOUBLE = re.compile(r'"([^"\n]{2,400})"')
_SINGLE = re.compile(r"(?<!\w)'(?=\w)((?:[^'\n]|(?<=\w)'(?=\w)){3,400})(?<=[\w.,!?])'(?!\w)")
_ROUND_STARTS = frozenset({"series", "angels", "pre", "post", "private", "round", *"abcdefghijk"})
_ROUND_WORDS = ("round", "raise", "funding")
_ELAPSED_STARTS = frozenset(["last", "this", "past", "yesterday", "a", "an"])
_SUBJECT_ROLES = frozenset({Role.OWN, Role.PERSON, Role.PART, Role.LEAD, Role.MENTIONED})


@dataclass(slots=True)
class Reading:
    """Everything a text states, by kind, with the places in its tokens."""

    text: str
    tokens: list[Token]
    links: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    elapsed: list[Elapsed] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    sizes: list[Span] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    runs: list[Span] = field(default_factory=list)

    def written(self, span: Span) -> str:
        """A span as the text has it."""
        return written(self.text, self.tokens, span)


@cache
def figure_gates(words: Lexicon) -> frozenset[str]:
    """Words at which a figure, a date or a round may begin."""
    lists = words.lists
    return frozenset(
        {*words.numbers, *words.ordinals, *words.months, *words.seasons, *words.parts}
        | {*words.decades, *words.scales, *words.multipliers, *words.currency_symbols}
        | {"half", "dozen", "'", *_ROUND_STARTS, *_ELAPSED_STARTS}
        | {"crowd", "crowdfunding", "crowdfunded"}
        | {code.lower() for code in (*lists["currency_codes"], *words.dollar_prefixes)}
        | lists["typed_rounds"]
        | lists["sizes"]
        | lists["size_verbs"]
        | {low.split("-")[0] for low in lists["figures"]}
    )


@cache
def title_gates(words: Lexicon) -> frozenset[str]:
    """Words at which a title may begin."""
    lists = words.lists
    core = lists["titles"] | {f"{title}s" for title in lists["titles"]} | lists["grades"]
    return core | lists["terms"] | lists["soft_titles"] | {"vice", "co", "managing", "general"}


class Scanner:
    """Reads texts with one lexicon and one book of known names."""

    def __init__(self, words: Lexicon, book: NameBook) -> None:
        """A scanner; `book` holds the names that are recognised as wholes."""
        self.words = words
        self._words = words
        self._book = book
        self._figures = figure_gates(words)
        self._gates = self._figures | title_gates(words)

    def read(self, text: str) -> Reading:
        """The atoms of a text already made plain."""
        tokens = cut(text)
        reading = Reading(text, tokens)
        taken = [False] * len(tokens)
        known = find_known(tokens, self._book, self._words)
        self._links(reading, taken)
        self._quotes(reading, taken, known)
        for name in known:
            if not taken[name.span[0]]:
                reading.known.append(name)
                _take(taken, name.span)
        self._walk(reading, taken)
        reading.runs = find_runs(tokens, taken, self._words)
        self._events(reading)
        return reading

    def _links(self, reading: Reading, taken: list[bool]) -> None:
        text = reading.text
        if _LINK_HINT.search(text):
            for match in _LINK.finditer(text):
                if not self._is_known_name(match.group()):
                    reading.links.append(match.group().rstrip(".,;:!?"))
                    _take_characters(reading.tokens, taken, match.span())

    def _quotes(self, reading: Reading, taken: list[bool], known: list[Known]) -> None:
        """Quotations, but not the marks inside a name."""
        text, tokens = reading.text, reading.tokens
        inside = [(tokens[k.span[0]].start, tokens[k.span[1] - 1].end) for k in known]
        for mark, pattern in (('"', _DOUBLE), ("'", _SINGLE)):
            if mark not in text:
                continue
            for match in pattern.finditer(text):
                if not any(a <= match.start() and match.end() <= b for a, b in inside):
                    reading.quotes.append(match.group(1))
                    _take_characters(tokens, taken, match.span())

    def _is_known_name(self, text: str) -> bool:
        tokens = cut(text)
        known = self._book.longest(tokens, 0)
        return known is not None and known.span[1] >= len(tokens) - 1 and Role.OWN in known.roles

    def _walk(self, reading: Reading, taken: list[bool]) -> None:
        gates, reached = self._gates, 0
        openings = [
            index
            for index, token in enumerate(reading.tokens)
            if token.low in gates or token.kind is Kind.NUMBER
        ]
        for index in openings:
            if taken[index] or index < reached:
                continue
            span = self._one(reading, index)
            if span is not None and not any(taken[span[0] : span[1]]):
                _take(taken, span)
                reached = span[1]

    def _one(self, reading: Reading, index: int) -> Span | None:
        """Reads the atom that begins at a token, files it and returns its place."""
        tokens, words = reading.tokens, self._words
        token = tokens[index]
        if (token.kind is Kind.NUMBER or token.low in self._figures) and not self._is_article(
            tokens, index
        ):
            span = self._counted(reading, index)
            if span:
                return span
        if title := read_title(tokens, index, words):
            reading.titles.append(title)
            return title.span
        return self._size(reading, index)

    def _is_article(self, tokens: list[Token], index: int) -> bool:
        """`A` that opens nothing: no year ago, no dozen, no round."""
        if tokens[index].low not in ("a", "an"):
            return False
        follow = at(tokens, index + 1)
        opens = follow.low in STEPS or follow.low in self._words.scales or follow.text in "-$"
        opens = opens or (follow.low in SHARES and at(tokens, index + 2).low == "of")
        return not (opens or follow.low in self._words.multipliers or follow.low in _ROUND_WORDS)

    def _counted(self, reading: Reading, index: int) -> Span | None:
        """A time, a round, a size, a date or an amount."""
        tokens, words = reading.tokens, self._words
        if elapsed := read_elapsed(tokens, index, words):
            reading.elapsed.append(elapsed)
            return elapsed.span
        if named := read_round(tokens, index, words):
            reading.rounds.append(named)
            return named.span
        return self._compound(reading, index) or self._figure(reading, index)

    def _compound(self, reading: Reading, index: int) -> Span | None:
        """Six-figure, double-digit."""
        tokens = reading.tokens
        if at(tokens, index + 1).text != "-" or not touches(tokens, index + 1):
            return None
        whole = f"{tokens[index].low}-{at(tokens, index + 2).low}"
        if whole not in self._words.lists["figures"]:
            return None
        reading.sizes.append((index, index + 3))
        return (index, index + 3)

    def _figure(self, reading: Reading, index: int) -> Span | None:
        """A date or an amount; four digits with a unit behind them are no year."""
        tokens, words = reading.tokens, self._words
        dated = read_date(tokens, index, words)
        amount = read_amount(tokens, index, words)
        if dated and not (amount and _is_measured(amount, dated)):
            reading.dates.append(dated)
            return dated.span
        if amount is None:
            return None
        if tokens[index].low == "one" and not amount.value > 1 and amount.unit is not Unit.MONEY:
            return None
        reading.amounts.append(amount)
        return amount.span

    def _size(self, reading: Reading, index: int) -> Span | None:
        low = reading.tokens[index].low
        bare = low in self._words.scales or low == "hundred"
        verb = low in self._words.lists["size_verbs"] and (
            at(reading.tokens, index + 1).low in self._words.lists["function"]
        )
        if not (bare or verb) and low not in self._words.lists["sizes"]:
            return None
        reading.sizes.append((index, index + 1))
        return (index, index + 1)

    def _events(self, reading: Reading) -> None:
        words = self._words
        titled = {index for title in reading.titles for index in range(*title.span)}
        hits = [
            index
            for index, token in enumerate(reading.tokens)
            if token.low in words.event_starts and index not in titled
        ]
        if not hits:
            return
        ends = {known.span[1] - 1 for known in reading.known if known.roles & _SUBJECT_ROLES}
        ends |= {span[1] - 1 for span in reading.runs}
        reader = EventReader(reading.tokens, frozenset(ends), words)
        at_event: Callable[[int], Event | None] = reader.at
        reading.events = [event for i in hits if (event := at_event(i)) is not None]


def _is_measured(amount: Amount, dated: Dated) -> bool:
    """Whether a figure that looks like a year is money, a share or a count of people."""
    if dated.span[1] - dated.span[0] > 1:
        return False
    return amount.unit in (Unit.MONEY, Unit.PERCENT, Unit.HEADS) and not _is_plain_year(amount)


def _is_plain_year(amount: Amount) -> bool:
    """People named only before four digits do not make them a count: the team of 2013."""
    return amount.unit is Unit.HEADS and not amount.noun


def _take(taken: list[bool], span: Span) -> None:
    for index in range(*span):
        taken[index] = True


def _take_characters(tokens: list[Token], taken: list[bool], span: tuple[int, int]) -> None:
    for index, token in enumerate(tokens):
        if span[0] <= token.start < span[1]:
            taken[index] = True
