"""Puts rules to a lead and keeps the numbers that made them hold."""

from dataclasses import dataclass

from leadwright.review.rules.facts import RuleFacts
from leadwright.review.rules.language.condition import Truth
from leadwright.review.rules.reading import RuleAction
from leadwright.review.rules.ruleset import Rule, RuleSet
from leadwright.review.rules.variables import Value, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHit:
    """A rule that holds for a lead, and the values of the variables it speaks of.

    Attributes:
        rule_id: Also the code of the escalation reason.
        values: None where a variable is unknown.
        fault: Set when the condition could not be answered: a rule that breaks stops the lead.
    """

    rule_id: str
    condition: str
    action: RuleAction
    reason: str
    values: tuple[tuple[str, Value | None], ...] = ()
    next_step: str = ""
    fault: str = ""

    def sentence(self) -> str:
        """Reason and numbers: `The deal is large (deal value $250,000).`."""
        reason = self.reason.rstrip(".")
        if self.fault:
            return f"{reason}: the rule could not be answered ({self.fault})."
        numbers = ", ".join(shown(name, value) for name, value in self.values)
        return f"{reason} ({numbers})." if numbers else f"{reason}."

    def record(self) -> dict[str, object]:
        """The hit as JSON takes it; amounts stay exact as text."""
        record: dict[str, object] = {
            "rule": self.rule_id,
            "condition": self.condition,
            "action": str(self.action),
            "reason": self.reason,
            "values": {name: _plain(value) for name, value in self.values},
        }
        return record | {"fault": self.fault} if self.fault else record


def evaluate(rules: RuleSet, facts: RuleFacts) -> tuple[RuleHit, ...]:
    """The rules that hold, in the order of the file.

    A rule that hangs on something unknown does not hold. One that breaks on a lead counts as a
    hit: a person looks rather than nobody.
    """
    known = facts.known()
    asked = {name: value for name, value in known.items() if name in rules.mentions}
    situation = rules.language.situation(asked)
    hits: list[RuleHit] = []
    for rule in rules.rules:
        judgement = rule.condition.judge(situation)
        if judgement.truth in (Truth.YES, Truth.BROKEN):
            hits.append(_hit(rule, known, judgement.fault))
    return tuple(hits)


def _hit(rule: Rule, known: dict[str, Value], fault: str) -> RuleHit:
    return RuleHit(
        rule_id=rule.id,
        condition=rule.condition.text,
        action=rule.action,
        reason=rule.reason,
        values=tuple((name, known.get(name)) for name in rule.condition.mentions),
        next_step=rule.next_step,
        fault=fault,
    )


def _plain(value: Value | None) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case tuple():
            return list(value)
        case _:
            return str(value)
