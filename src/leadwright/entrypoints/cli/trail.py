"""The audit trail searched: events, and the calls beneath them, in one public shape."""

import json as jsonlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from leadwright.entrypoints.cli.leads import MOST_SEGMENTS, LeadUnknown
from leadwright.entrypoints.cli.story import SHORT_CHARS
from leadwright.errors import Misconfigured
from leadwright.leads.lead import LeadId

if TYPE_CHECKING:
    from leadwright.adapters.store import Store
    from leadwright.governance.audit import AuditEvent
    from leadwright.models.ports import JournalRow


class WrongTime(Misconfigured):
    """`--since` is no time."""

    code = "wrong_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, as the command line says it."""

    lead: str | None
    action: str | None
    actor: str | None
    since: str | None
    calls: bool
    limit: int


async def found(store: "Store", wanted: Wanted, now: datetime) -> list[dict[str, object]]:
    """What fits, as public JSON, in the order it happened.

    Raises:
        LeadUnknown: no lead goes by that reference.
        WrongTime: `--since` is no time.
    """
    from leadwright.adapters.store.repositories.trail import Search

    if wanted.calls and wanted.lead is None:
        raise typer.BadParameter("name the lead too: --lead ID", param_hint="--calls")
    lead_id = await _lead_id(store, wanted.lead) if wanted.lead else None
    events = await store.audit.search(
        Search(
            subject=store.vault.naming.pseudonym(lead_id) if lead_id else None,
            action=wanted.action,
            actor=wanted.actor,
            since=_since(wanted.since, now) if wanted.since else None,
            limit=wanted.limit,
        )
    )
    names = await store.audit.names([event.subject for event in events])
    told = [public(event, names.get(event.subject)) for event in events]
    if wanted.calls and lead_id:
        told += [call(row) for row in await _calls(store, LeadId(lead_id))]
        told.sort(key=lambda one: str(one["timestamp"]))
    return told[: wanted.limit]


async def _calls(store: "Store", lead_id: LeadId) -> "list[JournalRow]":
    latest = (await store.desk.open(lead_id)).session.segment
    numbers = range(max(0, latest - MOST_SEGMENTS), latest + 1)
    return [row for n in numbers for row in await store.journal.of_segment(f"{lead_id}:{n}")]


async def _lead_id(store: "Store", reference: str) -> str:
    """Our id, or the one the lead came with; an erased lead is found by ours alone."""
    found = await store.leads.find(reference)
    if len(found) == 1:
        return found[0].lead_id
    if found or not reference.startswith("lead_"):
        raise LeadUnknown(
            f"{len(found) or 'no'} leads go by {reference!r}; `leadwright leads list` shows the ids"
        )
    return reference


def _since(text: str, now: datetime) -> datetime:
    units = {"d": "days", "h": "hours", "m": "minutes"}
    try:
        if text[-1:] in units:
            return now - timedelta(**{units[text[-1]]: float(text[:-1])})
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise WrongTime(
            f"--since {text!r} is no time; write 2026-11-01, 2026-11-01T09:00+01:00, 7d or 12h"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def public(event: "AuditEvent", lead_id: str | None) -> dict[str, object]:
    """The public JSON of an event; the first keys are a contract (tests/house)."""
    kind, _, name = event.actor.partition(":")
    return {
        "id": event.id,
        "timestamp": event.timestamp.isoformat(),
        "agent": name if kind == "agent" else None,
        "model": event.model,
        "user": name if kind == "user" else None,
        "lead_id": lead_id,
        "action": event.action,
        "tool_name": event.tool,
        "tool_input": None,
        "tool_output": None,
        "cost_tokens": event.cost_tokens,
        "cost_usd": float(event.cost_usd),
        "reason": event.reason,
        "outcome": event.outcome,
        "release": event.release,
        "subject": event.subject,
        "detail": jsonlib.loads(event.detail),
    }


def call(row: "JournalRow") -> dict[str, object]:
    """A model request or a tool call, in the same shape."""
    from leadwright.models.ports import CallKind

    is_tool = row.kind is CallKind.TOOL
    return {
        "id": row.key,
        "timestamp": row.started_at.isoformat(),
        "agent": row.agent,
        "model": None if is_tool else row.name,
        "user": None,
        "lead_id": row.lead_id,
        "action": "call_tool" if is_tool else "ask_model",
        "tool_name": row.name if is_tool else None,
        "tool_input": _said(row.request) if is_tool else None,
        "tool_output": _said(row.reply) if is_tool else None,
        "cost_tokens": row.tokens_in + row.tokens_out,
        "cost_usd": float(row.cost_usd),
        "reason": None,
        "outcome": row.outcome,
        "release": row.release,
        "subject": None,
        "detail": {"phase": row.phase, "provider": row.provider, "cached": row.cached},
    }


def _said(text: str) -> object:
    """What a call was asked or answered; null when that was dropped."""
    return jsonlib.loads(text) if text else None


def table(found: list[dict[str, object]]) -> Table:
    """Events for people."""
    shown = Table(show_edge=False)
    for column in ("when", "who", "what", "lead", "why"):
        shown.add_column(column, overflow="fold")
    for one in found:
        what = str(one["tool_name"] or one["action"])
        outcome = "" if one["outcome"] == "ok" else f" ({one['outcome']})"
        shown.add_row(
            str(one["timestamp"])[:19].replace("T", " "),
            str(one["user"] or one["agent"] or "system"),
            what + outcome,
            str(one["lead_id"] or one["subject"] or "")[:SHORT_CHARS],
            str(one["reason"] or ""),
        )
    return shown
