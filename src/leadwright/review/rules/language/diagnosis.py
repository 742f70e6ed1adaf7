"""Turns what the CEL compiler says into what the author of a rule should change."""

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar, TypedDict

from leadwright.errors import Misconfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a condition, where (counted from 1), and what to write instead."""

    problem: str
    column: int = 1
    line: int = 1
    hint: str = ""

    def __str__(self) -> str:
        place = f"column {self.column}"
        if self.line > 1:
            place = f"line {self.line}, {place}"
        return f"{place}: {self.problem}" + (f"; {self.hint}" if self.hint else "")


class ConditionInvalid(Misconfigured):
    """A condition cannot be used; the message names the column and what to write instead."""

    code: ClassVar[str] = "condition_invalid"

    def __init__(self, text: str, fault: Fault) -> None:
        super().__init__(f"{fault} (in {text!r})")
        self.text = text
        self.fault = fault


class _TypeHint(TypedDict, total=False):
    any_of: list[str]
    all_of: list[str]
    operators: list[str]
    hint: str


class _Wording(TypedDict):
    types: dict[str, str]
    operators: dict[str, str]
    type_hints: list[_TypeHint]
    token_hints: dict[str, str]


@cache
def _wording() -> _Wording:
    text = files(__package__).joinpath("wording.json").read_text(encoding="utf-8")
    raw: _Wording = json.loads(text)
    return raw


_PLACE = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_NO_OVERLOAD = re.compile(r"no matching overload for '([^']*)' applied to '\((.*)\)'")
_UNREADABLE = re.compile(
    r"(?:input|recognition error at:|missing .* at) '(.*?)(?:'(?: expecting.*)?)?$"
)


def diagnose(text: str, said: str, names: Sequence[str]) -> Fault:
    """The first thing the compiler complains about, in plain words.

    Args:
        text: The condition.
        said: The compiler's message.
        names: The variables that may be used.
    """
    place = _PLACE.search(said)
    if place is None:
        return Fault(problem=_plain(said))
    line, column, message = max(1, int(place[1])), max(1, int(place[2])), place[3]
    if "recursion depth" in message:
        return Fault(problem=_plain("recursion"))
    if found := _UNDECLARED.search(message):
        return _unknown_name(text, found[1], line, column, names)
    if found := _NO_OVERLOAD.search(message):
        problem, hint = _wrong_types(found[1], found[2])
    elif message.startswith("Syntax error"):
        problem, hint = _unreadable(message, text.splitlines()[line - 1 : line], column)
    else:
        problem, hint = _plain(message), ""
    return Fault(line=line, column=column, problem=problem, hint=hint)


def not_a_verdict(type_name: str) -> Fault:
    """A condition that is something else than true or false."""
    gives = _wording()["types"].get(type_name, "a value")
    return Fault(
        problem=f"this gives {gives}, not true or false",
        hint="compare it with something, for example deal_value > 100000",
    )


def fails_for_some(trouble: str) -> Fault:
    """A condition that cannot be answered for every lead."""
    hint = (
        ""
        if "expression" in trouble
        else "ask first whether it can be answered: known_facts > 0 &&"
    )
    return Fault(problem=f"this fails for some leads ({trouble})", hint=hint)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, else the list of all."""
    names = list(known)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(names)}"


def _plain(message: str) -> str:
    if "recursion" in message:
        return "this is nested too deeply"
    if "literal" in message:
        return "this number is too large or not a number"
    first = message.strip().splitlines()[0] if message.strip() else "unknown trouble"
    return f"this cannot be used ({re.sub(r'^[A-Z_]+: |ERROR: <input>:', '', first)})"


def _unknown_name(text: str, name: str, line: int, column: int, names: Sequence[str]) -> Fault:
    row = text.splitlines()[line - 1] if line <= len(text.splitlines()) else text
    start = row.rfind(name, 0, column - 1 + len(name))
    is_function = row[column - 1 : column] == "(" or row[start - 1 : start] == "."
    if is_function:
        problem = f"there is no function {name!r}, or not for what stands before it"
        hint = "use size, startsWith, endsWith, contains, matches, in, exists or all"
    else:
        problem = f"there is no variable {name!r}"
        hint = _token_hint(name) or suggestion(name, names)
    return Fault(line=line, column=start + 1 if start >= 0 else column, problem=problem, hint=hint)


def _wrong_types(operator: str, operands: str) -> tuple[str, str]:
    wording = _wording()
    types = re.findall(r"[^,(]+(?:\([^)]*\))?", operands.replace(" ", ""))
    said = [wording["types"].get(kind, kind) for kind in types]
    pattern = wording["operators"].get(operator)
    if pattern is None or len(said) < pattern.count("{"):
        doing = f"use {operator.strip('_@')} on {' and '.join(said) or 'this'}"
    else:
        doing = pattern.format(*said)
    hints = (hint["hint"] for hint in wording["type_hints"] if _applies(hint, operator, types))
    return f"cannot {doing}", next(hints, "")


def _applies(hint: _TypeHint, operator: str, types: Sequence[str]) -> bool:
    return (
        operator in hint.get("operators", [operator])
        and set(hint.get("all_of", [])) <= set(types)
        and ("any_of" not in hint or not set(hint["any_of"]).isdisjoint(types))
    )


def _unreadable(message: str, rows: Sequence[str], column: int) -> tuple[str, str]:
    found = _UNREADABLE.search(message)
    read = found[1] if found else ""
    before = re.findall(r"\w+|[^\w\s]+", "".join(rows)[: column - 1])[-1:]
    hint = _token_hint(read) or _token_hint("".join(before)) or _token_hint("".join(before) + read)
    if read == "<EOF>":
        return "the condition ends too early", hint
    return (f"cannot read {read!r} here" if read else "this cannot be read here"), hint


def _token_hint(token: str) -> str:
    hints = _wording()["token_hints"]
    word = token.strip().lower()
    return hints.get(word) or hints.get(word[:1] if not word[:1].isalnum() else "", "")
