"""The outlook on a file: counted batch by batch, in a memory that has a ceiling."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from leadwright.clock import FrozenClock
from leadwright.journey import outlook
from leadwright.journey.reception import Reception
from leadwright.leads.dedup import sift
from leadwright.leads.dedup.twins import MANY
from leadwright.leads.intake import IntakeSettings, RawRow, Refusal
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, KeptRefusal, KeyRef
from leadwright.review.rules.ruleset import RuleSet


class Nobody:
    """A store without leads; whoever writes to it has made a mistake."""

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        del keys
        return {}

    async def known(self, lead_ids: Collection[LeadId]) -> set[LeadId]:
        raise NotImplementedError

    def in_turn(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        raise AssertionError(f"an outlook stores nothing: {batch} {refusals}")

    async def get(self, lead_id: LeadId) -> Lead | None:
        raise NotImplementedError

    async def find(self, reference: str) -> tuple[Lead, ...]:
        raise NotImplementedError

    async def count_refusals(self, file: str | None = None) -> int:
        raise NotImplementedError

    async def refusals(
        self, file: str | None = None, *, limit: int | None = None
    ) -> tuple[KeptRefusal, ...]:
        raise NotImplementedError

    async def next_position(self) -> int:
        raise NotImplementedError


class Rows:
    """A reader of the same two people over and over."""

    remarks: tuple[str, ...] = ("All of it was made up.",)

    def __init__(self, number: int) -> None:
        self._number = number

    format = "made up"

    def rows(self) -> Iterator[RawRow | Refusal]:
        for number in range(self._number):
            who = f"person{number % 2}"
            values = {"name": f"{who} Lee", "email": f"{who}@acme.example", "row": str(number)}
            yield RawRow(number=number + 2, values=values)


def reception(rows: int, batch: int) -> Reception:
    return Reception(
        leads=Nobody(),
        open_file=lambda _: Rows(rows),
        settings=IntakeSettings(),
        mint=lambda fingerprint: LeadId(f"lead_{fingerprint}"),
        cohort=lambda _: 0,
        clock=FrozenClock(datetime(2026, 11, 1, tzinfo=UTC)),
        to_usd=lambda money: Decimal(money.amount),
        batch=batch,
    )


@pytest.mark.parametrize("batch", [1, 3, 100])
async def test_the_same_person_is_found_in_whatever_batch(batch: int) -> None:
    found = await outlook.look(reception(20, batch), RuleSet.default(), Path("leads.csv"))
    assert (found.rows, found.new, found.same_in_file) == (20, 2, 18)
    assert found.all_compared


async def test_beyond_what_is_held_the_count_says_that_it_is_a_lower_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlook, "COMPARED", 1)
    found = await outlook.look(reception(20, 1), RuleSet.default(), Path("leads.csv"))
    assert not found.all_compared
    assert found.new + found.same_in_file == 20


async def test_progress_is_told_after_each_batch() -> None:
    told: list[int] = []
    await outlook.look(reception(10, 4), RuleSet.default(), Path("leads.csv"), told.append)
    assert told == [4, 8, 10]


async def test_what_the_reader_noticed_is_kept() -> None:
    found = await outlook.look(reception(1, 4), RuleSet.default(), Path("leads.csv"))
    assert (found.format, found.remarks) == ("made up", ("All of it was made up.",))


class Switchboard(Rows):
    """Two hundred people of one company, all with its number."""

    def rows(self) -> Iterator[RawRow | Refusal]:
        for number in range(200):
            values = {"name": f"P{number} Lee{number}x", "phone": "+1 212 555 0100", "company": "A"}
            yield RawRow(number=number + 2, values=values)


async def test_of_those_who_share_a_number_only_some_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = 0

    def counted(batch: Sequence[Lead], known: Mapping[KeyRef, Sequence[Lead]]) -> object:
        nonlocal most
        most = max(most, *map(len, known.values()), 0, 0)
        return sift(batch, known)

    monkeypatch.setattr(outlook, "sift", counted)
    shared = replace(reception(1, 10), open_file=lambda _: Switchboard(200))
    found = await outlook.look(shared, RuleSet.default(), Path("leads.csv"))
    assert found.new == 200
    assert most == MANY
