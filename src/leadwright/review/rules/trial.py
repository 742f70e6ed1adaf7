"""What a set of rules would have done to past leads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.facts import RuleFacts
from leadwright.review.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A lead that was worked before: what was known of it, and whether it was escalated."""

    lead_ref: str
    facts: RuleFacts
    was_escalated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How often a rule would have held; `alone`: where no other rule did."""

    rule_id: str
    reason: str
    hits: int
    alone: int
    faults: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesTrial:
    """The outcome over all past leads."""

    leads: int
    was_escalated: int
    would_escalate: int
    per_rule: tuple[RuleCount, ...]
    newly: tuple[str, ...]
    no_longer: tuple[str, ...]


def try_rules(rules: RuleSet, cases: Iterable[PastCase]) -> RulesTrial:
    """Put rules to past leads; the cases are read once, one at a time."""
    leads, before, after = 0, 0, 0
    hits: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    newly: list[str] = []
    no_longer: list[str] = []
    for case in cases:
        held = evaluate(rules, case.facts)
        leads, before, after = leads + 1, before + case.was_escalated, after + bool(held)
        hits.update(hit.rule_id for hit in held)
        faults.update(hit.rule_id for hit in held if hit.fault)
        if len(held) == 1:
            alone[held[0].rule_id] += 1
        if held and not case.was_escalated:
            newly.append(case.lead_ref)
        if case.was_escalated and not held:
            no_longer.append(case.lead_ref)
    return RulesTrial(
        leads=leads,
        was_escalated=before,
        would_escalate=after,
        per_rule=tuple(
            RuleCount(
                rule_id=rule.id,
                reason=rule.reason,
                hits=hits[rule.id],
                alone=alone[rule.id],
                faults=faults[rule.id],
            )
            for rule in rules.rules
        ),
        newly=tuple(newly),
        no_longer=tuple(no_longer),
    )
