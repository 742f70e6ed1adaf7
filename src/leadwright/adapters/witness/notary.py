"""The notary: looks at the trail since the last checkpoint, and signs the next one."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.repositories.proving import Walk
from leadwright.adapters.store.repositories.trail import SqlAudit, Trail
from leadwright.adapters.witness import keys
from leadwright.adapters.witness.book import Book
from leadwright.adapters.witness.places import Place, places
from leadwright.clock import Clock
from leadwright.errors import LeadwrightError
from leadwright.governance.checkpoints import Signed, check_signature, sign
from leadwright.settings import AuditSettings

LOOK_S: Final = 2.0  # a look asks the database for one number
_log: Final = logging.getLogger("leadwright.audit")


@dataclass(slots=True, kw_only=True)
class Notary:
    """Makes checkpoints of one trail. What it is given is not opened before the first of them."""

    audit: SqlAudit
    clock: Clock
    book: Book
    key_file: Path
    places: tuple[Place, ...] = ()
    every_events: int = 1000
    every_s: float = 300.0
    _looked: float = field(default=float("-inf"), init=False)
    _made: float = field(default=float("-inf"), init=False)
    _size: int = field(default=0, init=False)

    async def checkpoint_if_due(self, *, at_once: bool = False) -> Signed | None:
        """The next checkpoint when enough has happened; to be called in every round of a worker.

        In the end, `at_once`, what happened is enough.

        A trail that does not hold is told of in the log: the work goes on, and `leadwright audit
        verify` says more.
        """
        now = self.clock.seconds()
        if now - self._looked < LOOK_S and not at_once:
            return None
        self._looked = now
        try:
            added = await self.audit.size() - self._size
            is_due = added >= self.every_events or now - self._made >= self.every_s
            return await self.checkpoint() if added and (is_due or at_once) else None
        except LeadwrightError as error:
            self._made = now  # not again at once
            _log.error("no checkpoint of the audit trail (%s): %s", error.code, error)
            return None

    async def checkpoint(self) -> Signed | None:
        """The next checkpoint; None when nothing happened since the last.

        Raises:
            AuditBroken: the trail did not grow out of the one that was signed last.
            CheckpointsBroken: the last checkpoint is not signed with this key.
            CheckpointsUnwritable: it cannot be written.
        """
        now = self.clock.now()
        signed = await self.audit.walking(lambda trail: self._next(trail, now))
        self._made = self._looked = self.clock.seconds()
        self._size = await self.audit.size() if signed is None else signed.checkpoint.size
        for place in self.places if signed is not None else ():
            assert signed is not None  # noqa: S101 - as the line above says
            try:
                place(signed)
            except OSError as error:
                _log.warning("a witness of the audit trail cannot be reached: %s", error)
        return signed

    def public_file(self) -> Path:
        """Where the public half of the key lies, to be handed to whoever verifies."""
        return keys.public_file(self.key_file)

    def _next(self, trail: Trail, now: datetime) -> Signed | None:
        key = keys.signing_key(self.key_file)
        with self.book.open() as pages:
            before = pages.last()
            walk = Walk()
            if before is not None:
                check_signature(key.public_key(), before)
                mark = before.checkpoint
                walk = Walk(seq=mark.size, head=mark.head, tree=before.edge(), leaves=[])
            self._go_on(trail, walk)
            if walk.seq == (before.checkpoint.size if before else 0):
                return None
            signed = sign(
                key, walk.tree, head=walk.head, time=now, before=before, leaves=walk.leaves or ()
            )
            pages.add(signed)
            return signed

    def _go_on(self, trail: Trail, walk: Walk) -> None:
        since = walk.seq
        try:
            for _ in trail.go_on(walk):
                pass
        except AuditBroken as error:
            if walk.seq > since or not since:
                raise
            raise AuditBroken(
                f"{error} It is not the trail of the last checkpoint in {str(self.book.path)!r}; "
                "if the database is a new one on purpose, move that file away."
            ) from error


def open_notary(store: Store, clock: Clock, given: AuditSettings, key_file: Path | None) -> Notary:
    """The notary of a store, with book and key where the settings put them.

    Raises:
        WitnessUnknown: `audit.also` names what cannot be written to.
    """
    return Notary(
        audit=store.audit,
        clock=clock,
        book=Book(given.checkpoints or book_file(store, key_file)),
        key_file=given.key_file or master_key(store, key_file).with_name(keys.NAME),
        places=places(given.also),
        every_events=given.every_events,
        every_s=given.every_s,
    )


def book_file(store: Store, key_file: Path | None) -> Path:
    """Beside the database, or beside the master key where that is not a file."""
    file = store.database.file
    name = file.stem if file else store.database.engine.url.database or "leadwright"
    beside = file or master_key(store, key_file)
    return beside.with_name(f"{name}.checkpoints.jsonl")


def master_key(store: Store, key_file: Path | None) -> Path:
    """Where the master key lies."""
    file = store.database.file
    return key_file or (file.with_name("leadwright.key") if file else Path("leadwright.key"))
