"""On what the corpus knows to be true, the rules that ship decide as its own labels do."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from leadwright.leads.findings import Match
from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.facts import ContactStatus, RuleFacts
from leadwright.review.rules.ruleset import RuleSet

REGULATED = {
    "healthcare",
    "biotech_pharma",
    "finance",
    "government_legal",
    "utilities_energy",
}
CORE = ("founded_year", "employees", "total_funding_usd", "decision_makers")


def facts(truth: Mapping[str, object], *, contact: ContactStatus) -> RuleFacts:
    conflicts = truth["conflicts"]
    industry = truth["industry"]
    return RuleFacts(
        deal_value=Decimal(str(truth["deal_value_usd"])),
        resolution=Match(str(truth["match"])),
        known_facts=sum(bool(truth[key]) for key in CORE),
        conflicts=tuple(conflicts) if isinstance(conflicts, list) else (),
        contact_status=contact,
        industry=str(industry) if industry else None,
        regulated=industry in REGULATED,
    )


@pytest.mark.corpus
def test_the_defaults_give_the_reasons_of_the_corpus(data_dir: Path) -> None:
    rules = RuleSet.default()
    lines = (data_dir / "leads_dev.jsonl").read_text("utf-8").splitlines()
    for truth in (json.loads(line)["ground_truth"] for line in lines):
        wanted = set(truth["escalation_reasons"])
        contact = ContactStatus.STALE if truth["contact_is_current"] is False else None
        if "invalid_contact" in wanted:
            contact = ContactStatus.INVALID
        hits = evaluate(rules, facts(truth, contact=contact or ContactStatus.VALID))
        assert {hit.rule_id for hit in hits} == wanted
