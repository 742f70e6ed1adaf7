"""Amounts: money, shares and counts, with the words around them that change their meaning."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from leadwright.review.grounding.atoms.numbers import Read, read_number
from leadwright.review.grounding.atoms.shares import read_part
from leadwright.review.grounding.atoms.tokens import Kind, Span, Tokens, at, touches
from leadwright.review.grounding.lexicon import Lexicon

_LOOK_AHEAD = 5
_YEAR_DIGITS = 4


class Unit(StrEnum):
    """What is counted."""

    MONEY = "money"
    PERCENT = "percent"
    HEADS = "heads"  # people who work there
    OTHER = "other"  # something named by `noun`
    BARE = "bare"  # nothing named


class Sense(StrEnum):
    """How exact the writer says the figure is."""

    EXACT = "exact"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in a text."""

    span: Span
    value: Decimal
    unit: Unit
    currency: str | None = None
    sense: Sense = Sense.EXACT
    noun: str = ""
    in_words: bool = False


def read_amount(tokens: Tokens, index: int, words: Lexicon) -> Amount | None:
    """The amount that begins at a token, if one does."""
    if tokens[index].kind is Kind.WORD and (part := read_part(tokens, index, words)):
        return Amount(span=(index, part.end), value=part.value, unit=Unit.PERCENT)
    currency = _currency_before(tokens, index, words)
    begin = currency[1] if currency else index
    read = read_number(tokens, begin, words, money=currency is not None)
    if read is None:
        return None
    after = _currency_after(tokens, read.end, words)
    code = currency[0] if currency else after[0] if after else None
    end = after[1] if after and (currency is None or after[0] == currency[0]) else read.end
    if code is None:
        return _counted(tokens, index, read, words)
    end, sense = _sense(tokens, index, end, words)
    unit = Unit.MONEY
    return Amount(span=(index, end), value=read.value, unit=unit, currency=code, sense=sense)


def _currency_before(tokens: Tokens, index: int, words: Lexicon) -> tuple[str, int] | None:
    token = at(tokens, index)
    if token.text in words.currency_symbols:
        return words.currency_symbols[token.text], index + 1
    prefix = words.dollar_prefixes.get(token.text)
    if prefix and at(tokens, index + 1).text == "$" and touches(tokens, index + 1):
        return prefix, index + 2
    if token.text in words.lists["currency_codes"]:
        gap = 1 if at(tokens, index + 1).text in words.currency_symbols else 0
        return ("ILS" if token.text == "NIS" else token.text), index + 1 + gap
    return None


def _currency_after(tokens: Tokens, index: int, words: Lexicon) -> tuple[str, int] | None:
    """The currency behind a number: 10 million dollars, 6m€, 10M USD, 5 million US dollars."""
    if at(tokens, index).text == "-":
        index += 1
    token = at(tokens, index)
    nation = words.dollar_nations.get(token.low.replace(".", ""))
    if nation and at(tokens, index + 1).low in ("dollar", "dollars"):
        return nation, index + 2
    if token.text in words.currency_symbols and not at(tokens, index + 1).is_number:
        return words.currency_symbols[token.text], index + 1
    if token.text in words.lists["currency_codes"]:
        return ("ILS" if token.text == "NIS" else token.text), index + 1
    code = words.currency_words.get(token.low)
    return (code, index + 1) if code and token.low != "won" else None


def _counted(tokens: Tokens, index: int, read: Read, words: Lexicon) -> Amount:
    in_words = not tokens[index].is_number
    percent = _percent(tokens, read.end)
    end, sense = _sense(tokens, index, percent or read.end, words)
    if percent:
        return Amount(span=(index, end), value=read.value, unit=Unit.PERCENT, sense=sense)
    unit, noun = _noun(tokens, index, end, words)
    return Amount(
        span=(index, end), value=read.value, unit=unit, sense=sense, noun=noun, in_words=in_words
    )


def _percent(tokens: Tokens, index: int) -> int | None:
    gap = 1 if at(tokens, index).text == "-" else 0
    low = at(tokens, index + gap).low
    if low in ("%", "percent", "pct", "percentage"):
        return index + gap + 1
    if low == "per" and at(tokens, index + gap + 1).low == "cent":
        return index + gap + 2
    return None


def _sense(tokens: Tokens, begin: int, end: int, words: Lexicon) -> tuple[int, Sense]:
    """The end behind a plus sign, and the sense the words around the figure give it."""
    if at(tokens, end).text == "+" and touches(tokens, end):
        return end + 1, Sense.ABOVE
    near, far = at(tokens, begin - 1).low, at(tokens, begin - 2).low
    return end, _sense_of(near, far, words)


def _sense_of(near: str, far: str, words: Lexicon) -> Sense:
    """The sense from the one or two words before a figure: over, more than, close to."""
    lists = words.lists
    if near in ("at", "to") and far not in ("close", "up"):
        return Sense.EXACT
    low = far if near in ("a", "the", "than", "of", "to") else near
    if low in lists["above"] or (near == "than" and low in ("more", "greater", "higher")):
        return Sense.ABOVE
    if low in lists["below"] or low in ("close", "up", "fewer", "less"):
        return Sense.BELOW
    return Sense.ABOUT if low in lists["about"] or near == "~" else Sense.EXACT


def _noun(tokens: Tokens, begin: int, end: int, words: Lexicon) -> tuple[Unit, str]:
    """What the figure counts: people if so told before or behind, else the next noun."""
    end = end if len(tokens[begin].text) == _YEAR_DIGITS else _range_end(tokens, end, words)
    unit, noun = _noun_behind(tokens, end, words)
    if unit is Unit.HEADS:
        return unit, noun
    if tuple(at(tokens, end + step).low for step in (0, 1)) == ("of", "you"):
        return Unit.HEADS, "you"
    if _team_of(tokens, begin, words) or (not noun and _heads_before(tokens, begin, words)):
        return Unit.HEADS, ""
    return unit, noun


def _noun_behind(tokens: Tokens, end: int, words: Lexicon) -> tuple[Unit, str]:
    """The noun behind a figure: a few words may stand before `people`, but no other plural."""
    heads, function = words.lists["heads"], words.lists["function"]
    noun = ""
    for token in tokens[end : end + _LOOK_AHEAD]:
        if token.low in heads and not noun.endswith("s"):
            return Unit.HEADS, token.low
        if token.text != "-" and (not token.is_word or token.low in function):
            break
        noun = noun or (token.low if token.is_word else "")
    return (Unit.OTHER, noun) if noun else (Unit.BARE, "")


def _range_end(tokens: Tokens, end: int, words: Lexicon) -> int:
    """The end of the range a figure opens: 10 to 15 minutes, five or ten days."""
    if at(tokens, end).low not in ("to", "or", "and", "-"):
        return end
    other = read_number(tokens, end + 1, words)
    return other.end if other else end


def _team_of(tokens: Tokens, begin: int, words: Lexicon) -> bool:
    """Whether the figure is the size of a team by grammar: your team of 45, a staff of about 45."""
    probe = begin - 1
    while at(tokens, probe).low in words.lists["about"] | words.lists["above"] | {"than", "more"}:
        probe -= 1
    named = at(tokens, probe - 1).low in words.lists["head_leads"] - {"company", "business"}
    return at(tokens, probe).low == "of" and named


def _heads_before(tokens: Tokens, begin: int, words: Lexicon) -> bool:
    """Whether people are named before the figure: a team of 45, headcount: 45."""
    lows = [at(tokens, begin - step).low for step in range(1, 6)]
    return any(low in words.lists["head_leads"] for low in lows)
