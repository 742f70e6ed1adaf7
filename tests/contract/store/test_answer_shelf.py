"""What is promised of the shelf of answers: of all who ask the same, one begins."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import NOON
from tests.fakes.answer_shelf import MemoryShelf

from leadwright.adapters.store.repositories.answers import SqlAnswers
from leadwright.tools.ports import AnswerShelf

PORT = "leadwright.tools.ports:AnswerShelf"
IMPLEMENTATIONS = [
    "leadwright.adapters.store.repositories.answers:SqlAnswers",
    "tests.fakes.answer_shelf:MemoryShelf",
]

pytestmark = pytest.mark.contract

DAY = timedelta(days=1)
Q = "search_company acme"
OpenShelf = Callable[[], AnswerShelf]


@pytest.fixture(params=[SqlAnswers, MemoryShelf])
def open_shelf(request: pytest.FixtureRequest, open_store: OpenStore) -> OpenShelf:
    """The shelf as each of several processes has it."""
    in_memory = MemoryShelf()
    if request.param is MemoryShelf:
        return lambda: in_memory
    return lambda: open_store().answers


@pytest.fixture
def shelf(open_shelf: OpenShelf) -> AnswerShelf:
    return open_shelf()


async def begins(shelf: AnswerShelf, asker: str, key: str = Q) -> bool:
    """Look, and begin on what was seen."""
    return await shelf.begin(key, asker=asker, seen=await shelf.look(key), at=NOON)


async def keeps(shelf: AnswerShelf, answer: str, key: str = Q, *, days: int = 1) -> None:
    await shelf.keep(key, answer, at=NOON, until=NOON + days * DAY)


async def test_of_what_nobody_asked_nothing_is_known(shelf: AnswerShelf) -> None:
    assert await shelf.look(Q) is None
    await shelf.renew(Q, asker="one")
    await shelf.give_up(Q, asker="one")
    assert await shelf.look(Q) is None


async def test_who_asks_is_seen_by_other_processes(open_shelf: OpenShelf) -> None:
    here, there = open_shelf(), open_shelf()
    assert await begins(here, "one")
    seen = await there.look(Q)
    assert seen is not None
    assert (seen.asker, seen.answer, seen.kept_at) == ("one", None, None)
    assert await there.look(f"{Q} inc") is None


async def test_of_many_who_begin_at_once_one_does(open_shelf: OpenShelf) -> None:
    shelves = [open_shelf(), open_shelf()]
    for key in ("new", "known"):
        if key == "known":
            await keeps(shelves[0], "old", key)
        seen = await shelves[0].look(key)
        tries = (shelves[n % 2].begin(key, asker=f"{n}", seen=seen, at=NOON) for n in range(12))
        begun = await asyncio.gather(*tries)
        assert sum(begun) == 1
        now = await shelves[1].look(key)
        assert now is not None
        assert now.asker == str(begun.index(True))


async def test_many_questions_of_two_processes_do_not_block_each_other(
    open_shelf: OpenShelf,
) -> None:
    shelves = [open_shelf(), open_shelf()]
    keys = [f"{number}" for number in range(40)]

    async def work(number: int, key: str) -> bool:
        shelf, begun = shelves[number], await begins(shelves[number], f"{number}", key)
        await (keeps(shelf, f"{number} {key}", key) if begun else shelf.renew(key, asker="nobody"))
        return begun

    begun = await asyncio.gather(
        *(work(0, key) for key in keys), *(work(1, key) for key in reversed(keys))
    )
    found = [await shelves[0].look(key) for key in keys]
    assert sum(begun) >= len(keys)
    assert [one and one.answer and one.answer.split()[1] for one in found] == keys


async def test_an_answer_is_there_for_all_and_nobody_asks_any_more(open_shelf: OpenShelf) -> None:
    here, there = open_shelf(), open_shelf()
    answer = "Größe \ud800 " + "x" * 5_000
    await begins(here, "one")
    await keeps(here, answer)
    seen = await there.look(Q)
    assert seen is not None
    assert (seen.asker, seen.answer, seen.kept_at) == (None, answer, NOON)


async def test_an_old_answer_stays_until_there_is_a_new_one(shelf: AnswerShelf) -> None:
    await keeps(shelf, "old")
    assert await begins(shelf, "one")
    seen = await shelf.look(Q)
    assert seen is not None
    assert (seen.asker, seen.answer) == ("one", "old")
    await keeps(shelf, "new")
    seen = await shelf.look(Q)
    assert seen is not None
    assert (seen.asker, seen.answer) == (None, "new")


async def test_a_sign_of_life_is_seen_and_only_of_who_asks(shelf: AnswerShelf) -> None:
    await begins(shelf, "one")
    first = await shelf.look(Q)
    await shelf.renew(Q, asker="two")
    assert await shelf.look(Q) == first
    await shelf.renew(Q, asker="one")
    again = await shelf.look(Q)
    assert again != first
    assert again is not None
    assert again.asker == "one"


async def test_who_gives_up_leaves_the_question_to_others(shelf: AnswerShelf) -> None:
    await begins(shelf, "one")
    await shelf.give_up(Q, asker="two")
    seen = await shelf.look(Q)
    assert seen is not None
    assert seen.asker == "one"
    await shelf.give_up(Q, asker="one")
    assert await begins(shelf, "two")


async def test_a_question_is_taken_over_only_from_who_gave_no_sign_since(
    shelf: AnswerShelf,
) -> None:
    await begins(shelf, "one")
    seen = await shelf.look(Q)
    await shelf.renew(Q, asker="one")
    assert not await shelf.begin(Q, asker="two", seen=seen, at=NOON)
    assert await begins(shelf, "two")
    await shelf.renew(Q, asker="one")
    await shelf.give_up(Q, asker="one")
    seen = await shelf.look(Q)
    assert seen is not None
    assert seen.asker == "two"


async def test_what_outlived_its_time_is_cleared_away(shelf: AnswerShelf) -> None:
    await keeps(shelf, "short", "short", days=1)
    await keeps(shelf, "long", "long", days=3)
    await begins(shelf, "one", "unanswered")
    await shelf.clear(NOON + DAY / 2)
    assert await shelf.look("short") is not None
    await shelf.clear(NOON + DAY)
    assert await shelf.look("short") is None
    assert await shelf.look("unanswered") is None
    await shelf.keep("new", "new", at=NOON + 3 * DAY, until=NOON + 4 * DAY)
    assert await shelf.look("long") is None
    assert await shelf.look("new") is not None


async def test_a_question_that_is_asked_again_is_not_cleared_away(shelf: AnswerShelf) -> None:
    await shelf.keep(Q, "old", at=NOON, until=NOON + DAY / 2)
    await begins(shelf, "one")
    await shelf.clear(NOON + DAY / 2)
    assert await shelf.look(Q) is not None
