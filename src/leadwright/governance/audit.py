"""What happened: append-only events, chained by hash."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

GENESIS = "0" * 64


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


def chain(previous: str, event: AuditEvent) -> str:
    """The hash of an event given the hash before it (GENESIS for the first)."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(event)).hexdigest()
