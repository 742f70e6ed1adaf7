"""Local time and working hours of a country or time zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import ClassVar, TypedDict
from zoneinfo import ZoneInfo

from leadwright.errors import Refused
from leadwright.tools.catalogue.data import raw

MOST_DAYS_OFF = 14  # nobody's week has more days without work in a row


class PlaceUnknown(Refused):
    """A time zone or country is not one of the time zone database, or has several clocks."""

    code: ClassVar[str] = "place_unknown"


class _Hours(TypedDict):
    from_hour: int
    to_hour: int
    days: list[int]
    call_hours: list[int]
    other_weeks: dict[str, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """When people of a country are usually at work; public holidays are not known."""

    days: frozenset[int]  # Monday is 1
    from_hour: int
    to_hour: int
    call_hours: tuple[int, ...]  # the hours a call is proposed at, the best first

    def is_at_work(self, local: datetime) -> bool:
        """Whether people are usually at work at a local time."""
        return local.isoweekday() in self.days and self.from_hour <= local.hour < self.to_hour

    def next_start(self, local: datetime) -> datetime:
        """When work next begins there, later than a local time."""
        morning = local.replace(hour=self.from_hour, minute=0, second=0, microsecond=0, fold=0)
        days = (morning + timedelta(days=n) for n in range(MOST_DAYS_OFF))
        return next(day for day in days if day > local and day.isoweekday() in self.days)


def week_of(country: str | None) -> Week:
    """The usual week of a country."""
    hours = _hours()
    return Week(
        days=frozenset(hours["other_weeks"].get(country or "", hours["days"])),
        from_hour=hours["from_hour"],
        to_hour=hours["to_hour"],
        call_hours=tuple(hours["call_hours"]),
    )


def zone(name: str) -> ZoneInfo:
    """A time zone by its name.

    Raises:
        PlaceUnknown: there is none of that name.
    """
    if name not in _names():
        raise PlaceUnknown(f"{name!r} is no time zone; write it as in 'Europe/Berlin'.")
    return ZoneInfo(name)


def zones_of(country: str) -> Sequence[str]:
    """The names of a country's time zones, in the order of the time zone database.

    Raises:
        PlaceUnknown: the country has none there.
    """
    found = _by_country().get(country)
    if not found:
        raise PlaceUnknown(f"No time zone is known of {country!r}; name the time zone instead.")
    return found


def country_of(zone_name: str) -> str | None:
    """The country a time zone belongs to; None for UTC and the like."""
    return next((code for code, names in _by_country().items() if zone_name in names), None)


def clocks_of(country: str, now: datetime) -> Sequence[ZoneInfo]:
    """One zone for each time that clocks of a country show now, the first named stands for all."""
    shown: dict[timedelta | None, ZoneInfo] = {}
    for name in zones_of(country):
        there = ZoneInfo(name)
        shown.setdefault(now.astimezone(there).utcoffset(), there)
    return tuple(shown.values())


def as_shown(moment: datetime) -> datetime:
    """The moment with its offset alone: the same before and after a night in the journal."""
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)


@cache
def _hours() -> _Hours:
    return raw("working_hours.toml")  # type: ignore[return-value]  # our own file


@cache
def _by_country() -> Mapping[str, tuple[str, ...]]:
    """From the table of the tzdata package, which is in the public domain."""
    rows = (line.split("\t") for line in _lines("zoneinfo/zone.tab") if not line.startswith("#"))
    found: dict[str, tuple[str, ...]] = {}
    for code, _, name, *_ in rows:
        found[code] = (*found.get(code, ()), name)
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(_lines("zones"))


def _lines(file: str) -> list[str]:
    text = files("tzdata").joinpath(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]
