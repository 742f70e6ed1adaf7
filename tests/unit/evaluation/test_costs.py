"""What each lead took."""

from decimal import Decimal

from tests.unit.evaluation.known import AT

from leadwright.evaluation.costs import LeadTally
from leadwright.evaluation.ports import Effort
from leadwright.leads.lead import LeadId
from leadwright.models.ports import CallKind, JournalRow


def a_row(lead: str, tokens: int, cost: str) -> JournalRow:
    return JournalRow(
        key=f"{lead}/{tokens}",
        segment_id=f"{lead}:1",
        lead_id=LeadId(lead),
        phase="research",
        turn=0,
        kind=CallKind.MODEL,
        name="playbook",
        provider="playbook",
        agent="research",
        release="r",
        request="",
        reply="",
        tokens_in=tokens,
        tokens_out=1,
        cost_usd=Decimal(cost),
        started_at=AT,
    )


def test_segments_of_one_lead_add_up_and_leads_stay_apart() -> None:
    tally = LeadTally()
    tally.add([a_row("A", 10, "0.1"), a_row("A", 20, "0.2")], seconds=1.5)
    tally.add([a_row("B", 5, "0.5")], seconds=3)
    tally.add([a_row("A", 1, "0")], seconds=0.5)
    assert tally.efforts == {
        LeadId("A"): Effort(cost_usd=Decimal("0.3"), tokens=34, seconds=2.0),
        LeadId("B"): Effort(cost_usd=Decimal("0.5"), tokens=6, seconds=3.0),
    }


def test_the_totals_of_the_run_are_kept_too() -> None:
    tally = LeadTally()
    tally.add([a_row("A", 10, "0.1")], seconds=1)
    tally.add([], seconds=2)
    assert (tally.segments, tally.tokens, tally.seconds) == (2, 11, [1, 2])
    assert set(tally.efforts) == {LeadId("A")}
