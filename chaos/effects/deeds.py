"""What people do in a run, by a seed: decisions, second thoughts, opt-outs, pauses, nonsense."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Deed(StrEnum):
    """What somebody does, in most cases about the approval of a mail."""

    APPROVE = "approve"
    DOUBLE = "double"  # the same person clicks twice
    TWO = "two"  # two people at once
    EDIT = "edit"
    REJECT = "reject"
    UNDO = "undo"  # approve, and take it back at once
    LEAVE = "leave"  # approve; then the lead opts out, before it is sent or after
    LEFT = "left"  # the lead opts out, then somebody approves
    CRM = "crm"  # approve the changes of the CRM
    CRM_TWO = "crm-two"
    CRM_REJECT = "crm-reject"
    AGAIN = "again"  # approve what was decided long ago
    CHANGED = "changed"  # approve, having looked at something else
    FORGED = "forged"  # approve what does not exist
    PAUSE = "pause"  # everything, for a moment


_OF_MAIL: Final = {
    Deed.APPROVE: 34,
    Deed.DOUBLE: 12,
    Deed.TWO: 12,
    Deed.LEAVE: 16,
    Deed.EDIT: 8,
    Deed.REJECT: 6,
    Deed.UNDO: 6,
    Deed.LEFT: 3,
    Deed.CHANGED: 3,
}
_OF_CRM: Final = {Deed.CRM: 80, Deed.CRM_TWO: 12, Deed.CRM_REJECT: 8}
_ANYTIME: Final = (Deed.AGAIN, Deed.AGAIN, Deed.FORGED, Deed.PAUSE, Deed.PAUSE)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that somebody does."""

    number: int
    deed: Deed
    lead: str  # by the id it came with; empty: about none
    wait_s: float  # before it
    delay_s: float  # within it, between its halves
    who: str


def acts(leads: Sequence[str], *, seed: int, pace_s: float) -> list[Act]:
    """All that happens in a run."""
    chance = random.Random(f"people {seed}")  # noqa: S311 - a seed replays
    wanted = [(_one(chance, _OF_MAIL), lead) for lead in leads]
    wanted += [(_one(chance, _OF_CRM), lead) for lead in leads]
    wanted += [(deed, chance.choice(leads)) for deed in _ANYTIME]
    chance.shuffle(wanted)
    return [
        Act(
            number=number,
            deed=deed,
            lead=lead,
            wait_s=chance.uniform(0, 2 * pace_s),
            delay_s=chance.uniform(0, 1.0),
            who=chance.choice(["ann", "bo", "cleo"]),
        )
        for number, (deed, lead) in enumerate(wanted)
    ]


def _one(chance: random.Random, weights: dict[Deed, int]) -> Deed:
    return chance.choices([*weights], weights=[*weights.values()])[0]
