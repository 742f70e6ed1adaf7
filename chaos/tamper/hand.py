"""The administrator's hand: reads and writes the tables as they are, triggers or not."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store import Kind
from leadwright.adapters.store.moments import as_kept, from_micros
from leadwright.adapters.store.repositories.journal import clear_text
from leadwright.adapters.store.repositories.ledger import event_of
from leadwright.adapters.store.tables import audit, audit_head, journal
from leadwright.governance.audit import GENESIS, canonical, chain

Row = dict[str, Any]
GUARDED = (audit, audit_head, journal)
_TRIGGERS = {
    "sqlite": "SELECT name, '' FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, ' ON ' || tgrelid::regclass FROM pg_trigger "
    "WHERE NOT tgisinternal",
}


@dataclass(slots=True)
class Hand:
    """Somebody who may do anything to the database, and knows this program well."""

    connection: sa.Connection
    chance: Random
    events: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        kind = self.connection.dialect.name
        for name, where in self.connection.execute(sa.text(_TRIGGERS[kind])).all():
            self.connection.execute(sa.text(f"DROP TRIGGER {name}{where}"))
        self.events = self.rows(audit)
        self.calls = self.rows(journal)

    def rows(self, table: sa.Table) -> list[Row]:
        """All rows, with the values the database has."""
        columns = list(table.primary_key)
        query = sa.select(*as_kept(table)).order_by(*columns)
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def fingerprint(self) -> str:
        """What the three tables hold, to the last bit."""
        held = repr([self.rows(table) for table in GUARDED])
        return hashlib.sha256(held.encode()).hexdigest()

    def put_events(self, *, mend: int | None = None, head: bool = True) -> None:
        """Write the events back, with all hashes from `mend` on made anew."""
        if mend is not None:
            self._mend(mend)
        self.connection.execute(sa.text("DELETE FROM audit"))
        self.insert("audit", self.events)
        if head:
            last = self.events[-1] if self.events else {"seq": 0, "hash": GENESIS}
            values = {"seq": last["seq"], "hash": last["hash"]}
            self.do("UPDATE audit_head SET seq = :seq, hash = :hash", **values)

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            values = {**row}
            if "cached" in values and self.connection.dialect.name == Kind.POSTGRESQL:
                values["cached"] = bool(values["cached"])
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            self.do(f"INSERT INTO {table} ({names}) VALUES ({marks})", **values)  # noqa: S608

    def do(self, statement: str, **values: Any) -> None:
        """Any statement at all."""
        self.connection.execute(sa.text(statement), values)

    def put_call(self, call: Row, **changed: Any) -> None:
        """Change columns of one call."""
        if "cached" in changed and self.connection.dialect.name == Kind.POSTGRESQL:
            changed["cached"] = bool(changed["cached"])
        names = ", ".join(f"{name} = :{name}" for name in changed)
        update = f"UPDATE journal SET {names} WHERE seq = :place"  # noqa: S608 - that is the deed
        self.do(update, **changed, place=call["seq"])

    def mark_for(self, call: Row) -> bytes:
        """A hash for a call that was changed, as one might come by it."""
        values = {**call, "cached": bool(call["cached"])}
        values["payload_hash"] = bytes(values["payload_hash"])
        plain = hashlib.sha256(clear_text(values).encode()).digest()
        other = bytes(self.chance.choice(self.calls)["row_hash"])
        return self.chance.choice([plain, plain[:16], self.chance.randbytes(16), other])

    def another(self, value: Any, column: str, rows: list[Row]) -> Any:
        """A value that is not this one, and might stand there."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, int | float):
            return value + self.chance.choice([-1, 1, 7, 1000])
        if isinstance(value, bytes | memoryview):
            spoilt = bytearray(bytes(value))
            spoilt[self.chance.randrange(len(spoilt))] ^= 1 << self.chance.randrange(8)
            return bytes(spoilt)
        others = [row[column] for row in rows if row[column] not in {value, None}]
        if others and self.chance.random() < 0.5:
            return self.chance.choice(others)
        return f"{value or ''}{self.chance.choice(' 0x')}"

    def _mend(self, start: int) -> None:
        for number in range(start, len(self.events)):
            row = self.events[number]
            row["seq"] = number + 1
            row["prev_hash"] = self.events[number - 1]["hash"] if number else GENESIS
            moment = from_micros(row["timestamp"])
            event = event_of(SimpleNamespace(**row | {"timestamp": moment}))
            row["hash"] = chain(row["prev_hash"], canonical(event))
