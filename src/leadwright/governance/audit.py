"""What happened: append-only events, chained by hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

GENESIS = "0" * 64
CALLS = "rests_on"  # in a detail


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """Who, what, when, why, outcome, cost. `subject` is the lead's pseudonym, never its name."""

    id: str
    timestamp: datetime
    actor: str  # "agent:research", "user:ann", "system"
    action: str
    subject: str
    model: str | None = None
    tool: str | None = None
    reason: str | None = None
    outcome: str = "ok"
    cost_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    release: str
    detail: str = "{}"  # JSON of ids, counts and hashes; no personal data
    rests_on: str | None = None  # a segment: the store puts the hashes of its calls into `detail`


def canonical(event: AuditEvent) -> bytes:
    """The exact bytes that are hashed: sorted JSON, UTF-8, times in ISO 8601 with offset."""
    body = {
        "action": event.action,
        "actor": event.actor,
        "cost_tokens": event.cost_tokens,
        "cost_usd": str(event.cost_usd),
        "detail": event.detail,
        "id": event.id,
        "model": event.model,
        "outcome": event.outcome,
        "reason": event.reason,
        "release": event.release,
        "subject": event.subject,
        "timestamp": event.timestamp.isoformat(),
        "tool": event.tool,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def resting(event: AuditEvent, calls: Mapping[str, str]) -> AuditEvent:
    """An event that names the calls it rests on, each by its place in the journal and its hash.

    Whoever changes, moves or takes away one of these calls later has to change the event too.
    """
    told = json.loads(event.detail) | {CALLS: dict(calls)}
    return replace(event, detail=json.dumps(told, sort_keys=True), rests_on=None)


def calls_of(detail: str) -> dict[int, str]:
    """The calls that a detail names: hashes by place.

    Raises:
        ValueError: it is not a detail as `resting` writes it.
    """
    if f'"{CALLS}"' not in detail:
        return {}
    try:
        told = json.loads(detail)[CALLS]
        return {int(place): str(mark) for place, mark in told.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(detail) from error


def chain(previous: str, told: bytes) -> str:
    """The hash of an event's bytes given the hash before it (GENESIS for the first)."""
    return hashlib.sha256(previous.encode() + b"\n" + told).hexdigest()
