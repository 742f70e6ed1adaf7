"""A CRM: records with versions, and a person who works in it all the while."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from chaos.outside.diary import Diary
from chaos.outside.http import Body, Question, Reply
from chaos.outside.post import LAG_S, SLOW_S, broken, is_kept, refused
from chaos.outside.weather import Fate, Weather

Fields = dict[str, str | None]
KNOWN: Final = frozenset(
    {
        "annual_revenue",
        "company_name",
        "decision_maker",
        "email_draft",
        "last_contact_date",
        "next_action",
        "owner",
        "stage",
    }
)
_EDIT_EVERY_S: Final = (0.02, 0.15)


@dataclass(kw_only=True)
class _Record:
    version: int = 0
    fields: Fields = field(default_factory=dict)


@dataclass(kw_only=True)
class Records:
    """Records by lead. Whoever writes says which version was read."""

    diary: Diary
    weather: Weather
    is_repeatable: bool  # the same intent is carried out once, however often it is handed over
    lag_s: tuple[float, float] = LAG_S
    _records: dict[str, _Record] = field(default_factory=dict)
    _writes: dict[str, tuple[float, Body]] = field(default_factory=dict)

    async def answer(self, question: Question) -> Reply | None:
        """Read a record, write one, or tell whether an intent was carried out."""
        match question.method, question.path.strip("/").split("/"):
            case "GET", ["records", lead, intent]:
                return await self._read(lead, intent)
            case "PUT", ["records", lead]:
                return await self._write(lead, question.body)
            case "GET", ["writes", intent]:
                return await self._look_up(intent)
        return Reply(status=404)

    async def edit(self) -> None:
        """Be the person: change some field of some record, again and again."""
        chance = self.weather.chance
        for number in range(1_000_000):
            await asyncio.sleep(chance.uniform(*_EDIT_EVERY_S))
            touched = [lead for lead, record in self._records.items() if record.fields]
            if touched:
                lead = chance.choice(touched)
                name = chance.choice([*self._records[lead].fields])
                self._put(lead, {name: f"by hand {number}"}, what="human", intent="")

    async def _read(self, lead: str, intent: str) -> Reply | None:
        fate = self.weather.next()
        if fate not in {Fate.WELL, Fate.SLOW}:
            return await refused(fate, self.weather)
        record = self._records.setdefault(lead, _Record())
        done = self._writes.get(intent) if self.is_repeatable else None
        return Reply(
            body={
                "version": record.version,
                "fields": record.fields,
                "done": done and done[1],
            }
        )

    async def _write(self, lead: str, given: Body) -> Reply | None:
        fate, intent = self.weather.next(), given["intent"]
        if not is_kept(fate, self.weather):
            self.diary.note("not-accepted", intent=intent, fate=fate)
            return await refused(fate, self.weather)
        if given["fields"].keys() - KNOWN:
            return Reply(status=400, body={"error": "unknown field", "again": False})
        record = self._records.setdefault(lead, _Record())
        if self.is_repeatable and intent in self._writes:
            body = self._writes[intent][1]
        elif given["version"] != record.version:
            return Reply(status=409)
        else:
            body = self._put(lead, given["fields"], what="accepted", intent=intent, fate=fate)
            self.diary.note("added", lead=lead, intent=intent, notes=given["notes"])
            seen = time.monotonic() + self.weather.chance.uniform(*self.lag_s)
            self._writes.setdefault(intent, (seen, body))
        if fate is Fate.SLOW:
            await asyncio.sleep(self.weather.chance.uniform(*SLOW_S))
        return Reply(body=body) if fate in {Fate.WELL, Fate.SLOW} else await broken(fate)

    def _put(self, lead: str, fields: Fields, *, what: str, intent: str, fate: str = "") -> Body:
        record = self._records[lead]
        before = {name: record.fields.get(name) for name in fields}
        record.version += 1
        record.fields |= fields
        self.diary.note(
            what,
            intent=intent,
            lead=lead,
            version=record.version,
            before=before,
            after=fields,
            fate=fate,
        )
        return {"id": f"{lead}@{record.version}", "version": record.version}

    async def _look_up(self, intent: str) -> Reply | None:
        fate = self.weather.next()
        if fate not in {Fate.WELL, Fate.SLOW}:
            return await refused(fate, self.weather)
        since, body = self._writes.get(intent, (float("inf"), {}))
        return Reply(status=404) if time.monotonic() < since else Reply(body=body)
