"""The judge of runs sees what went wrong."""

from chaos.stage.bill import ANNOUNCED, ANSWERED, Line
from chaos.verdict import compared, repeated


def _house(*leads: dict[str, object], **other: object) -> dict[str, object]:
    return {"leads": leads, "refused": [], "unrested": 0, "broken_journal_rows": 0} | other


def _lead(
    name: str, stage: str = "escalated", steps: tuple[str, ...] = ("a", "b")
) -> dict[str, object]:
    return {"name": name, "session": {"stage": stage}, "audit": [["agent", step] for step in steps]}


def test_two_houses_alike_are_good() -> None:
    calm = _house(_lead("K-1"), _lead("K-2"))
    assert compared(calm, calm).is_good


def test_a_lost_lead_is_noticed() -> None:
    verdict = compared(_house(_lead("K-1"), _lead("K-2")), _house(_lead("K-1")))
    assert (verdict.lost_leads, verdict.is_good) == (1, False)


def test_a_step_made_twice_is_noticed() -> None:
    verdict = compared(_house(_lead("K-1")), _house(_lead("K-1", steps=("a", "b", "b"))))
    assert verdict.double_phases == 1


def test_a_difference_is_told_with_its_place() -> None:
    verdict = compared(_house(_lead("K-1")), _house(_lead("K-1", stage="merged")))
    assert verdict.lost_updates == 1
    assert verdict.details == ("K-1.session.stage: 'escalated' became 'merged'",)


def test_a_journal_that_was_changed_is_noticed() -> None:
    verdict = compared(_house(_lead("K-1")), _house(_lead("K-1"), broken_journal_rows=1))
    assert verdict.lost_updates == 1


def test_a_call_made_although_its_answer_was_durable_is_noticed() -> None:
    first = [Line(1, ANNOUNCED, "one"), Line(1, ANSWERED, "one"), Line(1, ANNOUNCED, "two")]
    in_flight = [*first, Line(2, ANNOUNCED, "two"), Line(2, ANSWERED, "two")]
    assert not repeated(in_flight, {1: frozenset(), 2: frozenset({"one"})})
    assert len(repeated([*first, Line(2, ANNOUNCED, "one")], {})) == 1
    unnoted = [Line(1, ANNOUNCED, "one"), Line(2, ANNOUNCED, "one")]
    assert len(repeated(unnoted, {2: frozenset({"one"})})) == 1
