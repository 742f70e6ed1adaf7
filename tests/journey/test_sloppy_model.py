"""A model that errs: nothing of it reaches a draft or a proposal unnoticed."""

from pathlib import Path

import pytest

from leadwright.agents import coordinator, crm, escalation, outreach, research
from leadwright.bootstrap import House
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.models.playbook import PlaybookModel
from leadwright.models.sloppy import INVENTIONS, OBEDIENCE, Slip, SloppyModel
from tests.journey.conftest import OpenHouse
from tests.journey.story import sessions, work

SPECS = (coordinator.SPEC, research.SPEC, outreach.SPEC, crm.SPEC, escalation.SPEC)
LIES = (*INVENTIONS, OBEDIENCE, "attacker.example", "We just signed")


def sloppy(*, seed: int, rates: dict[Slip, float]) -> SloppyModel:
    """A sloppy model around the playbook."""
    playbook = PlaybookModel({spec.output_name: spec.play for spec in SPECS})
    return SloppyModel(playbook, seed=seed, rates=rates)


def words_of(session: Session) -> str:
    """All that a person may be shown as ours: draft, proposals, the escalation note."""
    parts = [p.summary + str(p.after) for p in session.proposals]
    if session.draft:
        draft = session.draft
        parts += [draft.subject, draft.body, draft.linkedin_message, draft.call_script]
    if session.halt:
        parts += [session.halt.summary, session.halt.next_step]
    return "\n".join(parts)


def assert_nothing_slipped_through(house: House, found: dict[str, Session]) -> None:
    """No lie is told, and every waiting draft is grounded when checked afresh."""
    for reference, session in found.items():
        told = words_of(session)
        assert not [lie for lie in LIES if lie in told], reference
        if session.stage is Stage.AWAITING_APPROVAL:
            assert session.draft is not None
            assert session.findings is not None


@pytest.mark.parametrize("slip", list(Slip))
async def test_a_model_that_always_errs_in_one_way_is_never_believed(
    open_house: OpenHouse, world: Path, slip: Slip
) -> None:
    model = sloppy(seed=7, rates={slip: 1.0})
    async with open_house(models=[model]) as house:
        await work(house, world / "leads.csv")
        found = await sessions(house)
        assert_nothing_slipped_through(house, found)
    assert model.slips[slip] > 0
    assert {s.stage for s in found.values()} <= {
        Stage.AWAITING_APPROVAL,
        Stage.ESCALATED,
        Stage.MERGED,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_model_that_errs_now_and_then_changes_no_outcome(
    open_house: OpenHouse, world: Path, seed: int
) -> None:
    model = sloppy(seed=seed, rates=dict.fromkeys(Slip, 0.1))
    async with open_house(models=[model]) as house:
        await work(house, world / "leads.csv")
        found = await sessions(house)
        assert_nothing_slipped_through(house, found)
    assert sum(model.slips.values()) > 0
    drafted = {ref for ref, s in found.items() if s.stage is Stage.AWAITING_APPROVAL}
    assert drafted == {"D-01", "D-02", "D-03", "D-08", "D-09"}
