"""Reads the shape of a rules file: keys, texts, actions and the codes of reasons."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from leadwright.review.rules.language.diagnosis import suggestion

_FILE_KEYS = ("escalation_rules", "defaults")
_RULE_KEYS = ("condition", "action", "reason", "id", "next_step")
_REQUIRED = ("condition", "action", "reason")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")


class RuleAction(StrEnum):
    """What a rule that holds does."""

    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule as written; its condition is not looked at yet."""

    number: int
    id: str
    given_id: bool
    condition: str
    action: RuleAction
    reason: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesText:
    """A rules file as written, and what is wrong with its shape."""

    rules: tuple[RuleText, ...] = ()
    keeps_defaults: bool = False
    faults: tuple[str, ...] = ()


def read(data: object) -> RulesText:
    """Read the content of a rules file; what does not fit is a fault, never an exception."""
    rows = data.get("escalation_rules") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(rows, list):
        return RulesText(faults=('The file must look like {"escalation_rules": [...]}',))
    faults = [f"There is {fault}" for fault in _unknown_keys(data, _FILE_KEYS)]
    keeps = data.get("defaults", False)
    if not isinstance(keeps, bool):
        faults.append("'defaults' must be true or false")
    rules: list[RuleText] = []
    for number, row in enumerate(rows, start=1):
        if troubles := _troubles(row):
            faults += [f"Rule {number}, {trouble}" for trouble in troubles]
        elif isinstance(row, Mapping):
            rules.append(_rule(row, number))
    ids = [rule.id for rule in rules if rule.given_id]
    doubles = sorted({code for code in ids if ids.count(code) > 1})
    faults += [f"Two rules have the id {code!r}; ids must differ" for code in doubles]
    return RulesText(rules=_told_apart(rules), keeps_defaults=keeps is True, faults=tuple(faults))


@cache
def default_rows() -> tuple[Mapping[str, str], ...]:
    """The rules that ship with the package, as written."""
    text = files(__package__).joinpath("data", "default_rules.json").read_text(encoding="utf-8")
    rows: list[Mapping[str, str]] = json.loads(text)["escalation_rules"]
    return tuple(rows)


def _troubles(row: object) -> list[str]:
    if not isinstance(row, Mapping):
        return ["it must be an object with condition, action and reason"]
    troubles = [f"{key!r} is missing" for key in _REQUIRED if key not in row]
    troubles += [f"there is {trouble}" for trouble in _unknown_keys(row, _RULE_KEYS)]
    troubles += [
        f"{key!r} must be a text that says something"
        for key in _RULE_KEYS
        if key in row and not (isinstance(row[key], str) and row[key].strip())
    ]
    if troubles:
        return troubles
    if row["action"] not in list(RuleAction):
        known = suggestion(row["action"], RuleAction)
        troubles.append(f"there is no action {row['action']!r}; {known}")
    if "id" in row and not _CODE.fullmatch(row["id"]):
        troubles.append(f"id {row['id']!r} must be of the form lower_case_words")
    return troubles


def _unknown_keys(row: Mapping[object, object], known: Sequence[str]) -> list[str]:
    return [f"no key {key!r}; {suggestion(str(key), known)}" for key in row if key not in known]


def _rule(row: Mapping[str, str], number: int) -> RuleText:
    reason = " ".join(row["reason"].split())
    return RuleText(
        number=number,
        id=row.get("id") or _known_codes().get(row["condition"].strip()) or _slug(reason, number),
        given_id="id" in row,
        condition=row["condition"],
        action=RuleAction(row["action"]),
        reason=reason,
        next_step=" ".join(row.get("next_step", "").split()),
    )


@cache
def _known_codes() -> Mapping[str, str]:
    """Conditions that ship, and their codes: the same condition keeps its code in any file."""
    return {row["condition"]: row["id"] for row in default_rows()}


def _slug(reason: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", reason).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_")
    return words if _CODE.fullmatch(words) else f"rule_{number}"


def _told_apart(rules: Sequence[RuleText]) -> tuple[RuleText, ...]:
    """A code made from a reason gets a number when it is taken; given ids stay as they are."""
    taken = {rule.id for rule in rules if rule.given_id}
    apart: list[RuleText] = []
    for rule in rules:
        code, count = rule.id, 1
        while code in taken and not rule.given_id:
            count += 1
            code = f"{rule.id}_{count}"
        taken.add(code)
        apart.append(replace(rule, id=code))
    return tuple(apart)
