"""Laws of undo: back to what people wrote, and not a word of theirs taken along."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from leadwright.journey.crm.filing import filed
from leadwright.journey.crm.ports import CrmEntry, CrmFile, CrmWrite, NewObject, ObjectEdit
from leadwright.journey.crm.undoing import taken_back, undoable
from leadwright.leads.crm.merge import Wanted, writer_of
from leadwright.leads.crm.registry import ObjectType, Writer, registry
from leadwright.leads.lead import LeadId

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEAD = LeadId("lead_1")
AGENT, ANN = "agent:crm_agent", "user:ann"
NAMES = ("company_name", "decision_maker", "next_action", "email_draft", "owner")
values = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, "a", "b"]), min_size=1)
steps = st.lists(st.tuples(st.sampled_from([AGENT, ANN]), values), max_size=8)


def mint(kind: str, *parts: str) -> str:
    return "_".join((kind, *parts))


@dataclass
class Book:
    """A lead's file and its log, kept by hand."""

    file: CrmFile = field(default_factory=lambda: CrmFile(lead_id=LEAD))
    entries: list[CrmEntry] = field(default_factory=list)  # newest first

    def write(self, actor: str, after: Mapping[str, str | None], **more: object) -> CrmEntry:
        """Somebody who has just looked writes."""
        wanted = Wanted(
            before={name: held.value for name, held in self.file.record.items()},
            after=after,
            seen=self.file.version,
            by=writer_of(actor),
        )
        number = len(self.entries) + 1
        write = CrmWrite(
            id=f"w{number}",
            lead_id=LEAD,
            actor=actor,
            action="update_crm",
            at=NOON,
            run=f"{LEAD}:{number}" if actor == AGENT else None,
            update=wanted,
        )
        return self.enter(replace(write, **more))  # type: ignore[arg-type]

    def enter(self, write: CrmWrite) -> CrmEntry:
        done = filed(self.file, write, registry(), mint)
        changed = {one.id: one for one in done.objects}
        there = {one.id: one for one in self.file.objects} | changed
        self.file = replace(
            self.file,
            version=done.entry.version,
            record={**self.file.record, **done.record},
            objects=tuple(one for one in there.values() if not one.is_gone),
        )
        self.entries.insert(0, done.entry)
        return done.entry

    def undo(self, run: str | None = None) -> CrmEntry:
        back = taken_back(self.file, undoable(self.entries, run))
        return self.write(
            ANN,
            back.after,
            origins=back.origins,
            remove=back.remove,
            undoes=back.undoes,
            kept=back.kept,
        )

    def values(self) -> dict[str, str]:
        return {name: held.value for name, held in self.file.record.items() if held.value}


def written(taken: list[tuple[str, dict[str, str | None]]]) -> Book:
    book = Book()
    for actor, after in taken:
        book.write(actor, after)
    return book


def by_people(book: Book) -> dict[str, str]:
    """What stands there when only the words of people count."""
    told: dict[str, str | None] = {}
    for entry in reversed(book.entries):
        if writer_of(entry.actor) is Writer.HUMAN:
            told |= {change.field: change.after.value for change in entry.changes}
    return {name: value for name, value in told.items() if value}


@given(steps)
def test_all_runs_taken_back_leave_what_people_wrote(
    taken: list[tuple[str, dict[str, str | None]]],
) -> None:
    book = written(taken)
    people = by_people(book)
    book.undo()
    assert book.values() == people
    assert undoable(book.entries, None) == ()


@given(steps, st.integers(1, 8))
def test_one_run_taken_back_touches_only_what_still_stands_as_it_wrote_it(
    taken: list[tuple[str, dict[str, str | None]]], number: int
) -> None:
    book = written(taken)
    run = f"{LEAD}:{number}"
    wrote = {entry.version for entry in book.entries if entry.run == run}
    before = dict(book.file.record)
    entry = book.undo(run)
    for name, held in before.items():
        if held.origin not in wrote:
            assert book.file.record[name] == held
    mine = {change.field for one in book.entries if one.run == run for change in one.changes}
    told = {change.field for change in entry.changes} | {one.field for one in entry.kept}
    assert told == mine


@given(steps)
def test_runs_taken_back_one_by_one_newest_first_are_all_taken_back(
    taken: list[tuple[str, dict[str, str | None]]],
) -> None:
    at_once, in_turn = written(taken), written(taken)
    at_once.undo()
    for entry in list(in_turn.entries):
        if entry.run:
            in_turn.undo(entry.run)
    assert in_turn.values() == at_once.values()


@given(steps)
def test_taken_back_twice_is_taken_back_once(
    taken: list[tuple[str, dict[str, str | None]]],
) -> None:
    book = written(taken)
    book.undo()
    record, again = dict(book.file.record), taken_back(book.file, undoable(book.entries, None))
    assert (again.after, again.remove, again.undoes) == ({}, (), ())
    assert dict(book.file.record) == record


def test_a_task_goes_unless_somebody_worked_on_it() -> None:
    book = Book()
    tasks = tuple(NewObject(type=ObjectType.TASK, fields={"title": t}) for t in ("Call", "Write"))
    first, second = book.write(AGENT, {}, new=tasks).made
    edit = ObjectEdit(object_id=second.id, fields={"done": "yes"})
    book.write(ANN, {}, edits=(edit,))
    entry = book.undo()
    assert [one.id for one in entry.removed] == [first.id]
    assert [(one.field, one.by) for one in entry.kept] == [(second.id, ANN)]
    assert [one.id for one in book.file.objects] == [second.id]
