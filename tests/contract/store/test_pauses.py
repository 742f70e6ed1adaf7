"""What is promised about pauses: one truth for all processes, each told once in the trail."""

from datetime import timedelta

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import NOON

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.pauses import SqlPauses
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.marks import Note
from leadwright.journey.outbox.ports import Pause, PauseBook

PORT = "leadwright.journey.outbox.ports:PauseBook"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.pauses:SqlPauses"]

pytestmark = pytest.mark.contract


@pytest.fixture
def book(store: Store) -> PauseBook:
    made: SqlPauses = store.pauses
    return made


def a_pause(scope: PauseScope, name: str = "", *, actor: str = "ann", after: int = 0) -> Pause:
    at = NOON + timedelta(seconds=after)
    note = Note(actor=f"user:{actor}", reason="a wrong price", at=at, release="r1")
    return Pause(scope=scope, name=name, note=note)


async def test_at_first_nothing_stands_still(book: PauseBook) -> None:
    assert await book.pauses() == ()
    assert not await book.resume(a_pause(PauseScope.ALL))


async def test_a_pause_is_seen_by_other_processes_until_somebody_ends_it(
    open_store: OpenStore,
) -> None:
    here, there = open_store(), open_store()
    assert await here.pauses.pause(a_pause(PauseScope.ALL))
    assert await here.pauses.pause(a_pause(PauseScope.CAMPAIGN, "spring"))
    every, spring = await there.pauses.pauses()
    assert (every.scope, every.name) == (PauseScope.ALL, "")
    assert (spring.name, spring.note.actor, spring.note.reason) == (
        "spring",
        "user:ann",
        "a wrong price",
    )
    assert await there.pauses.resume(a_pause(PauseScope.ALL, actor="bo", after=1))
    assert [pause.name for pause in await here.pauses.pauses()] == ["spring"]


async def test_the_same_again_changes_nothing_and_is_not_told_again(
    store: Store, book: PauseBook
) -> None:
    mailbox = a_pause(PauseScope.MAILBOX, "nora@northwind.example")
    assert await book.pause(mailbox)
    assert not await book.pause(a_pause(mailbox.scope, mailbox.name, actor="bo", after=1))
    (kept,) = await book.pauses()
    assert kept.note.actor == "user:ann"
    assert await book.resume(mailbox)
    assert not await book.resume(mailbox)
    events = await store.audit.events()
    assert [(event.action, event.subject) for event in events] == [
        ("pause", "mailbox:nora@northwind.example"),
        ("resume", "mailbox:nora@northwind.example"),
    ]
    await store.audit.verify()
