"""The journal of a segment: the same call has the same key on every machine and in every run."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.models.notebook import NOW, Notebook, a_journal, reopened

from leadwright.clock import FrozenClock
from leadwright.leads.lead import LeadId
from leadwright.models.journal import digest
from leadwright.models.ports import CallKind, CallState, JournalRow

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
ROW = JournalRow(
    key="k",
    segment_id="lead_1:1",
    lead_id=LeadId("lead_1"),
    phase="research",
    turn=1,
    kind=CallKind.TOOL,
    name="search_company",
    provider="corpus",
    agent="research",
    release="test-1",
    request="{}",
    reply="{}",
    started_at=NOW,
)


@given(arguments=st.dictionaries(st.text(max_size=4), JSON, max_size=5))
def test_the_order_in_which_arguments_are_named_does_not_matter(
    arguments: dict[str, object],
) -> None:
    turned = dict(reversed(arguments.items()))
    assert digest(arguments) == digest(turned)
    assert digest(arguments) == digest(json.loads(json.dumps(arguments)))


@given(one=JSON, other=JSON)
def test_different_arguments_have_different_keys(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest(one) == digest(other)) is same


def test_a_key_is_the_same_in_every_process() -> None:
    asked = {"b": 1, "a": "ü"}
    assert digest(asked) == "9e638ba662cf35927d64"
    mark = Notebook().blind(digest(asked))
    key = a_journal().key(phase="research", turn=2, name="look", arguments=asked)
    assert key == f"lead_1:1/research/2/look/{mark}"


def test_a_key_does_not_tell_its_arguments_to_who_guesses_them() -> None:
    key = a_journal().key(phase="research", turn=2, name="look", arguments={"name": "Ada"})
    assert digest({"name": "Ada"}) not in key


def test_a_key_tells_phase_turn_name_and_arguments_apart() -> None:
    journal = a_journal()
    keys = {
        journal.key(phase=phase, turn=turn, name=name, arguments=arguments)
        for phase in ("research", "outreach")
        for turn in (0, 1)
        for name in ("a", "b")
        for arguments in ({}, {"x": 1})
    }
    assert len(keys) == 16


def test_dates_and_amounts_can_be_arguments() -> None:
    assert digest({"on": date(2026, 1, 2), "sum": Decimal("1.50")}) == digest(
        {"on": "2026-01-02", "sum": "1.50"}
    )


async def test_what_was_done_before_a_crash_is_known_after_it() -> None:
    notebook = Notebook()
    await a_journal(notebook).write(ROW)
    journal = await reopened(notebook)
    assert journal.done("k") == ROW
    assert journal.rows == (ROW,)


async def test_a_call_in_flight_is_not_done() -> None:
    notebook = Notebook()
    journal = a_journal(notebook)
    await journal.write(replace(ROW, state=CallState.BEFORE))
    assert journal.done("k") is None
    await journal.write(ROW)
    assert journal.done("k") == ROW
    assert len(journal.rows) == 1


async def test_rows_of_another_segment_are_not_ours() -> None:
    notebook = Notebook()
    await a_journal(notebook).write(replace(ROW, segment_id="lead_1:2"))
    assert (await reopened(notebook)).rows == ()


async def test_a_segment_that_starts_again_after_midnight_counts_days_as_before() -> None:
    notebook = Notebook()
    first = a_journal(notebook)
    assert first.day(NOW) == NOW.date()
    await first.write(ROW)
    tomorrow = NOW + timedelta(days=1)
    assert first.day(tomorrow) == NOW.date()
    assert (await reopened(notebook)).day(tomorrow) == NOW.date()
    assert a_journal().day(tomorrow) == tomorrow.date()
    assert first.today(FrozenClock(tomorrow)) == NOW.date()


async def test_a_pinned_day_is_today_also_after_midnight() -> None:
    journal = a_journal()
    await journal.write(ROW)
    pinned = date(2013, 12, 12)
    assert journal.today(FrozenClock(NOW + timedelta(days=1), as_of=pinned)) == pinned
