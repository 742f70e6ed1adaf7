"""Hand-made leads with known answers: one company, and what would be right to say about it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from leadwright.evaluation.dataset import Act, Case, Difficulty, Truth
from leadwright.evaluation.lines import AnswerLine, Facts
from leadwright.evaluation.ports import Worked
from leadwright.evaluation.scoring.judging import Judged
from leadwright.leads.findings import Match
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.stage import Stage
from leadwright.memory.session import Halt, Session

AT = datetime(2013, 12, 12, 9, tzinfo=UTC)
ROUND = {"type": "series-a", "date": "2013-01-10", "amount_usd": 5_000_000}
FACTS: dict[str, object] = {
    "founded_year": 2007,
    "employees": 20,
    "industry": "software",
    "country": "US",
    "total_funding_usd": 5_000_000,
    "last_round": ROUND,
}
PEOPLE = [{"name": "Ann Vee", "title": "CEO"}, {"name": "Bob Eff", "title": "CTO"}]
TRUTH: dict[str, object] = {
    "match": "unique",
    "record_ids": ["old:acme", "new:acme"],
    **FACTS,
    "decision_makers": PEOPLE,
    "recent_news": [{"news_id": "n1"}, {"news_id": "n2"}],
    "conflicts": [{"field": "founded_year"}],
    "escalation_reasons": ["conflicting_data", "high_value"],
    "expected_action": "escalate",
}
NO_TRUTH: dict[str, object] = {
    "match": "none",
    "escalation_reasons": ["no_data"],
    "expected_action": "escalate",
}


def a_case(lead_id: str = "L1", /, **truth: object) -> Case:
    """A lead at Acme; what is given replaces parts of the truth."""
    return Case(
        lead_id=lead_id,
        truth=Truth.model_validate({**TRUTH, **truth}),
        difficulty=Difficulty.EASY,
    )


def a_stranger(lead_id: str = "L9", /, **truth: object) -> Case:
    """A lead at a company nobody knows."""
    return Case(
        lead_id=lead_id,
        truth=Truth.model_validate({**NO_TRUTH, **truth}),
        difficulty=Difficulty.HARD,
    )


def some_facts(confidence: float = 0.9, **values: object) -> Facts:
    """The facts of Acme; what is given replaces some, None makes one unknown."""
    given = {**FACTS, **values}
    return Facts.model_validate(
        {
            field: {"value": value, "confidence": confidence if value is not None else 0.0}
            for field, value in given.items()
        }
    )


def an_answer(lead_id: str = "L1", /, **parts: object) -> AnswerLine:
    """The right answer about Acme; what is given replaces parts of it."""
    right: dict[str, object] = {
        "resolution": "unique",
        "record_ids": ["new:acme", "old:acme"],
        "facts": some_facts(),
        "decision_makers": PEOPLE,
        "recent_news": ["n2", "n1"],
        "conflicts": ["founded_year"],
        "action": "escalate",
        "escalation_reasons": ["high_value", "conflicting_data"],
        "confidence": 0.9,
    }
    return AnswerLine.model_validate({"lead_id": lead_id, **right, **parts})


def no_company(lead_id: str = "L9", /, **parts: object) -> AnswerLine:
    """The right answer about a stranger."""
    right = {"action": Act.ESCALATE, "escalation_reasons": ["no_data"], **parts}
    return AnswerLine.model_validate({"lead_id": lead_id, "resolution": Match.NONE, **right})


def judged(case: Case | None = None, line: AnswerLine | None = None) -> Judged:
    """A lead and its answer, by default both right."""
    return Judged(case=case or a_case(), line=line or an_answer())


def missing(case: Case | None = None) -> Judged:
    """A lead that nobody answered."""
    return Judged(case=case or a_case(), line=None)


def failed(case: Case | None = None) -> Judged:
    """A lead whose work broke off, although the line looks right."""
    reasons = ["high_value", "conflicting_data", "internal_error"]
    return Judged(case=case or a_case(), line=an_answer(escalation_reasons=reasons))


def worked(name: str, stage: Stage, *, into: str | None = None, **session: object) -> Worked:
    """A lead that rests in a stage; its own id is its name with `ours:` before it."""
    lead_id = LeadId(f"ours:{name}")
    return Worked(
        lead=Lead(lead_id=lead_id, external_ids=(("row", name),), received_at=AT),
        session=Session(
            lead_id=lead_id,
            created_at=AT,
            last_updated=AT,
            stage=stage,
            merged_into=LeadId(f"ours:{into}") if into else None,
            **session,  # type: ignore[arg-type]  # any part of a session
        ),
    )


def a_halt(*reasons: str) -> Halt:
    """A call for a person."""
    return Halt(reasons=reasons, hits=(), summary="", next_step="")


def write_rows(folder: Path, *rows: dict[str, object] | str) -> Path:
    """A file of leads with their truth; a text is written as it is."""
    file = folder / "leads.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def a_row(lead_id: str = "L1", /, **parts: object) -> dict[str, object]:
    """A line of such a file."""
    return {
        "lead_id": lead_id,
        "input": {"lead_id": lead_id, "company_name": "Acme"},
        "ground_truth": TRUTH,
        "metadata": {"difficulty": "easy", "bucket": "core"},
        **parts,
    }
