"""Time counted from today: five years ago, last June, earlier this year, your tenth anniversary."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from leadwright.review.grounding.atoms.dates import Day
from leadwright.review.grounding.atoms.numbers import read_number
from leadwright.review.grounding.atoms.tokens import Span, Tokens, at, touches
from leadwright.review.grounding.lexicon import Lexicon

_MONTHS = 12
_WEEK = 7
_DECADE = 10


class Step(StrEnum):
    """The step that is counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


STEPS = {
    **{f"{step}{plural}": step for step in Step for plural in ("", "s")},
    "yr": Step.YEAR,
    "yrs": Step.YEAR,
    "decade": Step.YEAR,
    "decades": Step.YEAR,
}
_COUNTED = ("anniversary", "birthday", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """A time told by its distance from today."""

    span: Span
    count: Decimal  # of steps back; 0 is the running one
    step: Step
    is_calendar: bool = False  # last year: the calendar year before, not 365 days
    month: int | None = None  # last June
    season: tuple[int, int] | None = None  # last spring
    is_ago: bool = False  # said to be the past of an event, not a length of time

    def holds(self, known: Day, today: date) -> bool:
        """Whether a known date lies exactly so far back."""
        if self.month is not None or self.season is not None:
            return self._holds_named(known, today)
        if self.step is Step.YEAR:
            return self.count in _years(known, today, calendar=self.is_calendar)
        if known.month is None:
            return False
        if self.step is Step.MONTH:
            return self.count in _months(known, today, calendar=self.is_calendar)
        return self._holds_days(known, today)

    def _holds_named(self, known: Day, today: date) -> bool:
        first, last = self.season or (self.month or 0, self.month or 0)
        if known.month is None or not first <= known.month <= last:
            return False
        distance = (today.year - known.year) * _MONTHS + today.month - known.month
        return 0 <= distance <= _MONTHS + (last - first)

    def _holds_days(self, known: Day, today: date) -> bool:
        if known.month is None or known.day is None:
            return False
        days = (today - date(known.year, known.month, known.day)).days
        if self.step is Step.WEEK:
            slack = _WEEK if self.is_calendar else 0
            return (self.count * _WEEK) - slack < days < (self.count + 1) * _WEEK + slack
        return days == self.count


def _years(known: Day, today: date, *, calendar: bool) -> set[int]:
    """The year counts that are exact for a known date."""
    plain = today.year - known.year
    if calendar or known.month is None or (known.month, known.day) == (1, 1):
        return {plain}
    not_yet = (today.month, today.day) < (known.month, known.day or 1)
    return {plain - 1 if not_yet else plain}


def _months(known: Day, today: date, *, calendar: bool) -> set[int]:
    plain = (today.year - known.year) * _MONTHS + today.month - (known.month or 1)
    if calendar or known.day is None:
        return {plain}
    return {plain, plain - 1 if today.day < known.day else plain}


def read_elapsed(tokens: Tokens, index: int, words: Lexicon) -> Elapsed | None:
    """The elapsed time that begins at a token, if one does."""
    low = at(tokens, index).low
    if low in ("last", "this", "past") or low == "yesterday":
        return _named(tokens, index, words)
    if low in ("a", "an") and at(tokens, index + 1).low in STEPS:
        return _article(tokens, index)
    counted = _anniversary(tokens, index, words)
    if counted:
        return counted
    read = read_number(tokens, index, words)
    if read is None:
        return None
    return _counted(tokens, index, (read.value, read.end))


def _article(tokens: Tokens, index: int) -> Elapsed | None:
    """A year ago, a decade old; `an hour a day` is none."""
    follow = at(tokens, index + 2).low
    low = tokens[index + 1].low
    if follow not in ("ago", "back", "old", "earlier") and not low.startswith("decade"):
        return None
    count = Decimal(_DECADE if low.startswith("decade") else 1)
    ago = follow in ("ago", "back")
    end = index + (3 if follow in ("ago", "back", "old") else 2)
    return Elapsed(span=(index, end), count=count, step=STEPS[low], is_ago=ago)


def _counted(tokens: Tokens, index: int, read: tuple[Decimal, int]) -> Elapsed | None:
    """Five years ago, 5-year-old, for five years."""
    count, end = read
    end += 1 if at(tokens, end).text == "-" else 0
    end += 1 if at(tokens, end).low in ("full", "short", "whole", "odd") else 0
    low, follow = at(tokens, end).low, at(tokens, end + 1).low
    if low not in STEPS or follow == "end":
        return None
    if low.startswith("decade"):
        count *= _DECADE
    ago = follow in ("ago", "back")
    if tokens[index].low == "one" and not ago and follow not in ("old", "later", "earlier"):
        return None
    end += 2 if ago or follow == "old" else 1
    return Elapsed(span=(index, end), count=count, step=STEPS[low], is_ago=ago)


def _anniversary(tokens: Tokens, index: int, words: Lexicon) -> Elapsed | None:
    """Your tenth anniversary, the 10th year."""
    token, end = at(tokens, index), index + 1
    number = words.ordinals.get(token.low)
    if token.is_number and token.text.isdecimal() and touches(tokens, end):
        number = int(token.text) if at(tokens, end).low in ("st", "nd", "rd", "th") else None
        end += 1
    if number is None:
        return None
    end += 1 if at(tokens, end).text == "-" else 0
    if at(tokens, end).low not in _COUNTED:
        return None
    return Elapsed(span=(index, end + 1), count=Decimal(number), step=Step.YEAR)


def _named(tokens: Tokens, index: int, words: Lexicon) -> Elapsed | None:
    """Last year, last June, last spring, earlier this year, yesterday."""
    low, follow = tokens[index].low, at(tokens, index + 1)
    if low == "yesterday":
        return Elapsed(span=(index, index + 1), count=Decimal(1), step=Step.DAY, is_ago=True)
    earlier = at(tokens, index - 1).low in ("earlier", "later")
    if low == "this" and not earlier:
        return None
    span = (index - 1 if low == "this" else index, index + 2)
    month = words.months.get(follow.low) if follow.is_capitalised else None
    season = words.seasons.get(follow.low)
    if (month or season) and not _year_follows(tokens, index + 2):
        return Elapsed(
            span=span, count=Decimal(1), step=Step.YEAR, month=month, season=season, is_ago=True
        )
    if follow.low not in STEPS or follow.low.endswith("s") or low == "past":
        return None
    count = Decimal(0 if low == "this" else 1)
    step = STEPS[follow.low]
    return Elapsed(span=span, count=count, step=step, is_calendar=True, is_ago=True)


def _year_follows(tokens: Tokens, index: int) -> bool:
    return at(tokens, index).text.isdecimal()
