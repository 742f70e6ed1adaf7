"""Whatever code a person may meet in the terminal has words."""

from collections.abc import Iterable

import pytest

from leadwright.bootstrap import AGENTS
from leadwright.entrypoints.cli.telling.words import stage, wording
from leadwright.journey import correction, record, rulebook
from leadwright.journey.crm import keeping, proposals
from leadwright.journey.deciding import rejecting, verdict, waiting
from leadwright.journey.outbox.gate import PASSING, Hold
from leadwright.journey.sending import story
from leadwright.leads.crm.merge import Why
from leadwright.leads.findings import FactField, Match
from leadwright.leads.intake.columns import Column
from leadwright.leads.lead import FlawCode
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus
from leadwright.review.escalation import reasons
from leadwright.review.rules.ruleset import RuleSet

AGENT_NAMES = [spec.name for spec in AGENTS]
CODES: dict[str, Iterable[str]] = {
    "stages": Stage,
    "columns": Column,
    "facts": FactField,
    "facts_in_a_sentence": FactField,
    "flaws": FlawCode,
    "approvals": ApprovalStatus,
    "matches": Match,
    "actions": [
        *record.PHASES,
        "merge_duplicate",
        "disqualify",
        correction.ACTION,
        *verdict.ACTIONS,
        keeping.EDIT,
        keeping.ADD,
        keeping.UNDO,
        *story.ACTIONS,
    ],
    "crm_writes": [keeping.EDIT, keeping.ADD, keeping.UNDO, keeping.CONTACT, proposals.ACTION],
    "crm_conflicts": Why,
    "agents": [f"{name}_agent" for name in AGENT_NAMES if name != "coordinator"],
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_words(kind: str) -> None:
    missing = [str(code) for code in CODES[kind] if not wording()[kind].get(str(code))]
    assert not missing, f"wording.toml [{kind}] says nothing for {missing}"


@pytest.mark.parametrize("kind", CODES)
def test_there_are_no_words_for_codes_that_are_gone(kind: str) -> None:
    more = {"agents": {"coordinator", "intake", "person", verdict.HOUSE, story.AGENT}}.get(
        kind, set()
    )
    gone = wording()[kind].keys() - {str(code) for code in CODES[kind]} - more
    assert not gone, f"wording.toml [{kind}] still speaks of {sorted(gone)}"


@pytest.mark.parametrize("of", Stage)
def test_a_stage_is_told_in_three_ways(of: Stage) -> None:
    assert all(stage(of, part) for part in ("label", "now", "next"))


def test_every_reason_of_the_house_has_a_title() -> None:
    own = {rulebook.DOUBTED, rulebook.NO_ADDRESS, rulebook.SILENT, rulebook.CAUTION}
    own |= {*rejecting.HALTS, waiting.APPROVAL_EXPIRED, "send_failed", "send_uncertain"}
    own |= {f"held_{hold}" for hold in Hold if hold not in PASSING}
    shipped = {rule.id for rule in RuleSet.default().rules}
    missing = (own | shipped | {"no_good_answer", "internal_error"}) - set(reasons())
    assert not missing, f"escalation_advice.json says nothing for {sorted(missing)}"
