"""What a store of journal rows promises."""

import asyncio
import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.store.examples import a_lead, a_row, an_admission, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import LeadUnknown
from leadwright.adapters.store.repositories.journal import SqlJournal
from leadwright.models.ports import CallState

PORT = "leadwright.models.ports:JournalStore"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.journal:SqlJournal"]

pytestmark = pytest.mark.contract

ONE, TWO = an_id(1), an_id(2)


@pytest.fixture
async def journal(store: Store) -> SqlJournal:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return store.journal


async def test_rows_come_back_as_they_were_in_the_order_written(journal: SqlJournal) -> None:
    rows = [a_row(ONE, number) for number in (3, 1, 2)]
    for row in rows:
        await journal.write(row)
    await journal.write(a_row(TWO))
    assert await journal.of_segment(f"{ONE}:1") == tuple(rows)


async def test_equal_texts_have_equal_marks_that_do_not_tell_them(journal: SqlJournal) -> None:
    assert journal.blind("Ada") == journal.blind("Ada") != journal.blind("Bob")
    assert journal.blind("Ada") != hashlib.sha256(b"Ada").hexdigest()[:20]


async def test_a_segment_nobody_wrote_has_no_rows(journal: SqlJournal) -> None:
    assert await journal.of_segment("lead_0001:2") == ()


async def test_what_is_done_replaces_what_was_begun_and_keeps_its_place(
    journal: SqlJournal,
) -> None:
    done = a_row(ONE, 1)
    begun = replace(done, state=CallState.BEFORE, reply="", tokens_out=0)
    await journal.write(begun)
    assert await journal.of_segment(done.segment_id) == (begun,)
    await journal.write(a_row(ONE, 2))
    await journal.write(done)
    assert await journal.of_segment(done.segment_id) == (done, a_row(ONE, 2))


async def test_many_rows_written_at_once_are_all_kept(journal: SqlJournal) -> None:
    rows = [a_row(lead_id, number) for lead_id in (ONE, TWO) for number in range(100)]
    await asyncio.gather(*map(journal.write, rows))
    kept = [*await journal.of_segment(f"{ONE}:1"), *await journal.of_segment(f"{TWO}:1")]
    assert sorted(kept, key=lambda row: row.key) == sorted(rows, key=lambda row: row.key)


async def test_one_key_written_twice_at_once_leaves_one_row(journal: SqlJournal) -> None:
    await asyncio.gather(*(journal.write(a_row(ONE)) for _ in range(10)))
    assert await journal.of_segment(f"{ONE}:1") == (a_row(ONE),)


async def test_a_row_of_an_unknown_lead_is_refused_and_spoils_no_other(
    journal: SqlJournal,
) -> None:
    good, bad = a_row(ONE), a_row(an_id(99))
    results = await asyncio.gather(journal.write(good), journal.write(bad), return_exceptions=True)
    assert results[0] is None
    assert isinstance(results[1], LeadUnknown)
    assert await journal.of_segment(good.segment_id) == (good,)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=st.text(alphabet=st.characters()), reply=st.text(min_size=1200, max_size=3000))
async def test_any_text_comes_back_letter_for_letter(
    journal: SqlJournal, request: str, reply: str
) -> None:
    number = len(await journal.of_segment(f"{ONE}:1"))
    row = a_row(ONE, number, request=request + "\ud800\x00", reply=reply)
    await journal.write(row)
    assert (await journal.of_segment(row.segment_id))[-1] == row


async def test_what_is_done_stays_as_it_was_whoever_comes_late(journal: SqlJournal) -> None:
    done = a_row(ONE)
    await journal.write(done)
    await journal.write(replace(done, reply="something else"))
    await journal.write(replace(done, state=CallState.BEFORE))
    assert await journal.of_segment(done.segment_id) == (done,)
