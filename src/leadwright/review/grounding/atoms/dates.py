"""Dates as people write them: 2013-01-10, 10 Jan 2013, early 2013, Q1 2013, the mid-2000s."""

import re
from calendar import monthrange
from dataclasses import dataclass

from leadwright.review.grounding.atoms.tokens import Span, Tokens, at, touches
from leadwright.review.grounding.lexicon import Lexicon

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_DAY_ENDINGS = ("st", "nd", "rd", "th")
_LAST_DAY = 31
_DECEMBER = 12
_TWO = 2
_1900S = 2000
_CENTURY_TURN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date of the evidence, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date a text states, as narrow as it says: any part may be open."""

    first_year: int | None = None
    last_year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None

    def holds(self, known: Day) -> bool:
        """Whether a known date lies in it; a part that is not known proves nothing."""
        if self.first_year is not None and not (
            self.first_year <= known.year <= (self.last_year or self.first_year)
        ):
            return False
        if self.months is not None and not self._in_months(known.month):
            return False
        return self.day is None or self.day == known.day

    def _in_months(self, month: int | None) -> bool:
        return (
            month is not None
            and self.months is not None
            and (self.months[0] <= month <= self.months[1])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date in a text; several readings where the order of day and month is open."""

    span: Span
    readings: tuple[When, ...]

    @property
    def when(self) -> When:
        """The first reading."""
        return self.readings[0]


def iso_day(text: str) -> Day | None:
    """A day from ISO text of any precision: 2013, 2013-01, 2013-01-10."""
    parts = text.strip()[:10].split("-")
    if not all(part.isdecimal() for part in parts) or not _YEAR.fullmatch(parts[0]):
        return None
    year, month, day = ([int(part) for part in parts] + [0, 0])[:3]
    return real_day(year, month, day)


def real_day(year: int, month: int | None, day: int | None) -> Day:
    """A date as far as the calendar has it: a 31 February is some day of that February."""
    if month is None or not 1 <= month <= _DECEMBER:
        return Day(year=year)
    is_day = day is not None and 1 <= day <= monthrange(year, month)[1]
    return Day(year=year, month=month, day=day if is_day else None)


