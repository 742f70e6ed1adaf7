"""Switches, breakers and figures of tools: what all processes of a database agree on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.repositories.ledger import append
from leadwright.adapters.store.tables import audit, journal, micros, tool_failures, tool_states
from leadwright.governance.audit import AuditEvent
from leadwright.landmarks import Landmark
from leadwright.models.ports import CallKind, CallState
from leadwright.tools.ports import Switch, ToolFigures, ToolState

_ORDER: Final = 3  # after the leads' own rows; the audit chain is locked last
_OK: Final = "ok"


class _Where(NamedTuple):
    tool: str
    provider: str


class SqlToolStates:
    """One truth about tools for all processes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._states = Bulk(archive.database, tool_states, conflict=KEEPING)
        self._failures = Bulk(archive.database, tool_failures, conflict=KEEPING)
        self._audit = Bulk(archive.database, audit)

    async def all(self) -> tuple[ToolState, ...]:
        """Every tool or source of a tool that something is known of."""
        return await self._archive.read(_all)

    async def switch(self, switch: Switch) -> None:
        """Switch off or on; the audit trail hears of it in the same transaction."""
        await self._archive.scribe.write(
            self._switch, switch, order=_ORDER, mark=Landmark.TOOL_STATE
        )

    async def set_open(self, tool: str, provider: str, until: datetime | None) -> None:
        """A breaker opened until then, or closed."""
        item = (_Where(tool, provider), {"open_until": until})
        await self._archive.scribe.write(self._change, item, order=_ORDER, mark=Landmark.TOOL_STATE)

    async def count_failure(self, tool: str, provider: str, code: str) -> None:
        """An attempt failed."""
        await self._archive.scribe.write(
            self._count, (tool, provider, code), order=_ORDER, mark=Landmark.TOOL_STATE
        )

    async def figures(self) -> tuple[ToolFigures, ...]:
        """What the journal tells, by tool and source."""
        return await self._archive.read(_figures)

    def _switch(self, connection: sa.Connection, switches: Sequence[Switch]) -> Sequence[object]:
        for switch in switches:
            told = {
                "is_off": switch.is_off,
                "reason": switch.reason,
                "actor": switch.actor,
                "changed_at": switch.at,
            }
            self._change(connection, [(_Where(switch.tool, switch.provider), told)])
        append(connection, self._audit, [_event(switch) for switch in switches])
        return [None] * len(switches)

    def _change(
        self, connection: sa.Connection, changes: Sequence[tuple[_Where, dict[str, Any]]]
    ) -> Sequence[object]:
        for where, values in changes:
            self._states.insert(connection, [_untold(where)])
            connection.execute(sa.update(tool_states).where(*_is(where)).values(values))
        return [None] * len(changes)

    def _count(
        self, connection: sa.Connection, failures: Sequence[tuple[str, str, str]]
    ) -> Sequence[object]:
        for (tool, provider, code), times in sorted(Counter(failures).items()):
            key = {"tool": tool, "provider": provider, "code": code}
            self._failures.insert(connection, [{**key, "number": 0}])
            same = [tool_failures.c[name] == value for name, value in key.items()]
            more = {"number": tool_failures.c.number + times}
            connection.execute(sa.update(tool_failures).where(*same).values(more))
        return [None] * len(failures)


def _untold(where: _Where) -> dict[str, Any]:
    return {
        **where._asdict(),
        "is_off": False,
        "reason": "",
        "actor": "",
        "changed_at": None,
        "open_until": None,
    }


def _is(where: _Where) -> tuple[sa.ColumnElement[bool], ...]:
    return (tool_states.c.tool == where.tool, tool_states.c.provider == where.provider)


def _event(switch: Switch) -> AuditEvent:
    where = f"{switch.tool}@{switch.provider}" if switch.provider else switch.tool
    action = "disable_tool" if switch.is_off else "enable_tool"
    return AuditEvent(
        id=f"tool:{where}/{action}/{micros(switch.at)}",
        timestamp=switch.at,
        actor=f"user:{switch.actor}",
        action=action,
        subject=f"tool:{where}",
        tool=switch.tool,
        reason=switch.reason,
        release=switch.release,
    )


def _all(connection: sa.Connection) -> tuple[ToolState, ...]:
    failed: defaultdict[_Where, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(sa.select(tool_failures)):
        failed[_Where(row.tool, row.provider)][row.code] = row.number
    known = {
        _Where(row.tool, row.provider): row for row in connection.execute(sa.select(tool_states))
    }
    found = [
        ToolState(
            tool=row.tool,
            provider=row.provider,
            is_off=row.is_off,
            reason=row.reason,
            actor=row.actor,
            changed_at=row.changed_at,
            open_until=row.open_until,
            failures=failed.pop(where, {}),
        )
        for where, row in known.items()
    ]
    found += [ToolState(**where._asdict(), failures=codes) for where, codes in failed.items()]
    return tuple(sorted(found, key=lambda state: (state.tool, state.provider)))


_CALLS: Final = (journal.c.kind == CallKind.TOOL.value, journal.c.state == CallState.DONE.value)
_GROUPS: Final = (
    sa.select(
        journal.c.name,
        journal.c.provider,
        journal.c.outcome,
        journal.c.cached,
        journal.c.cost_usd,
        sa.func.count().label("calls"),
    )
    .where(*_CALLS)
    .group_by(
        journal.c.name,
        journal.c.provider,
        journal.c.outcome,
        journal.c.cached,
        journal.c.cost_usd,
    )
)
_PART: Final = (journal.c.name, journal.c.provider)
_RANKED: Final = (
    sa.select(
        journal.c.name,
        journal.c.provider,
        journal.c.latency_ms,
        sa.func.row_number().over(order_by=journal.c.latency_ms, partition_by=_PART).label("place"),
        sa.func.count().over(partition_by=_PART).label("calls"),
    )
    .where(*_CALLS, journal.c.cached == sa.false())
    .subquery()
)


def _percentile(percent: int) -> sa.Select[Any]:
    place = (_RANKED.c.calls * percent + 99) // 100  # rounded up
    ranked = sa.select(_RANKED.c.name, _RANKED.c.provider, _RANKED.c.latency_ms)
    return ranked.where(_RANKED.c.place == place)


def _figures(connection: sa.Connection) -> tuple[ToolFigures, ...]:
    groups: defaultdict[_Where, list[Any]] = defaultdict(list)
    for row in connection.execute(_GROUPS):
        groups[_Where(row.name, row.provider)].append(row)
    middle, most = (
        {
            _Where(row.name, row.provider): row.latency_ms
            for row in connection.execute(_percentile(percent))
        }
        for percent in (50, 95)
    )
    return tuple(
        ToolFigures(
            tool=where.tool,
            provider=where.provider,
            calls=sum(row.calls for row in rows),
            cache_hits=sum(row.calls for row in rows if row.cached),
            errors=_errors(rows),
            p50_ms=round(middle.get(where, 0.0), 1),
            p95_ms=round(most.get(where, 0.0), 1),
            cost_usd=sum((Decimal(row.cost_usd) * row.calls for row in rows), Decimal(0)),
        )
        for where, rows in sorted(groups.items())
    )


def _errors(rows: Sequence[Any]) -> dict[str, int]:
    errors: Counter[str] = Counter()
    for row in rows:
        if row.outcome != _OK:
            errors[row.outcome] += row.calls
    return dict(errors)
