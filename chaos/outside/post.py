"""A mail provider: takes mails, forgets answers, tells of them late. It sends every mail it takes.

It knows no idempotency: the same mail handed over twice is sent twice.
"""

import asyncio
import heapq
import time
from dataclasses import dataclass, field
from typing import Final

from chaos.outside.diary import Diary
from chaos.outside.http import Body, Question, Reply
from chaos.outside.weather import Fate, Weather

LAG_S: Final = (0.08, 0.4)  # until it can be looked up that a mail was taken
SLOW_S: Final = (0.1, 0.5)
_MOST_TWINS: Final = 20
_FOREVER_S: Final = 3600.0


@dataclass(kw_only=True)
class Post:
    """Mails by intent; all that is here was sent."""

    diary: Diary
    weather: Weather
    lag_s: tuple[float, float] = LAG_S
    _known: dict[str, tuple[float, str]] = field(default_factory=dict)  # from when, as what
    _coming: list[tuple[float, int, Body]] = field(default_factory=list)
    _events: list[Body] = field(default_factory=list)
    _number: int = 0

    async def answer(self, question: Question) -> Reply | None:
        """Take a mail, look one up, or tell what happened since."""
        match question.method, question.path.strip("/").split("/"):
            case "POST", ["mails"]:
                return await self._take(question.body)
            case "GET", ["mails", intent]:
                return await self._look_up(intent)
            case "GET", ["events", after]:
                return self._tell(int(after))
        return Reply(status=404)

    async def _take(self, mail: Body) -> Reply | None:
        fate = self.weather.next()
        if is_kept(fate, self.weather):
            return await self._answered(fate, self._accept(mail, fate))
        self.diary.note("not-accepted", intent=mail["intent"], fate=fate)
        return await refused(fate, self.weather)

    async def _answered(self, fate: Fate, provider_id: str) -> Reply | None:
        if fate is Fate.SLOW:
            await asyncio.sleep(self.weather.chance.uniform(*SLOW_S))
        if fate in {Fate.WELL, Fate.SLOW}:
            return Reply(status=202, body={"id": provider_id})
        return await broken(fate)

    def _accept(self, mail: Body, fate: Fate) -> str:
        chance, now = self.weather.chance, time.monotonic()
        self._number += 1
        provider_id = f"post-{self._number}"
        self.diary.note("accepted", fate=fate, id=provider_id, **mail)
        first = (now + chance.uniform(*self.lag_s), provider_id)
        self._known.setdefault(mail["intent"], first)
        for _ in range(self._copies()):
            delay = chance.uniform(*self.lag_s)
            if chance.random() < 0.1:
                delay += chance.uniform(1, 5)  # long after everybody asked
            self._post_event(now + delay, {"intent": mail["intent"], "id": provider_id})
        if chance.random() < 0.02:
            forged = {"intent": f"int_nobody_knows_{self._number}", "id": "forged"}
            self._post_event(now, forged)
        return provider_id

    def _copies(self) -> int:
        dice = self.weather.chance.random()
        if dice < 0.05:
            return 0
        if dice < 0.75:
            return 1
        return 2 if dice < 0.97 else self.weather.chance.randint(3, _MOST_TWINS)

    def _post_event(self, when: float, event: Body) -> None:
        # Delays differ, so what comes later may be told first.
        heapq.heappush(self._coming, (when, len(self._coming) + len(self._events), event))

    async def _look_up(self, intent: str) -> Reply | None:
        fate = self.weather.next()
        if fate not in {Fate.WELL, Fate.SLOW}:
            return await refused(fate, self.weather)
        since, provider_id = self._known.get(intent, (float("inf"), ""))
        if time.monotonic() < since:
            return Reply(status=404)
        return Reply(body={"id": provider_id})

    def _tell(self, after: int) -> Reply:
        while self._coming and self._coming[0][0] <= time.monotonic():
            self._events.append(heapq.heappop(self._coming)[2])
        return Reply(body={"events": self._events[after:], "next": len(self._events)})


def is_kept(fate: Fate, weather: Weather) -> bool:
    """Whether something with that fate is done."""
    if fate in {Fate.HANGS, Fate.GATEWAY}:
        return weather.chance.random() < 0.5
    return fate in {Fate.WELL, Fate.UNANSWERED, Fate.SLOW}


async def broken(fate: Fate) -> Reply | None:
    """What is heard of something whose outcome nobody can know."""
    if fate is Fate.HANGS:
        await asyncio.sleep(_FOREVER_S)
    return Reply(status=502) if fate is Fate.GATEWAY else None


async def refused(fate: Fate, weather: Weather) -> Reply | None:
    """What is heard of something that was not done."""
    match fate:
        case Fate.REFUSED:
            again = weather.chance.random() < 0.8
            return Reply(status=400, body={"error": "refused", "again": again})
        case Fate.BUSY:
            seconds = f"{weather.chance.uniform(0.05, 0.4):.2f}"
            return Reply(status=429, headers={"Retry-After": seconds})
        case Fate.BUSY_MUTE:
            return Reply(status=429)
        case Fate.STORM:  # as its handbook says: with this body, nothing was done
            return Reply(status=503, body={"error": "overloaded"})
    return await broken(fate)
