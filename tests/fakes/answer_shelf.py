"""A shelf of answers in memory, which counts how often it was turned to."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from leadwright.tools.ports import Shelved

_NOTHING = Shelved(version=0)


@dataclass
class MemoryShelf:
    """One for all runtimes that are to share it."""

    trips: int = 0
    _rows: dict[str, tuple[Shelved, datetime]] = field(default_factory=dict)

    async def look(self, key: str) -> Shelved | None:
        self.trips += 1
        return self._rows[key][0] if key in self._rows else None

    async def begin(self, key: str, *, asker: str, seen: Shelved | None, at: datetime) -> bool:
        self.trips += 1
        there, until = self._rows.get(key, (None, at))
        if there != seen:
            return False
        self._put(key, max(until, at + timedelta(days=1)), asker=asker)
        return True

    async def renew(self, key: str, *, asker: str) -> None:
        self._if_it_asks(key, asker, asker=asker)

    async def keep(self, key: str, answer: str, *, at: datetime, until: datetime) -> None:
        self.trips += 1
        self._put(key, until, asker=None, answer=answer, kept_at=at)
        await self.clear(at)

    async def give_up(self, key: str, *, asker: str) -> None:
        self._if_it_asks(key, asker, asker=None)

    async def clear(self, now: datetime) -> None:
        self.trips += 1
        self._rows = {key: row for key, row in self._rows.items() if row[1] > now}

    def _if_it_asks(self, key: str, name: str, *, asker: str | None) -> None:
        self.trips += 1
        if key in self._rows and self._rows[key][0].asker == name:
            self._put(key, self._rows[key][1], asker=asker)

    def _put(self, key: str, until: datetime, **changes: object) -> None:
        old = self._rows[key][0] if key in self._rows else _NOTHING
        new = replace(old, version=old.version + 1, **changes)  # type: ignore[arg-type]
        self._rows[key] = (new, until)
