"""`JournalStore` in SQL: what was asked and answered, sealed; the rest in clear, hashed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.bulk import Bulk, replacing
from leadwright.adapters.store.keyring import Folio
from leadwright.adapters.store.tables import journal, lead_keys, leads, micros
from leadwright.governance.naming import Naming
from leadwright.governance.vault import place
from leadwright.landmarks import Landmark
from leadwright.models.ports import CallKind, CallState, JournalRow

_ORDER: Final = 1
_MARK_CHARS: Final = 20
_KEY: Final = ("segment_id", "key")
_ONCE: Final = f"{replacing(journal, *_KEY)} WHERE journal.state = '{CallState.BEFORE}'"
_HASHED: Final = tuple(
    column.name for column in journal.c if column.name not in {"seq", "row_hash", "payload"}
)


class SqlJournal:
    """Where rows become durable. Rows of many leads share a commit."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._rows = Bulk(archive.database, journal, conflict=_ONCE)

    async def write(self, row: JournalRow) -> None:
        """Return once the row is durable. A DONE row replaces the BEFORE row of its key.

        A DONE row stays as it is: audit events rest on it, and whoever comes late with another
        was taken for dead and changes nothing any more.
        """
        archive = self._archive
        folio = (await archive.folios((row.lead_id,)))[row.lead_id]
        naming = archive.vault.naming
        await archive.scribe.write(
            self._insert,
            row,
            order=_ORDER,
            mark=Landmark.JOURNAL,
            prepare=lambda row: _prepare(row, naming, folio),
        )

    async def of_segment(self, segment_id: str) -> tuple[JournalRow, ...]:
        """All rows of a segment, in the order first written."""
        return await self._archive.read(
            lambda connection: tuple(
                self._row(row) for row in connection.execute(_OF_SEGMENT, {"id": segment_id})
            )
        )

    def blind(self, text: str) -> str:
        """A text as a short mark, by the vault's key."""
        return self._archive.vault.naming.blind("journal", text).hex()[:_MARK_CHARS]

    def _insert(
        self, connection: sa.Connection, rows: Sequence[dict[str, Any]]
    ) -> Sequence[object]:
        last = {(row["segment_id"], row["key"]): row for row in rows}
        self._rows.insert(connection, list(last.values()))
        return [None] * len(rows)

    def _row(self, row: Any) -> JournalRow:  # noqa: ANN401 - a row of `journal` with its key
        if row.wrapped is None:
            raise erased(row.lead_id)
        request, reply = "", ""
        if row.payload is not None:  # retention keeps the row and drops what was said
            seal = self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped)
            text = seal.open(place("journal", row.key, "payload"), row.payload)
            request, reply = codec.pair_from_json(text)
        return JournalRow(
            key=row.key,
            segment_id=row.segment_id,
            lead_id=row.lead_id,
            phase=row.phase,
            turn=row.turn,
            kind=CallKind(row.kind),
            name=row.name,
            provider=row.provider,
            agent=row.agent,
            release=row.release,
            request=request,
            reply=reply,
            outcome=row.outcome,
            tokens_in=row.tokens_in,
            tokens_out=row.tokens_out,
            cost_usd=Decimal(row.cost_usd),
            price_version=row.price_version,
            latency_ms=row.latency_ms,
            cached=row.cached,
            started_at=row.started_at,
            state=CallState(row.state),
        )


def row_hash(naming: Naming, row: Mapping[str, Any]) -> bytes:
    """A keyed hash over the clear columns and the hash of the sealed payload.

    Keyed, so that nobody who can only write to the database makes a row up.
    """
    return naming.blind("journal row", clear_text(row))


def clear_text(row: Mapping[str, Any]) -> str:
    """What is hashed of a row."""
    body = {name: row[name] for name in _HASHED}
    body["payload_hash"] = row["payload_hash"].hex()
    return json.dumps(body, sort_keys=True)


def _prepare(row: JournalRow, naming: Naming, folio: Folio) -> dict[str, Any]:
    text = codec.pair_to_json(row.request, row.reply)
    payload = folio.seal.seal(place("journal", row.key, "payload"), text)
    sealed = {
        "segment_id": row.segment_id,
        "key": row.key,
        "lead_no": folio.number,
        "pseudonym": naming.pseudonym(row.lead_id),
        "phase": row.phase,
        "turn": row.turn,
        "kind": row.kind.value,
        "name": row.name,
        "provider": row.provider,
        "agent": row.agent,
        "release": row.release,
        "outcome": row.outcome,
        "tokens_in": row.tokens_in,
        "tokens_out": row.tokens_out,
        "cost_usd": str(row.cost_usd),
        "price_version": row.price_version,
        "latency_ms": row.latency_ms,
        "cached": row.cached,
        "started_at": micros(row.started_at),
        "state": row.state.value,
        "payload_hash": hashlib.sha256(payload).digest(),
        "payload": payload,
    }
    return sealed | {"row_hash": row_hash(naming, sealed)}


_OF_SEGMENT: Final = (
    sa.select(journal, leads.c.lead_id, lead_keys.c.wrapped)
    .join_from(journal, leads, journal.c.lead_no == leads.c.lead_no)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no, isouter=True)
    .where(journal.c.segment_id == sa.bindparam("id"))
    .order_by(journal.c.seq)
)
