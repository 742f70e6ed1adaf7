"""`schedule_call`: proposes a call and times for it; nobody is invited before a person agrees."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from pydantic import Field

from leadwright.tools.catalogue.crm import ProposalOutput
from leadwright.tools.catalogue.hours import (
    PlaceUnknown,
    as_shown,
    clocks_of,
    country_of,
    week_of,
    zone,
)
from leadwright.tools.contract import Effect, ToolModel, ToolSpec

NOTICE = timedelta(hours=24)  # nobody is asked for a call sooner
HORIZON_DAYS = 60  # enough for five slots in any week, however late the first day
LONGEST_ZONE = 60


class ScheduleCallInput(ToolModel):
    """Whom to call, for how long, and where that person is; the lead id comes from the house."""

    lead_id: str = Field(max_length=100, description="The lead, as the house calls it")
    topic: str = Field(default="Introduction", max_length=120, description="What it is about")
    duration_minutes: int = Field(default=30, ge=10, le=120, description="10 to 120")
    country: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Where the person is, ISO 3166-1 alpha-2"
    )
    time_zone: str | None = Field(
        default=None,
        max_length=LONGEST_ZONE,
        description="The person's IANA time zone; needed where a country has several",
    )
    not_before: date | None = Field(default=None, description="No slot before this day")
    slots: int = Field(default=3, ge=1, le=5, description="How many times to propose (1 to 5)")


class CallSlot(ToolModel):
    """A time for the call, in the clock of the person called."""

    starts: datetime
    ends: datetime
    time_zone: str


class CallProposal(ProposalOutput):
    """A call that waits for approval, and times for it."""

    slots: tuple[CallSlot, ...] = ()


SCHEDULE_CALL = ToolSpec(
    name="schedule_call",
    description=(
        "Propose a call with the lead: a few times within working hours where the person is, at "
        "least a day ahead, one a day. Invites nobody; a person decides."
    ),
    input=ScheduleCallInput,
    output=CallProposal,
    effect=Effect.PROPOSE,
    rate_per_minute=6_000,
)


def propose_call(asked: ScheduleCallInput, now: datetime) -> CallProposal:
    """The proposal of a call.

    Raises:
        PlaceUnknown: nobody can tell what clocks show where the person is.
    """
    there = _place(asked, now)
    slots = tuple(islice(_slots(asked, now, there), asked.slots))
    times = "; ".join(_written(slot) for slot in slots)
    return CallProposal(
        kind="meeting",
        summary=f"Call of {asked.duration_minutes} minutes, {asked.topic}: {times} ({there.key})",
        after={
            "topic": asked.topic,
            "duration_minutes": str(asked.duration_minutes),
            "time_zone": there.key,
            "slots": times,
        },
        slots=slots,
    )


def _place(asked: ScheduleCallInput, now: datetime) -> ZoneInfo:
    if asked.time_zone:
        return zone(asked.time_zone)
    if not asked.country:
        raise PlaceUnknown("Nobody said where the person is; give the country or the time zone.")
    clocks = clocks_of(asked.country, now)
    if len(clocks) > 1:
        names = ", ".join(clock.key for clock in clocks)
        raise PlaceUnknown(f"{asked.country} has several clocks; name the time zone, e.g. {names}.")
    return clocks[0]


def _slots(asked: ScheduleCallInput, now: datetime, there: ZoneInfo) -> Iterator[CallSlot]:
    """One slot a working day, at hours that differ, so that one may suit."""
    week = week_of(asked.country or country_of(there.key))
    length = timedelta(minutes=asked.duration_minutes)
    first = now.astimezone(there)
    if asked.not_before and asked.not_before > first.date():
        first = datetime.combine(asked.not_before, first.time().min, there)
    given = 0
    for day in range(HORIZON_DAYS):
        hours = week.call_hours[given % len(week.call_hours) :] + week.call_hours
        times = (_at(first, day, hour) for hour in hours)
        free = (
            time
            for time in times
            if time - now >= NOTICE
            and week.is_at_work(time)
            and _ends_in_time(time, length, week.to_hour)
        )
        start = next(free, None)
        if start is not None:
            given += 1
            starts, ends = as_shown(start), as_shown(start + length)
            yield CallSlot(starts=starts, ends=ends, time_zone=there.key)


def _at(first: datetime, days: int, hour: int) -> datetime:
    day = first + timedelta(days=days)  # the local calendar: clocks may change in between
    return day.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)


def _ends_in_time(start: datetime, length: timedelta, hour: int) -> bool:
    return start + length <= start.replace(hour=hour)


def _written(slot: CallSlot) -> str:
    return f"{slot.starts:%a %d %b %Y %H:%M}"
