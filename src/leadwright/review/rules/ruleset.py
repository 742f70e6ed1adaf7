"""A set of rules: checked as a whole when loaded, compiled once, shared between leads."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from leadwright.errors import Misconfigured, where_json_breaks
from leadwright.review.rules.language.compiler import Language
from leadwright.review.rules.language.condition import Condition
from leadwright.review.rules.language.diagnosis import ConditionInvalid
from leadwright.review.rules.reading import RuleAction, RulesText, default_rows, read
from leadwright.review.rules.variables import rule_variables


class RulesInvalid(Misconfigured):
    """A rules file cannot be used; `faults` names every rule, column and fix at once."""

    code: ClassVar[str] = "rules_invalid"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("The rules cannot be used. " + " ".join(f"{fault}." for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule. Its id is the code of the escalation reason."""

    id: str
    condition: Condition
    action: RuleAction
    reason: str
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleSet:
    """Rules in their order, and the language they are written in."""

    rules: tuple[Rule, ...]
    language: Language
    mentions: frozenset[str]  # by any of the rules

    @classmethod
    def load(cls, data: object) -> Self:
        """Check and compile the content of a rules file.

        Args:
            data: `{"escalation_rules": [{"condition", "action", "reason"}, ...]}`; a rule may
                have an `id` and a `next_step`. With `"defaults": true` the rules that ship are
                kept; a rule with the id of one of them takes its place.

        Raises:
            RulesInvalid: with every fault of the file.
        """
        language = Language(rule_variables())
        written = read(data)
        rules = _compiled(written, language)
        if written.keeps_defaults:
            shipped = read({"escalation_rules": list(default_rows())})
            rules = _over(_compiled(shipped, language), rules)
        mentions = frozenset(name for rule in rules for name in rule.condition.mentions)
        return cls(rules=rules, language=language, mentions=mentions)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Check and compile the text of a rules file.

        Raises:
            RulesInvalid: with every fault of the file.
        """
        try:
            data: object = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RulesInvalid([f"The file is not JSON: {where_json_breaks(error)}"]) from None
        return cls.load(data)

    @classmethod
    def default(cls) -> Self:
        """The rules that ship with the package."""
        return cls.load({"escalation_rules": list(default_rows())})


def _compiled(written: RulesText, language: Language) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    faults = list(written.faults)
    for rule in written.rules:
        try:
            condition = language.compile(rule.condition)
        except ConditionInvalid as error:
            faults.append(f"Rule {rule.number}, {error}")
            continue
        rules.append(
            Rule(
                id=rule.id,
                condition=condition,
                action=rule.action,
                reason=rule.reason,
                next_step=rule.next_step,
            )
        )
    if faults:
        raise RulesInvalid(faults)
    return tuple(rules)


def _over(shipped: Sequence[Rule], own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that ship, each replaced by the own one of its id; then the other own ones."""
    by_id = {rule.id: rule for rule in own}
    kept = [by_id.pop(rule.id, rule) for rule in shipped]
    return (*kept, *(rule for rule in own if rule.id in by_id))
