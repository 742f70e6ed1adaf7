"""Group commit: together when all is well, alone when one is at fault, told when it failed."""

import asyncio
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from leadwright.adapters.store import Database, Store
from leadwright.adapters.store.errors import StoreUnavailable


class Clerk:
    """Notes which items were written together."""

    def __init__(self, *, fails_on: str | None = None) -> None:
        self.batches: list[list[str]] = []
        self._fails_on = fails_on

    def write(self, connection: sa.Connection, items: Sequence[str]) -> Sequence[object]:
        self.batches.append([*items])
        for item in items:
            if item == self._fails_on:
                raise ValueError(item)
            row = {"name": item, "value": ""}
            connection.execute(sa.text("INSERT INTO meta VALUES (:name, :value)"), row)
        return [item.upper() for item in items]


async def test_everybody_gets_his_own_answer(store: Store) -> None:
    clerk = Clerk()
    items = [f"item {number}" for number in range(100)]
    answers = await _written(store, clerk, items)
    assert answers == [item.upper() for item in items]


async def test_those_who_wait_together_are_committed_together(store: Store) -> None:
    clerk = Clerk()
    await _written(store, clerk, [f"item {number}" for number in range(100)])
    assert len(clerk.batches) < 10


async def test_only_the_one_at_fault_fails(store: Store) -> None:
    clerk = Clerk(fails_on="bad")
    answers = await _written(store, clerk, ["one", "bad", "two"])
    assert answers[0] == "ONE"
    assert isinstance(answers[1], ValueError)
    assert answers[2] == "TWO"
    assert _names(store.database) >= {"one", "two"}


async def test_a_result_that_is_an_error_fails_its_caller_alone(store: Store) -> None:
    def judge(_connection: sa.Connection, items: Sequence[str]) -> Sequence[object]:
        return [KeyError(item) if item == "bad" else item for item in items]

    answers = await asyncio.gather(
        *(store.archive.scribe.write(judge, item, order=1) for item in ("one", "bad")),
        return_exceptions=True,
    )
    assert answers[0] == "one"
    assert isinstance(answers[1], KeyError)


async def test_a_commit_that_fails_is_told_to_every_caller(store: Store) -> None:
    def vanish(connection: sa.Connection, _items: Sequence[str]) -> Sequence[object]:
        connection.execute(sa.text("INSERT INTO meta VALUES ('half', '')"))
        raise sa.exc.OperationalError("COMMIT", {}, OSError("disk full"))

    answers = await asyncio.gather(
        *(store.archive.scribe.write(vanish, item, order=1) for item in ("one", "two")),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [StoreUnavailable, StoreUnavailable]
    assert "half" not in _names(store.database)
    assert await _written(store, Clerk(), ["after"]) == ["AFTER"]


async def test_clerks_write_in_the_order_of_their_numbers(store: Store) -> None:
    seen: list[str] = []

    def early(_connection: sa.Connection, items: Sequence[str]) -> Sequence[object]:
        seen.append("early")
        return items

    def late(_connection: sa.Connection, items: Sequence[str]) -> Sequence[object]:
        seen.append("late")
        return items

    scribe = store.archive.scribe
    await asyncio.gather(
        *(scribe.write(late, "x", order=2) for _ in range(3)),
        *(scribe.write(early, "x", order=1) for _ in range(3)),
    )
    assert seen[-2:] == ["early", "late"]


async def test_a_caller_who_gave_up_does_not_hold_up_the_others(store: Store) -> None:
    clerk = Clerk()
    scribe = store.archive.scribe
    leaving = asyncio.create_task(scribe.write(clerk.write, "left", order=1))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await _written(store, clerk, ["stayed"]) == ["STAYED"]
    assert _names(store.database) >= {"left", "stayed"}


async def test_what_waits_is_written_before_the_store_closes(store: Store) -> None:
    pending = [
        asyncio.create_task(store.archive.scribe.write(Clerk().write, name, order=1))
        for name in ("one", "two")
    ]
    await asyncio.sleep(0)
    await asyncio.to_thread(store.archive.scribe.close)
    assert await asyncio.gather(*pending) == ["ONE", "TWO"]


@pytest.mark.parametrize("loops", [3])
def test_callers_may_come_from_several_event_loops(store: Store, loops: int) -> None:
    async def one_loop(number: int) -> object:
        return await store.archive.scribe.write(Clerk().write, f"loop {number}", order=1)

    assert [asyncio.run(one_loop(n)) for n in range(loops)] == ["LOOP 0", "LOOP 1", "LOOP 2"]


async def _written(store: Store, clerk: Clerk, items: list[str]) -> list[object]:
    writing = (store.archive.scribe.write(clerk.write, item, order=1) for item in items)
    return list(await asyncio.gather(*writing, return_exceptions=True))


def _names(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return {row.name for row in connection.execute(sa.text("SELECT name FROM meta"))}
