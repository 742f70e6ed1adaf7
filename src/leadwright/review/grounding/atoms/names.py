"""Names: those we know by heart, and every other capitalised run that may be one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leadwright.review.grounding.atoms.tokens import Kind, Span, Tokens, at, key, plain
from leadwright.review.grounding.lexicon import Lexicon

_LONGEST = 9
_HEAD = 4
_JOINTS = frozenset(".,-&+/'!|@\"")
_TITLE_CASE = 0.7
_SPOKEN_TITLE_CASE = 0.9
_TITLE_CASE_WORDS = 2
_SHORT_WORD = 3
_ALSO_NAMES = frozenset(["may", "will"])


class Role(StrEnum):
    """Whose name it is."""

    OWN = "own"  # the company written to
    MENTIONED = "mentioned"  # said by the lead or the seller, but not the company written to
    LEAD = "lead"
    PERSON = "person"  # listed at the company
    PART = "part"  # a first or a last name alone
    SELLER = "seller"
    OTHER = "other"  # of another lead: must never appear


class Known(NamedTuple):
    """A place where a known name stands."""

    span: Span
    key: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class NameBook:
    """Names by their letters and digits alone, so that spaces, case and marks do not matter."""

    roles: dict[str, frozenset[Role]]
    heads: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Role]]) -> "NameBook":
        """A book of (name, role) entries."""
        found: dict[str, set[Role]] = {}
        for name, role in entries:
            letters = key(name)
            if letters:
                found.setdefault(letters, set()).add(role)
        heads = frozenset(letters[:length] for letters in found for length in range(1, _HEAD + 1))
        return cls({letters: frozenset(roles) for letters, roles in found.items()}, heads)

    def merged(self, other: "NameBook") -> "NameBook":
        """This book and another one."""
        roles = dict(self.roles)
        for letters, more in other.roles.items():
            roles[letters] = roles.get(letters, frozenset()) | more
        return NameBook(roles, self.heads | other.heads)

    def longest(self, tokens: Tokens, index: int) -> Known | None:
        """The longest name that begins at a token."""
        letters, best = "", None
        for end in range(index, min(index + _LONGEST, len(tokens))):
            token = tokens[end]
            if token.kind is Kind.MARK:
                if not letters or token.text not in _JOINTS:
                    break
                continue
            letters += token.low if token.low.isalnum() else key(token.low)
            if letters[:_HEAD] not in self.heads:
                break
            if letters in self.roles:
                best = Known((index, end + 1), letters, self.roles[letters])
        return best


def find_known(tokens: Tokens, book: NameBook, words: Lexicon) -> list[Known]:
    """Known names in their order; an ordinary word counts only when capitalised."""
    found: list[Known] = []
    reached = 0
    for index in _openings(tokens, book.heads):
        known = book.longest(tokens, index) if index >= reached else None
        if known and _is_meant(tokens, known, words):
            found.append(known)
            reached = known.span[1]
    return found


def _openings(tokens: Tokens, heads: frozenset[str]) -> list[int]:
    """Where a name of the book may begin: by its first letters."""
    return [
        index
        for index, token in enumerate(tokens)
        if token.low[:_HEAD] in heads or (token.kind is Kind.WORD and not token.low.isalnum())
    ]


def _is_meant(tokens: Tokens, known: Known, words: Lexicon) -> bool:
    """Whether a word that is also ordinary English or a figure stands for the name here."""
    begin, end = known.span
    token = tokens[begin]
    if end - begin > 1 or (token.is_capitalised and not is_initial(tokens, begin)):
        return True
    if token.is_number:
        return at(tokens, begin + 1).kind is Kind.CLITIC
    if known.roles <= {Role.PART} and not words.is_common(token.low):
        return token.is_capitalised
    return not words.is_common(token.low) or (
        token.is_capitalised and _is_named_by_what_follows(tokens, begin, words)
    )


def _is_named_by_what_follows(tokens: Tokens, index: int, words: Lexicon) -> bool:
    follow = at(tokens, index + 1)
    lists = words.lists
    verbs = lists["predicates"] | lists["spoken"] | lists["after_names"]
    return follow.kind is Kind.CLITIC or follow.low in verbs


def is_initial(tokens: Tokens, index: int) -> bool:
    """Whether a word is capitalised by its place: the start, behind a colon or opening quote."""
    before = index - 1
    while before >= 0 and tokens[before].text in "\"'([-*#>.":
        if tokens[before].text == ".":
            return False
        before -= 1
    if before < 0 or tokens[before].low in ("p.s.", "ps", "p.p.s."):
        return True
    return tokens[before].text in ":!?" or (before + 1 < index and tokens[index - 1].text == '"')


def is_title_case(tokens: Tokens, taken: list[bool], words: Lexicon) -> bool:
    """Whether a line is written Like a Headline, so that capitals say little."""
    if tokens[-1].text == ".":
        return False
    free = [t for t, known in zip(tokens, taken, strict=True) if not known]
    longer = [t for t in free[1:] if t.kind is Kind.WORD and len(t.text) > _SHORT_WORD]
    capital = sum(1 for token in longer if token.is_capitalised)
    if capital == len(longer) and _raises_small_words(tokens, words):
        return True
    spoken = tokens[-1].text in "?!"
    enough = capital >= _TITLE_CASE_WORDS + (2 if spoken else 0)
    return enough and capital / len(longer) >= (_SPOKEN_TITLE_CASE if spoken else _TITLE_CASE)


def _raises_small_words(tokens: Tokens, words: Lexicon) -> bool:
    """One Idea For You: even small words are capitalised."""
    function = words.lists["function"]
    return any(t.is_capitalised and t.low in function and t.low != "i" for t in tokens[1:])


def find_runs(tokens: Tokens, taken: list[bool], words: Lexicon) -> list[Span]:
    """Runs of capitalised words that may be names; words capitalised for another reason drop out.

    Tokens already `taken` end a run.
    """
    capitals = [
        index
        for index, token in enumerate(tokens)
        if token.text != token.low or token.kind is Kind.NUMBER
    ]
    candidates = [index for index in capitals if _is_candidate(tokens, index, taken)]
    headline = len(candidates) > 1 and is_title_case(tokens, taken, words)
    found: list[Span] = []
    reached = 0
    for index in candidates:
        if index >= reached and not _is_ordinary(tokens, index, words, headline):
            reached = _run_end(tokens, index, taken, words, headline=headline)
            found.append((index, reached))
    return found


def _is_candidate(tokens: Tokens, index: int, taken: list[bool]) -> bool:
    token = tokens[index]
    if taken[index]:
        return False
    if token.kind is Kind.WORD:
        return token.text != token.low and token.text != token.text.lower()
    return token.kind is Kind.NUMBER and _is_glued_name(tokens, index)


def _is_glued_name(tokens: Tokens, index: int) -> bool:
    """Digits that belong to a word: 37signals."""
    follow = at(tokens, index + 1)
    glued = follow.is_word and follow.start == tokens[index].end
    return glued and len(follow.text) > _SHORT_WORD


def _run_end(
    tokens: Tokens, index: int, taken: list[bool], words: Lexicon, *, headline: bool
) -> int:
    end = index + 1
    while end < len(tokens):
        gap = _joint(tokens, end)
        probe = end + gap
        if probe >= len(tokens) or not _is_candidate(tokens, probe, taken):
            break
        if _is_ordinary(tokens, probe, words, headline):
            break
        end = probe + 1
    return end


def _joint(tokens: Tokens, index: int) -> int:
    """Marks inside a name: J. Roe, Jean-Luc, Ernst & Young."""
    token, before = tokens[index], tokens[index - 1]
    if token.text == "." and len(before.text) == 1:
        return 1
    return 1 if token.text in "-&" and token.text else 0


def _is_ordinary(tokens: Tokens, index: int, words: Lexicon, headline: bool) -> bool:
    """Whether a capitalised word is no name: its place, a headline, a short form, a weekday."""
    low = tokens[index].low
    if _is_short_form(tokens, index, words) or _is_calendar(tokens, index, words):
        return True
    if low in words.lists["honorifics"]:
        return True
    if "'" in low and low.split("'", maxsplit=1)[0] in words.lists["function"]:
        return True
    if low in ("i", "series", "round") or (headline and words.is_common(low)):
        return True
    return is_initial(tokens, index) and _is_ordinary_start(tokens, index, words)


def _is_calendar(tokens: Tokens, index: int, words: Lexicon) -> bool:
    """Monday, Christmas, New Year."""
    low = tokens[index].low
    pairs = {f"{low} {at(tokens, index + 1).low}", f"{at(tokens, index - 1).low} {low}"}
    if not pairs.isdisjoint({"new year", "boxing day", "black friday", "happy holidays"}):
        return True
    return not words.lists["calendar"].isdisjoint((low, low.removesuffix("s")))


def _is_short_form(tokens: Tokens, index: int, words: Lexicon) -> bool:
    """CRM, CEOs, p.s., R&D, plan B, FREE, FinTech."""
    token = tokens[index]
    low, follow = token.low.rstrip("."), at(tokens, index + 1)
    if len(low) == 1 and follow.text != "." and not follow.is_capitalised:
        return not at(tokens, index - 1).is_capitalised or at(tokens, index - 1).text == "Plan"
    if len(low) == 1 and "&" in (follow.text, at(tokens, index - 1).text):
        return True
    inner = token.text[1:] != token.text[1:].lower()
    if inner and len(low) > 1 and words.is_common(low):
        return True
    return low in words.lists["short_forms"] or low.removesuffix("s") in words.lists["short_forms"]


def _is_ordinary_start(tokens: Tokens, index: int, words: Lexicon) -> bool:
    """Whether the first word of a sentence is an ordinary one."""
    low, follow = tokens[index].low, at(tokens, index + 1)
    function = low in words.lists["function"]
    if function and low not in _ALSO_NAMES:
        return True
    if follow.low in words.lists["spoken"] and at(tokens, index + 2).text != ",":
        return _may_speak(low, words)
    if function or "'" in low or follow.text == ":" or low in words.lists["totals"]:
        return True
    if words.is_common(low):
        acts = follow.low in words.lists["predicates"]
        return not (acts and not low.endswith("s") and _is_bare(low))
    return not _looks_like_name(tokens, index, words)


def _looks_like_name(tokens: Tokens, index: int, words: Lexicon) -> bool:
    """Whether a first word we do not know does what a company or a person does."""
    text, place = tokens[index].text, index + 1
    if text[1:] != text[1:].lower() or not text.isascii() or any(c.isdigit() for c in text):
        return True
    while at(tokens, place).low in words.lists["skip"] - {"'s", "is", "was", "has", "had"}:
        place += 1
    follow = at(tokens, place)
    if tokens[index].low.endswith(("ing", "ly", "ed")):
        return follow.kind is Kind.CLITIC or follow.low in words.lists["predicates"]
    if follow.low in words.lists["after_names"] or follow.kind is Kind.CLITIC:
        return True
    if follow.is_capitalised or follow.low in words.lists["predicates"] | words.lists["did"]:
        return True
    return follow.low.endswith(("s", "ed")) and follow.low not in words.lists["function"]


def _may_speak(low: str, words: Lexicon) -> bool:
    """Whether it is no name that said something: `Teams told us`, but not `Mark suggested`."""
    plural = low.endswith("s") or not _is_bare(low)
    return low in words.lists["who_speaks"] or (plural and words.is_common(low))


def _is_bare(low: str) -> bool:
    return not low.endswith(("ing", "ly", "ed", "tion", "ment", "ship"))


def person_parts(name: str, words: Lexicon) -> tuple[str, ...]:
    """The ways a person is called: as written, without initials, first and last."""
    kept = _name_words(name, words)
    core = [word for word in kept if len(word.rstrip(".")) > 1] or kept
    if not core:
        return ()
    return tuple(dict.fromkeys((" ".join(kept), " ".join(core), f"{core[0]} {core[-1]}")))


def single_names(name: str, words: Lexicon) -> tuple[str, ...]:
    """First and last name alone."""
    core = [word for word in _name_words(name, words) if len(word.rstrip(".")) > 1]
    return tuple(core) if len(core) > 1 else ()


def _name_words(name: str, words: Lexicon) -> list[str]:
    around = words.lists["around_names"]
    given = plain(name).replace(",", " ").split()
    return [word for word in given if word.lower().replace(".", "") not in around]
