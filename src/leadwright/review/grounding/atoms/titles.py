"""Job titles: CEO, co-founder, VP of Sales & Marketing, chief network administrator."""

from dataclasses import dataclass

from leadwright.review.grounding.atoms.tokens import Span, Tokens, at, cut, plain
from leadwright.review.grounding.lexicon import Lexicon

_REACH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in a text, as the set of its words in one common wording."""

    span: Span
    words: frozenset[str]
    is_soft: bool = False  # a word such as manager, which often is no title
    is_plural: bool = False


def title_words(text: str, words: Lexicon) -> frozenset[str]:
    """A title as the set of its words: Senior Vice-President, Sales = senior, vp, sales."""
    lows = [
        token.low
        for token in cut(plain(text))
        if token.is_word and token.low not in words.lists["title_noise"]
    ]
    return _same_words(lows, words)


def _same_words(lows: list[str], words: Lexicon) -> frozenset[str]:
    singular = [_singular(low, words) for low in lows]
    line = f" {' '.join(singular)} "
    for phrase, same in words.title_same.items():
        if phrase[:3] in line and f" {phrase} " in line:
            line = line.replace(f" {phrase} ", f" {same} ")
    return frozenset(line.split())


def _singular(low: str, words: Lexicon) -> str:
    bare = low.removesuffix("s")
    core = bare in words.lists["titles"] or bare in words.lists["soft_titles"]
    return bare if core and bare != "bos" else low.replace(".", "")


def read_title(tokens: Tokens, index: int, words: Lexicon) -> Title | None:
    """The title that begins at a token, if one does."""
    low = at(tokens, index).low
    if low == "chief":
        end = _chief(tokens, index, words)
        return _title(tokens, index, end, words) if end else None
    begin = index
    if low in words.lists["grades"]:
        index += 1
    core = _core(tokens, index, words)
    if core:
        return _title(tokens, begin, _function(tokens, core, words), words)
    return _soft(tokens, begin, index, words)


def _title(tokens: Tokens, begin: int, end: int, words: Lexicon, *, soft: bool = False) -> Title:
    lows = [
        t.low for t in tokens[begin:end] if t.is_word and t.low not in words.lists["title_noise"]
    ]
    last = lows[-1] if lows else ""
    plural = last.endswith("s") and last not in words.lists["terms"]
    return Title(span=(begin, end), words=_same_words(lows, words), is_soft=soft, is_plural=plural)


def _chief(tokens: Tokens, index: int, words: Lexicon) -> int | None:
    """The end of `chief … officer`, `chief of staff`, `chief scientist`."""
    ahead = [token.low for token in tokens[index + 1 : index + _REACH + 1]]
    if "officer" in ahead:
        place = ahead.index("officer")
        if all(low.isalpha() or low in "-&/" for low in ahead[:place]):
            return index + place + 2
    for end, low in enumerate(ahead, start=index + 1):
        if low == "staff":
            return end + 1
        if low in words.lists["soft_titles"]:
            return _function(tokens, end + 1, words)
        if not (tokens[end].is_capitalised or low in words.lists["terms"] or low == "of"):
            return None
    return None


def _core(tokens: Tokens, index: int, words: Lexicon) -> int | None:
    """The end of a title that is one by itself: VP, vice president, co-founder, CEO."""
    low = at(tokens, index).low
    gap = 1 if at(tokens, index + 1).text == "-" else 0
    follow = at(tokens, index + 1 + gap).low
    if low == "vice" and follow.startswith("president"):
        return index + gap + 2
    if low == "co" and gap and follow.startswith("founder"):
        return index + gap + 2
    if low in ("managing", "general") and follow in ("director", "manager", "partner"):
        return index + gap + 2
    is_core = low in words.lists["titles"] or low.removesuffix("s") in words.lists["titles"]
    if not is_core or (len(low) <= 3 and not at(tokens, index).is_capitalised):  # noqa: PLR2004
        return None
    return index + 1


def _function(tokens: Tokens, end: int, words: Lexicon) -> int:
    """The end of the field behind a title: of Sales and Marketing; , Engineering."""
    low = at(tokens, end - 1).low
    if low in ("ceo", "founder", "founders", "cofounder"):
        return end
    if low == "president" and at(tokens, end - 2).low not in ("vice", "-"):
        return end
    terms, probe = words.lists["terms"], end
    reached = end
    while probe < min(end + _REACH, len(tokens)):
        token = tokens[probe]
        if token.low in terms and not (
            token.low in words.lists["grades"] or _ends_title(token.low)
        ):
            reached = probe + 1
        elif token.low not in ("of", "for", "and", "&", ",", "-", "/", "the") or (
            token.text == "," and not at(tokens, probe + 1).is_capitalised
        ):
            break
        probe += 1
    return reached


def _ends_title(low: str) -> bool:
    return low in ("head", "director", "manager", "lead", "partner", "senior", "round", "team")


def _soft(tokens: Tokens, begin: int, index: int, words: Lexicon) -> Title | None:
    """Head of Growth, product manager, Chief-less words that may be titles."""
    terms, soft = words.lists["terms"], words.lists["soft_titles"]
    end = index
    while end < begin + _REACH and at(tokens, end).low in terms and at(tokens, end).low not in soft:
        end += 1
    low = at(tokens, end).low
    if low not in soft and low not in words.lists["titles"]:
        return None
    end += 1
    if low in ("head", "director", "manager", "lead", "vp") and at(tokens, end).low in ("of", ","):
        end = _function(tokens, end, words)
    title = _title(tokens, begin, end, words, soft=True)
    return title if end - begin > 1 or at(tokens, begin).is_capitalised else None
