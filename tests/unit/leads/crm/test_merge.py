"""Laws of the merge: nobody's later word is lost, and least of all a person's."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.crm.merge import NOTHING, Held, Merged, Wanted, Why, merge, writer_of
from leadwright.leads.crm.registry import Writer, registry

NAMES = ("company_name", "decision_maker", "last_contact_date", "next_action", "stage")
ACTORS = ("user:ann", "user:bob", "agent:crm_agent", "system")
name = st.sampled_from(NAMES)
value = st.sampled_from([None, "a", "b", "c"])
versions = st.integers(0, 6)
helds = st.builds(
    Held, value=value, by=st.sampled_from(ACTORS), version=st.integers(1, 6), origin=versions
)
records = st.dictionaries(name, helds)
fields = st.dictionaries(name, value)
wishes = st.builds(
    Wanted, before=fields, after=fields, seen=versions, by=st.sampled_from(list(Writer))
)
LATER = 7


def merged(record: Mapping[str, Held], wanted: Wanted) -> Merged:
    return merge(record, wanted, registry())


def after(record: Mapping[str, Held], wanted: Wanted, version: int = LATER) -> dict[str, Held]:
    """The record once the merge is written."""
    by = {Writer.HUMAN: "user:zoe", Writer.AGENT: "agent:crm_agent"}.get(wanted.by, "system")
    written = merged(record, wanted).written
    new = {n: Held(value=v, by=by, version=version, origin=version) for n, v in written.items()}
    return {**record, **new}


def values(record: Mapping[str, Held]) -> dict[str, str | None]:
    return {n: held.value for n, held in record.items() if held.value is not None}


@given(records, wishes)
def test_nothing_is_touched_that_is_not_asked_for(record: dict[str, Held], wanted: Wanted) -> None:
    result = merged(record, wanted)
    asked = set(wanted.after)
    assert set(result.written) <= asked
    assert {one.field for one in result.kept} <= asked
    assert not set(result.written) & {one.field for one in result.kept}


@given(records, wishes)
def test_each_field_is_written_kept_or_so_already(record: dict[str, Held], wanted: Wanted) -> None:
    result = merged(record, wanted)
    same = {n for n, v in wanted.after.items() if record.get(n, NOTHING).value == v}
    kept = {one.field for one in result.kept}
    assert set(result.written) | kept | same == set(wanted.after)


@given(records, wishes)
def test_written_twice_is_written_once(record: dict[str, Held], wanted: Wanted) -> None:
    once = after(record, wanted)
    assert merged(once, wanted).written == {}
    assert after(once, wanted, LATER + 1) == once


@given(records, wishes)
def test_what_a_person_wrote_unseen_is_never_overwritten(
    record: dict[str, Held], wanted: Wanted
) -> None:
    done = after(record, wanted)
    for field, held in record.items():
        was_seen = held.version <= wanted.seen and held.value == wanted.before.get(field)
        if writer_of(held.by) is Writer.HUMAN and not was_seen:
            assert done[field] == held


@given(records, fields, st.integers(0, 6))
def test_an_agent_overwrites_nobody_unseen(
    record: dict[str, Held], wants: dict[str, str | None], seen: int
) -> None:
    wanted = Wanted(before={}, after=wants, seen=seen, by=Writer.AGENT)
    done = after(record, wanted)
    assert all(done[n] == held for n, held in record.items() if held.version > seen)


@given(records, wishes)
def test_what_nobody_changed_since_is_written(record: dict[str, Held], wanted: Wanted) -> None:
    seen = replace(
        wanted,
        before={n: held.value for n, held in record.items()},
        seen=max((held.version for held in record.values()), default=0),
        by=Writer.HUMAN,
    )
    done = after(record, seen)
    assert merged(record, seen).kept == ()
    assert values(done) == values(
        {**record, **{n: Held(value=v, version=1) for n, v in wanted.after.items()}}
    )


@given(records, wishes, wishes)
def test_writes_of_different_fields_come_in_any_order(
    record: dict[str, Held], one: Wanted, other: Wanted
) -> None:
    apart = {n: v for n, v in other.after.items() if n not in one.after}
    other = replace(other, after=apart)
    there = after(after(record, one, LATER), other, LATER + 1)
    back = after(after(record, other, LATER), one, LATER + 1)
    assert values(there) == values(back)
    assert merged(record, other).kept == merged(after(record, one), other).kept


def test_a_field_the_system_keeps_is_not_for_agents() -> None:
    wanted = Wanted(after={"last_contact_date": "2026-01-01"}, seen=9, by=Writer.AGENT)
    (conflict,) = merged({}, wanted).kept
    assert conflict.why is Why.NOT_THEIRS
    assert merged({}, replace(wanted, by=Writer.SYSTEM)).kept == ()


def test_a_conflict_tells_both_values_and_whose_word_stays() -> None:
    record = {"stage": Held(value="Lost", by="user:ann", version=3, origin=3)}
    wanted = Wanted(before={"stage": "Open"}, after={"stage": "Working"}, seen=2, by=Writer.AGENT)
    (conflict,) = merged(record, wanted).kept
    assert (conflict.kept, conflict.wanted, conflict.by) == ("Lost", "Working", "user:ann")
