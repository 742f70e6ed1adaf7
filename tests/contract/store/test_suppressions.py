"""What is promised about the list of those not to be written to: no names, and it holds at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import NOON, a_lead, an_admission, an_id, merged

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.suppressions import SqlSuppressions
from leadwright.journey.outbox.marks import Mark, Note, mark_of
from leadwright.journey.outbox.ports import SuppressionList
from leadwright.leads.donottouch import Suppressible, SuppressionKind, lookups
from leadwright.leads.lead import Person
from leadwright.leads.ports import KeyRef

PORT = "leadwright.journey.outbox.ports:SuppressionList"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.suppressions:SqlSuppressions"]

pytestmark = pytest.mark.contract
ANN = Suppressible(SuppressionKind.ADDRESS, "ann@acme.example")
ACME = Suppressible(SuppressionKind.DOMAIN, "acme.example")
CALL = Suppressible(SuppressionKind.PHONE, "+4930123456")


@pytest.fixture
def the_list(store: Store) -> SuppressionList:
    made: SqlSuppressions = store.suppressions
    return made


def a_note(reason: str = "asked by phone", after: int = 0) -> Note:
    at = NOON + timedelta(seconds=after)
    return Note(actor="user:ann", reason=reason, source="a call", at=at, release="r1")


def mark(store: Store, item: Suppressible) -> Mark:
    return mark_of(store.vault.naming, item)


async def test_an_empty_list_holds_nobody(store: Store, the_list: SuppressionList) -> None:
    assert await the_list.which([]) == {}
    assert await the_list.which([mark(store, ANN)]) == {}
    assert await the_list.entries() == ()
    assert await the_list.count() == {}
    assert await the_list.add([], a_note()) == frozenset()


async def test_who_is_put_on_the_list_is_found_by_every_process(open_store: OpenStore) -> None:
    here, there = open_store(), open_store()
    marks = {mark(here, ANN), mark(here, ACME)}
    assert await here.suppressions.add(marks, a_note()) == marks
    found = await there.suppressions.which([*marks, mark(there, CALL)])
    assert found.keys() == marks
    assert {entry.note.reason for entry in found.values()} == {"asked by phone"}
    assert await there.suppressions.count() == {
        SuppressionKind.ADDRESS: 1,
        SuppressionKind.DOMAIN: 1,
    }


async def test_the_same_again_changes_nothing_and_is_not_told_again(
    store: Store, the_list: SuppressionList
) -> None:
    await the_list.add([mark(store, ANN)], a_note("first"))
    new = await the_list.add([mark(store, ANN), mark(store, ACME)], a_note("second", after=1))
    assert new == {mark(store, ACME)}
    assert await the_list.add([mark(store, ANN)], a_note("third", after=2)) == frozenset()
    newest, oldest = await the_list.entries()
    assert (newest.mark.kind, newest.note.reason) == (SuppressionKind.DOMAIN, "second")
    assert (oldest.mark.kind, oldest.note.reason) == (SuppressionKind.ADDRESS, "first")
    assert len(await the_list.entries(limit=1)) == 1
    assert len(await store.audit.events()) == 2


async def test_who_is_taken_off_is_free_again_and_the_trail_says_why(
    store: Store, the_list: SuppressionList
) -> None:
    ann = mark(store, ANN)
    await the_list.add([ann], a_note())
    assert await the_list.remove([ann, mark(store, ACME)], a_note("wrote to us", 1)) == {ann}
    assert await the_list.remove([ann], a_note("again", 2)) == frozenset()
    assert await the_list.which([ann]) == {}
    added, removed = await store.audit.events()
    assert (added.action, removed.action) == ("suppress", "unsuppress")
    assert (removed.actor, removed.reason, removed.release) == ("user:ann", "wrote to us", "r1")
    assert removed.subject == added.subject == f"suppression:address:{ann.hash.hex()}"
    await store.audit.verify()


async def test_nothing_kept_anywhere_names_the_suppressed(
    store: Store, the_list: SuppressionList
) -> None:
    await the_list.add([mark(store, ANN), mark(store, ACME)], a_note())
    with store.database.engine.connect() as connection:
        for table in ("suppressions", "audit"):
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert rows
            assert "acme" not in str(rows)
            assert b"acme" not in b"".join(v for row in rows for v in row if type(v) is bytes)


async def test_a_long_list_goes_in_and_is_told_in_few_events(
    store: Store, the_list: SuppressionList
) -> None:
    marks = [
        mark(store, Suppressible(SuppressionKind.ADDRESS, f"p{number}@acme.example"))
        for number in range(2500)
    ]
    assert len(await the_list.add(marks, a_note())) == 2500
    assert len(await the_list.which(marks)) == 2500
    assert len(await store.audit.events()) == 3
    assert await the_list.remove(marks, a_note("a mistake", 1)) == frozenset(marks)


async def test_leads_are_found_by_address_number_and_person_and_a_merged_one_by_its_heir(
    store: Store, the_list: SuppressionList
) -> None:
    first, twin, other = (a_lead(number) for number in (1, 2, 3))
    first = replace(first, person=replace(first.person, name="Wilhelmina Quux"))
    other = replace(other, person=Person(name="Bo Quux", email="bo@other.example"))
    person = next(i for i in lookups(first) if i.kind is SuppressionKind.PERSON)
    keys = (
        KeyRef("email", "wilhelmina.1@quuxworks.example"),
        KeyRef("phone", CALL.value),
        KeyRef("identity", person.value),
    )
    await store.leads.admit(
        [an_admission(first, keys=keys), merged(twin, first), an_admission(other)], []
    )
    for asked in (lookups(first), lookups(twin)[:1], [CALL], [person]):
        found = await the_list.carriers([mark(store, item) for item in asked])
        assert found == (an_id(1),)
    assert await the_list.carriers([mark(store, ANN), mark(store, ACME)]) == ()


async def test_the_gate_is_held_while_the_list_changes(
    store: Store, the_list: SuppressionList
) -> None:
    query = sa.text("SELECT value FROM counters WHERE name = 'gate'")
    with store.database.engine.connect() as connection:
        before = connection.execute(query).scalar_one()
    await the_list.add([mark(store, ANN)], a_note())
    await the_list.remove([mark(store, ANN)], a_note())
    with store.database.engine.connect() as connection:
        assert connection.execute(query).scalar_one() == before + 2
