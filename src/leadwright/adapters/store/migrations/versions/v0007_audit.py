"""The audit trail only grows: the database itself refuses to change or delete an event.

Rows of the journal have keyed hashes from here on, which events name. Those that are there already
get one event that holds them together as they are.

Revision ID: 0007
"""

import hashlib
import json
from typing import Final

import sqlalchemy as sa
from alembic import op

from leadwright.adapters.store.tables import micros
from leadwright.clock import SystemClock
from leadwright.governance.audit import AuditEvent, canonical, chain

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_GROWS: Final = "the audit trail only grows: its events are never changed or deleted"
_FORWARD: Final = "the head of the audit trail only moves forward"
_OLD_HASH_BYTES: Final = 32
_TABLES: Final = ("audit", "audit_head")


def upgrade() -> None:
    """Adopt the journal as it is, then lock the trail."""
    _adopt(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        _lock_sqlite()
    else:
        _lock_postgresql()


def downgrade() -> None:
    """Take the triggers away."""
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for what in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_{what}")
        return
    for table in _TABLES:
        op.execute(f"DROP TRIGGER {table}_grows ON {table}")
        op.execute(f"DROP TRIGGER {table}_stays ON {table}")
    op.execute("DROP FUNCTION leadwright_audit_refuses()")
    op.execute("DROP FUNCTION leadwright_audit_head_moves()")


def _lock_sqlite() -> None:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{_GROWS}'); END"
    for table in _TABLES:
        op.execute(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refusal}")
    op.execute(f"CREATE TRIGGER audit_update BEFORE UPDATE ON audit {refusal}")
    op.execute(
        "CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head WHEN new.seq <= old.seq "
        f"BEGIN SELECT RAISE(ABORT, '{_FORWARD}'); END"
    )


def _lock_postgresql() -> None:
    _function("leadwright_audit_refuses", f"RAISE EXCEPTION '{_GROWS}' USING ERRCODE = '23000';")
    _function(
        "leadwright_audit_head_moves",
        "IF new.seq <= old.seq THEN "
        f"RAISE EXCEPTION '{_FORWARD}' USING ERRCODE = '23000'; END IF; RETURN new;",
    )
    _trigger("audit", "grows BEFORE UPDATE OR DELETE", "refuses")
    _trigger("audit", "stays BEFORE TRUNCATE", "refuses")
    _trigger("audit_head", "grows BEFORE UPDATE", "head_moves", each="ROW")
    _trigger("audit_head", "stays BEFORE DELETE OR TRUNCATE", "refuses")


def _function(name: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )


def _trigger(table: str, when: str, function: str, each: str = "STATEMENT") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{when} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION leadwright_audit_{function}()"
    )


def _adopt(connection: sa.Connection) -> None:
    rows = connection.execute(
        sa.text(
            "SELECT seq, row_hash FROM journal WHERE state = 'done' AND length(row_hash) = :bytes "
            "ORDER BY seq"
        ),
        {"bytes": _OLD_HASH_BYTES},
    )
    digest, number = hashlib.sha256(), 0
    for seq, mark in rows:
        digest.update(f"{seq} {bytes(mark).hex()}\n".encode())
        number += 1
    last = connection.execute(sa.text("SELECT max(seq) FROM journal")).scalar()
    if last:
        told = {"calls": number, "digest": digest.hexdigest(), "up_to": last}
        _append(connection, json.dumps(told, sort_keys=True))


def _append(connection: sa.Connection, detail: str) -> None:
    now = SystemClock().now()
    seq, previous = connection.execute(sa.text("SELECT seq, hash FROM audit_head")).one()
    event = AuditEvent(
        id=f"journal/adopted/{seq + 1}",
        timestamp=now,
        actor="system",
        action="adopt_journal",
        subject="journal",
        release="",
        detail=detail,
    )
    told = {"seq": seq + 1, "prev_hash": previous, "hash": chain(previous, canonical(event))}
    row = {
        "id": event.id,
        "timestamp": micros(now),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "outcome": event.outcome,
        "cost_tokens": 0,
        "cost_usd": "0",
        "release": "",
        "detail": detail,
    } | told
    columns = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO audit ({columns}) VALUES ({marks})"), row)  # noqa: S608
    connection.execute(sa.text("UPDATE audit_head SET seq = :seq, hash = :hash"), told)