def read_date(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """The date that begins at a token, if one does."""
    token = at(tokens, index)
    if token.is_number:
        return _from_digits(tokens, index, words)
    if token.text == "'" or token.low in words.parts or token.low in words.seasons:
        return _short_year(tokens, index) or _part_of_year(tokens, index, words)
    if token.low in ("first", "second", "third", "fourth"):
        return _counted_part(tokens, index, words)
    if token.low in words.months and token.is_capitalised:
        return _from_month(tokens, index, words)
    return _decade_word(tokens, index, words) if token.low in words.decades else None


def _one(begin: int, end: int, *readings: When) -> Dated:
    return Dated(span=(begin, end), readings=readings)


def _in_year(year: int, months: tuple[int, int] | None = None, day: int | None = None) -> When:
    return When(first_year=year, last_year=year, months=months, day=day)


def _from_digits(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    text = tokens[index].text
    if dotted := _DOTTED.fullmatch(text):
        return _day_first(index, index + 1, *dotted.groups())
    if at(tokens, index + 1).text in ("-", "/") and touches(tokens, index + 1):
        parted = _parted(tokens, index)
        if parted:
            return parted
    if _YEAR.fullmatch(text):
        return _from_year(tokens, index, words)
    return _from_day(tokens, index, words)


def _parted(tokens: Tokens, index: int) -> Dated | None:
    """2013-01-10, 2013/01/10, 2013-01, 10/1/2013."""
    first, second, third = (at(tokens, index + step) for step in (0, 2, 4))
    whole = third.is_number and at(tokens, index + 3).text == at(tokens, index + 1).text
    if not second.text.isdecimal():
        return None
    if _YEAR.fullmatch(first.text) and len(second.text) == _TWO:
        day = int(third.text) if whole and third.text.isdecimal() and len(third.text) <= _TWO else 0
        dashed = at(tokens, index + 1).text == "-"
        return _year_first(index, int(first.text), int(second.text), day, dashed=dashed)
    if whole and _YEAR.fullmatch(third.text):
        return _day_first(index, index + 5, first.text, second.text, third.text)
    return None


def _year_first(index: int, year: int, month: int, day: int, *, dashed: bool) -> Dated | None:
    if not 1 <= month <= _DECEMBER or not (day or dashed):
        return None
    end = index + (5 if day else 3)
    return _one(index, end, _in_year(year, (month, month), day or None))


def _day_first(begin: int, end: int, first: str, second: str, year_text: str) -> Dated | None:
    """Both orders of day and month, where the calendar allows both."""
    year = int(year_text) if len(year_text) > _TWO else _full_year(int(year_text))
    one, two = int(first), int(second)
    pairs = [(one, two)] if one == two else [(one, two), (two, one)]
    readings = [
        _in_year(year, (month, month), day)
        for day, month in pairs
        if 1 <= month <= _DECEMBER and 1 <= day <= _LAST_DAY
    ]
    return _one(begin, end, *readings) if readings else None


def _full_year(short: int) -> int:
    return 2000 + short if short < _CENTURY_TURN else 1900 + short


def _from_year(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """A year alone, a decade (2000s), or the opening of `2013 January`."""
    year, follow = int(tokens[index].text), at(tokens, index + 1)
    if touches(tokens, index + 1) and follow.low == "s":
        return _one(index, index + 2, When(first_year=year, last_year=_decade_end(year)))
    if follow.low in words.months and follow.is_capitalised and touches(tokens, index + 1):
        return None
    return _one(index, index + 1, _in_year(year))


def _decade_end(year: int) -> int:
    return year + (99 if not year % 100 and year < _1900S else 9)


def _from_day(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """10 January 2013, the 10th of January."""
    text = tokens[index].text
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_DAY:
        return None
    end = index + 1
    if at(tokens, end).low in _DAY_ENDINGS and touches(tokens, end):
        end += 1
    if at(tokens, end).low in ("of", "-"):
        end += 1
    month = at(tokens, end)
    if month.low not in words.months or not month.is_capitalised:
        return None
    number = words.months[month.low]
    year, end = _year_behind(tokens, end + 1)
    return _one(
        index,
        end,
        When(first_year=year, last_year=year, months=(number, number), day=int(text)),
    )


def _from_month(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """January 2013, Jan. 10, 2013, January-April 2013, January."""
    low, end = tokens[index].low, index + 1
    first = last = words.months[low]
    if at(tokens, end).text in ("-", "/") and at(tokens, end + 1).low in words.months:
        last, end = words.months[at(tokens, end + 1).low], end + 2
    day, end = _day_behind(tokens, end)
    year, end = _year_behind(tokens, end)
    if day is None and year is None and low in ("may", "march", "mar", "sun"):
        before = at(tokens, index - 1).low
        if before not in words.lists["before_month"]:
            return None
    return _one(index, end, When(first_year=year, last_year=year, months=(first, last), day=day))


def _day_behind(tokens: Tokens, index: int) -> tuple[int | None, int]:
    gap = 1 if at(tokens, index).text == "." else 0
    gap += 1 if at(tokens, index + gap).low == "the" else 0
    token = at(tokens, index + gap)
    if (
        not token.text.isdecimal()
        or len(token.text) > _TWO
        or not 1 <= int(token.text) <= _LAST_DAY
    ):
        return None, index
    end = index + gap + 1
    if at(tokens, end).low in _DAY_ENDINGS and touches(tokens, end):
        end += 1
    return int(token.text), end


def _year_behind(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """The year behind a month or a day: 2013 · , 2013 · of 2013 · '13."""
    end = index
    while at(tokens, end).text in (".", ",", "of", "in", "-") and end < index + 2:
        end += 1
    token = at(tokens, end)
    if token.is_number and _YEAR.fullmatch(token.text):
        return int(token.text), end + 1
    short = _short_year(tokens, end)
    if short:
        return short.when.first_year, short.span[1]
    return None, index


def _short_year(tokens: Tokens, index: int) -> Dated | None:
    number = at(tokens, index + 1)
    if at(tokens, index).text != "'" or not touches(tokens, index + 1):
        return None
    if not number.text.isdecimal() or len(number.text) != _TWO:
        return None
    return _one(index, index + 2, _in_year(_full_year(int(number.text))))


def _part_of_year(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """Early 2013, mid-2013, the end of 2013, Q1 2013, spring 2013, the early 2000s."""
    low = tokens[index].low
    months = words.parts.get(low) or words.seasons.get(low)
    end = index + 1
    if low in ("start", "beginning", "middle", "end") and at(tokens, end).low != "of":
        return None
    while at(tokens, end).low in ("-", "of", "in", "the", ",", "to") and end < index + 4:
        end += 1
    inner = read_date(tokens, end, words) if end < len(tokens) else None
    if inner is None or inner.when.day is not None or months is None:
        return None
    return _narrowed(index, inner, low, months)


def _narrowed(index: int, inner: Dated, low: str, months: tuple[int, int]) -> Dated | None:
    when = inner.when
    if when.months is not None or when.first_year is None:
        return _one(index, inner.span[1], when)
    if when.last_year != when.first_year:
        return _one(index, inner.span[1], _part_of_decade(when, low))
    readings = [_in_year(when.first_year, months)]
    if low == "winter":
        readings.append(_in_year(when.first_year, (1, 3)))
    return _one(index, inner.span[1], *readings)


def _part_of_decade(when: When, low: str) -> When:
    first = when.first_year or 0
    start, stop = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(low, (0, 9))
    return When(first_year=first + start, last_year=first + stop)


def _counted_part(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """The first quarter of 2013, the second half of 2013."""
    name = {"quarter": "q", "half": "h"}.get(at(tokens, index + 1).low)
    low = f"{name}{words.ordinals[tokens[index].low]}"
    if name is None or low not in words.parts:
        return None
    end = index + 2
    while at(tokens, end).low in ("of", "in", ",") and end < index + 4:
        end += 1
    token = at(tokens, end)
    if not _YEAR.fullmatch(token.text):
        return None
    return _one(index, end + 1, _in_year(int(token.text), words.parts[low]))


def _decade_word(tokens: Tokens, index: int, words: Lexicon) -> Dated | None:
    """The nineties."""
    if at(tokens, index - 1).low not in ("the", "early", "mid", "late", "-"):
        return None
    decade = words.decades[tokens[index].low]
    first = (2000 if decade < _CENTURY_TURN else 1900) + decade
    return _one(index, index + 1, When(first_year=first, last_year=first + 9))
