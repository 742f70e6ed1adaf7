"""`get_current_time`: what time it is for somebody, and whether people there are at work."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from leadwright.tools.catalogue.hours import as_shown, clocks_of, country_of, week_of, zone
from leadwright.tools.contract import ToolModel, ToolSpec

LONGEST_ZONE = 60


class CurrentTimeInput(ToolModel):
    """Where; nothing means UTC, a time zone wins over the country."""

    country: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2, e.g. 'DE'"
    )
    time_zone: str | None = Field(
        default=None, max_length=LONGEST_ZONE, description="An IANA name, e.g. 'Europe/Berlin'"
    )


class LocalTime(ToolModel):
    """What clocks show somewhere."""

    time_zone: str
    local: datetime = Field(description="With the offset to UTC")
    weekday: str
    is_working_time: bool = Field(description="By the usual week there, without holidays")
    next_work_starts: datetime = Field(description="When the next working day begins there")


class CurrentTimeOutput(ToolModel):
    """The present moment; a country with several clocks has several local times."""

    utc: datetime
    times: tuple[LocalTime, ...]
    is_working_time: bool = Field(description="Whether people are at work at all of them")


GET_CURRENT_TIME = ToolSpec(
    name="get_current_time",
    description=(
        "Tell the present time in UTC and in a country or time zone, with the weekday and whether "
        "people there are usually at work. Countries with several clocks get each of them."
    ),
    input=CurrentTimeInput,
    output=CurrentTimeOutput,
    rate_per_minute=6_000,
)


def current_time(asked: CurrentTimeInput, now: datetime) -> CurrentTimeOutput:
    """The present moment where somebody is.

    Raises:
        PlaceUnknown: there is no such place.
    """
    if asked.time_zone:
        zones = [zone(asked.time_zone)]
        country = asked.country or country_of(asked.time_zone)
    else:
        country = asked.country
        zones = [*clocks_of(country, now)] if country else [ZoneInfo("UTC")]
    times = tuple(_local(now, there, country) for there in zones)
    return CurrentTimeOutput(
        utc=now, times=times, is_working_time=all(one.is_working_time for one in times)
    )


def _local(now: datetime, there: ZoneInfo, country: str | None) -> LocalTime:
    local, week = now.astimezone(there), week_of(country)
    return LocalTime(
        time_zone=there.key,
        local=as_shown(local),
        weekday=_WEEKDAYS[local.weekday()],
        is_working_time=week.is_at_work(local),
        next_work_starts=as_shown(week.next_start(local)),
    )


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
