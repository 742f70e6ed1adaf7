"""JSON lines: one object a line, a lead or an evaluation row of which only the input is read."""

import json
from collections.abc import Iterator
from pathlib import Path

from leadwright.adapters.intake.lines import LONGEST_ROW, is_utf8, lines
from leadwright.leads.intake import RawRow, Refusal, RefusalCode
from leadwright.leads.intake.values.text import shorten

# What an evaluation row knows and no lead may bring along.
_ANSWERS = frozenset({"ground_truth", "metadata", "input"})


class JsonLinesFile:
    """Rows of a JSON lines file; numbers are line numbers."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> Iterator[RawRow | Refusal]:
        """Each line that is not blank."""
        for number, line in enumerate(lines(self._path), start=1):
            if line is None:
                reason = f"The line is longer than {LONGEST_ROW:,} characters; shorten its fields."
                yield _refusal(number, "", RefusalCode.ROW_TOO_LARGE, reason)
            elif line.strip():
                yield _row(number, line)


def _row(number: int, line: str) -> RawRow | Refusal:
    if not is_utf8(line):
        reason = "The line is not UTF-8; save the file as UTF-8."
        return _refusal(number, line, RefusalCode.NOT_UTF8, reason)
    try:
        value: object = _whole(json.loads(line, parse_constant=_nothing), line)
    except json.JSONDecodeError as error:
        reason = f"The line is no JSON: {error.msg} at character {error.colno}; mend or drop it."
        return _refusal(number, line, RefusalCode.BROKEN_JSON, reason)
    except (ValueError, RecursionError):
        reason = "The line is JSON nobody writes by hand: too deep, or a number too long; drop it."
        return _refusal(number, line, RefusalCode.BROKEN_JSON, reason)
    if not isinstance(value, dict):
        reason = "The line is no JSON object; write each lead as {...}."
        return _refusal(number, line, RefusalCode.NOT_AN_OBJECT, reason)
    return RawRow(number=number, values=_lead(value))


def _lead(value: dict[str, object]) -> dict[str, object]:
    """The lead itself; of an evaluation row the input, so that no answer leaves this file."""
    given = value.get("input")
    if isinstance(given, dict):
        outer = {"lead_id": value["lead_id"]} if "lead_id" in value else {}
        return {**outer, **given}
    if "ground_truth" in value:
        return {key: item for key, item in value.items() if key not in _ANSWERS}
    return value


def _whole(value: object, line: str) -> object:
    """The value without halves of characters, which JSON may escape and no store can write."""
    if "\\ud" not in line.lower():
        return value
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace"))


def _nothing(_constant: str) -> None:
    """NaN and Infinity say nothing."""


def _refusal(number: int, line: str, code: RefusalCode, reason: str) -> Refusal:
    return Refusal(row=number, field="line", given=shorten(line), code=code, reason=reason)
