"""Names of funding rounds: Series B, pre-seed, angel round, private equity, post-IPO."""

import re
from dataclasses import dataclass

from leadwright.review.grounding.atoms.tokens import Span, Token, Tokens, at
from leadwright.review.grounding.lexicon import Lexicon

_LETTER = re.compile(r"[A-Ka-k]\d?")
_OTHER_THINGS = frozenset({("angel", "investor"), ("growth", "stage"), ("growth", "capital")})
_LATER = (("or", "later"), ("or", "beyond"), ("and", "later"), ("and", "beyond"))
_TAILS = re.compile(r"-(round|funding|financing|investment|equity|stage|raise)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A kind of funding round that a text names; `kind` is in the form `series-a`."""

    span: Span
    kind: str


def round_kind(text: str) -> str:
    """A source's word for a round in the one form used here."""
    kind = re.sub(r"[\s_]+", "-", text.strip().lower())
    if kind.startswith("post-ipo"):
        return "post-ipo"
    if kind in ("private-equity", "pe"):
        return "private-equity"
    kind = _TAILS.sub("", kind)
    return f"series-{kind}" if _LETTER.fullmatch(kind) else kind


def read_round(tokens: Tokens, index: int, words: Lexicon) -> Round | None:
    """The round that is named at a token, if one is."""
    token = at(tokens, index)
    if token.low == "series":
        return _series(tokens, index, words)
    if token.low in words.lists["typed_rounds"]:
        return _typed(tokens, index, words)
    if token.low in ("pre", "post", "private", "crowdfunding", "crowdfunded", "crowd", "angels"):
        return _compound(tokens, index, words)
    return _lettered(tokens, index)


def _series(tokens: Tokens, index: int, words: Lexicon) -> Round | None:
    gap = 2 if at(tokens, index + 1).text == "-" else 1
    letter = at(tokens, index + gap)
    if not letter.is_word or not _LETTER.fullmatch(letter.text):
        return None
    if letter.text.islower() and not (gap > 1 or _money_follows(tokens, index + gap + 1, words)):
        return None
    end = index + gap + 1
    late = _later(tokens, end)
    if late:
        return Round(span=(index, late), kind=f"series-{letter.low[0]}+")
    return Round(span=(index, end), kind=f"series-{letter.low}")


def _later(tokens: Tokens, index: int) -> int | None:
    """The end of `+` or `or later` behind a series."""
    if at(tokens, index).text == "+":
        return index + 1
    return index + 2 if (at(tokens, index).low, at(tokens, index + 1).low) in _LATER else None


def _money_follows(tokens: Tokens, index: int, words: Lexicon) -> bool:
    gap = 1 if at(tokens, index).text == "-" else 0
    return at(tokens, index + gap).low in words.lists["money_words"] or at(tokens, index).text in (
        "",
        ".",
        ",",
    )


def _typed(tokens: Tokens, index: int, words: Lexicon) -> Round | None:
    low = tokens[index].low
    gap = 1 if at(tokens, index + 1).text in ("-", "/") else 0
    follow = at(tokens, index + 1 + gap).low
    if (low, follow) == ("venture", "capital"):
        gap, follow = gap + 1, at(tokens, index + 2 + gap).low
    if (low, follow) in _OTHER_THINGS:
        return None
    one_of = follow in ("one", "kind", "type") and any(t.low == "round" for t in tokens)
    named = one_of or follow in words.lists["money_words"]
    if named or _is_apposed(tokens, index) or _is_alone(tokens, index, words):
        return Round(span=(index, index + 1), kind=low)
    return None


def _is_alone(tokens: Tokens, index: int, words: Lexicon) -> bool:
    """`Your seed`, `a $2M grant`: without the word round, but where money is spoken of."""
    if tokens[index].low in words.lists["money_rounds"]:
        return False
    if at(tokens, index - 1).low not in words.lists["before_round"]:
        return False
    return any(t.low in words.lists["round_cues"] or t.text in "$€£" for t in tokens)


def _is_apposed(tokens: Tokens, index: int) -> bool:
    """`Your last round, angel, closed`; `(debt)`."""
    before, after = at(tokens, index - 1).text, at(tokens, index + 1).text
    beside = before in {",", "(", "-", ":"} and after in {",", ")", "-", "."}
    return beside and any(token.low in {"round", "raise", "financing"} for token in tokens)


def _compound(tokens: Tokens, index: int, words: Lexicon) -> Round | None:
    low, gap = tokens[index].low, 2 if at(tokens, index + 1).text == "-" else 1
    follow = at(tokens, index + gap).low
    kinds = {
        ("pre", "seed"): "pre-seed",
        ("post", "ipo"): "post-ipo",
        ("private", "equity"): "private-equity",
        ("crowd", "funding"): "crowdfunding",
    }
    if (low, follow) in kinds:
        return Round(span=(index, index + gap + 1), kind=kinds[(low, follow)])
    if low.startswith("crowdfund"):
        return Round(span=(index, index + 1), kind="crowdfunding")
    backed = low == "angels" and any(token.low in words.lists["round_cues"] for token in tokens)
    return Round(span=(index, index + 1), kind="angel") if backed else None


def _lettered(tokens: Tokens, index: int) -> Round | None:
    """B round, A-round, Round B."""
    token, follow = at(tokens, index), at(tokens, index + 1)
    if token.low == "round" and _is_letter(follow) and follow.text in "ABCDEFGH":
        return Round(span=(index, index + 2), kind=f"series-{follow.low}")
    if not _is_letter(token) or token.text.islower():
        return None
    gap = 1 if follow.text == "-" else 0
    if at(tokens, index + 1 + gap).low not in ("round", "raise", "funding"):
        return None
    sure = token.text != "A" or gap or at(tokens, index - 1).low in ("your", "the", "their", "an")
    return Round(span=(index, index + 1), kind=f"series-{token.low}") if sure else None


def _is_letter(token: Token) -> bool:
    return token.is_word and len(token.text) == 1 and _LETTER.fullmatch(token.text) is not None
