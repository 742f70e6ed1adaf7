"""Proving the audit trail: chain, tree and journal are what was written, to the last bit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.moments import as_kept, from_micros
from leadwright.adapters.store.repositories import journal_proof
from leadwright.adapters.store.repositories.ledger import event_of, row_of
from leadwright.adapters.store.tables import audit, audit_head
from leadwright.governance.audit import GENESIS, AuditEvent, calls_of, canonical, chain
from leadwright.governance.checkpoints import Checkpoint
from leadwright.governance.merkle import Frontier, leaf
from leadwright.governance.naming import Naming

_PAGE: Final = 1000
_HEAD: Final = sa.select(audit_head.c.seq, audit_head.c.hash)
_LAST: Final = sa.select(sa.func.coalesce(sa.func.max(audit.c.seq), 0))
_EVENT: Final = as_kept(audit)
_AT: Final = sa.select(audit.c.hash).where(audit.c.seq == sa.bindparam("seq"))


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk along the chain: where it stands, and the tree so far."""

    seq: int = 0
    head: str = GENESIS
    tree: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] | None = None  # kept when somebody needs them

    def step(self, row: Any) -> AuditEvent:  # noqa: ANN401 - a row of `audit`
        """One event on.

        Raises:
            AuditBroken: it is not the one that was written.
        """
        self.seq += 1
        event = _exactly(row)
        if event is None or (row.seq, row.prev_hash) != (self.seq, self.head):
            raise broken(self.seq)
        told = canonical(event)
        if row.hash != chain(self.head, told):
            raise broken(self.seq)
        self.head = row.hash
        entry = leaf(told)
        self.tree.append(entry)
        if self.leaves is not None:
            self.leaves.append(entry)
        return event


class Proved(NamedTuple):
    """What a whole proof found."""

    events: int
    head: str
    root: str
    calls: int  # rows of the journal
    calls_told: int  # of which some event rests on


def broken(seq: int, why: str = "it was changed, moved or taken away") -> AuditBroken:
    """The trail does not hold there."""
    return AuditBroken(
        f"The audit trail does not hold at event {seq}: {why}. "
        "Compare with the last backup and find out who could write to the database."
    )


def go_on(connection: sa.Connection, database: Database, walk: Walk) -> Iterator[AuditEvent]:
    """From where the walk stands to the head, with the calls that each event rests on.

    The head is read first and last: events may come in meanwhile.

    Raises:
        AuditBroken: something is not as it was written.
    """
    head = connection.execute(_HEAD).one()
    if head.seq < walk.seq or (walk.seq and _hash_at(connection, walk.seq) != walk.head):
        raise broken(min(walk.seq, head.seq + 1))
    while walk.seq < head.seq:
        told: dict[int, str] = {}
        page = _page(connection, walk.seq, head.seq)
        for row in page:
            event = walk.step(row)
            told |= _calls(event, walk.seq)
            yield event
        if not page:
            raise broken(walk.seq + 1)
        journal_proof.check_calls(connection, database, told, walk.seq)
    if head.hash != walk.head:
        raise broken(walk.seq + 1)
    if connection.execute(_LAST).scalar_one() > connection.execute(_HEAD).one().seq:
        raise broken(walk.seq + 1, "somebody added one")


def prove(
    connection: sa.Connection, database: Database, naming: Naming, marks: Sequence[Checkpoint]
) -> Proved:
    """Everything there is to prove: the chain, the tree at every checkpoint, the journal.

    Raises:
        AuditBroken: something is not as it was written.
    """
    walk, told = Walk(), journal_proof.Places()
    adopted: list[journal_proof.Adoption] = []
    left = {mark.size: mark for mark in marks}
    for event in go_on(connection, database, walk):
        told.add(_calls(event, walk.seq))
        adopted.extend(_adoptions(event, walk.seq))
        if (mark := left.pop(walk.seq, None)) is not None:
            check_mark(walk, mark)
    if left:
        raise _truncated(walk.seq, max(left.values(), key=lambda mark: mark.size))
    calls = journal_proof.prove(connection, naming, adopted)
    return Proved(
        events=walk.seq,
        head=walk.head,
        root=walk.tree.root().hex(),
        calls=calls,
        calls_told=told.number,
    )


def check_mark(walk: Walk, mark: Checkpoint) -> None:
    """The trail is at this size what it was at its checkpoint.

    Raises:
        AuditBroken: it is another one.
    """
    if (walk.tree.root().hex(), walk.head) != (mark.root, mark.head):
        raise broken(
            walk.seq, f"up to there it is not the trail of the checkpoint of {_when(mark)}"
        )


def _truncated(found: int, mark: Checkpoint) -> AuditBroken:
    return AuditBroken(
        f"The audit trail holds {found} events, and {mark.size} at the checkpoint of "
        f"{_when(mark)}: its end was cut off, or an older copy of the database was put in its "
        "place. Find out who did so, and what happened in between."
    )


def _when(mark: Checkpoint) -> str:
    return mark.time.isoformat(timespec="seconds")


def _calls(event: AuditEvent, seq: int) -> Mapping[int, str]:
    try:
        return calls_of(event.detail)
    except ValueError as error:
        raise broken(seq) from error


def _adoptions(event: AuditEvent, seq: int) -> list[journal_proof.Adoption]:
    try:
        return list(journal_proof.adoption_of(event))
    except (ValueError, KeyError, TypeError) as error:
        raise broken(seq) from error


def _hash_at(connection: sa.Connection, seq: int) -> str | None:
    found: str | None = connection.execute(_AT, {"seq": seq}).scalar()
    return found


def _page(connection: sa.Connection, after: int, until: int) -> Sequence[Any]:
    query = sa.select(*_EVENT).where(audit.c.seq > after, audit.c.seq <= until)
    return connection.execute(query.order_by(audit.c.seq).limit(_PAGE)).all()


def _exactly(row: Any) -> AuditEvent | None:  # noqa: ANN401 - a row of `audit`
    """The event of a row that says it in the very letters it was written in; None for another."""
    raw = dict(row._mapping)  # noqa: SLF001 - its public name in SQLAlchemy
    try:
        event = event_of(_Named(raw | {"timestamp": from_micros(raw["timestamp"])}))
        return event if row_of(event).items() <= raw.items() else None
    except (TypeError, ValueError, ArithmeticError):
        return None


class _Named:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)
