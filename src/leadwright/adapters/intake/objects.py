"""One JSON object becomes one row: a lead, or an evaluation row of which only the input is read."""

import json
from typing import Final

from leadwright.adapters.intake.table import LONGEST_FIELD, Broken, refusal, too_large
from leadwright.adapters.intake.text import is_readable
from leadwright.leads.intake import RawRow, Refusal, RefusalCode

# What an evaluation row knows and no lead may bring along.
_ANSWERS: Final = frozenset({"ground_truth", "metadata", "input"})
# What the parser says, in words for people.
_REASONS: Final = {
    "Expecting property name": 'a name in "double quotes" is missing, or a comma is too many',
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing after a name",
    "Expecting value": "a value is missing, or is not written as JSON writes values",
    "Unterminated string": "a quote is opened and never closed",
    "Extra data": "more follows after its end",
    "Invalid control character": "a text holds a raw line break or tab",
    "Invalid \\": "a backslash is followed by a wrong letter",
    "Illegal trailing comma": "a comma stands before a closing bracket",
}


def row(number: int, text: str) -> RawRow | Refusal:
    """The row in a JSON text, or why there is none."""
    found = _read(text)
    return refusal(number, found) if isinstance(found, Broken) else given(number, found, len(text))


def given(number: int, value: object, size: int) -> RawRow | Refusal:
    """The row that a JSON value makes, or why it makes none."""
    if not isinstance(value, dict):
        reason = "This is no JSON object; write each lead as {...}."
        shown = Broken(code=RefusalCode.NOT_AN_OBJECT, line=json.dumps(value), reason=reason)
        return refusal(number, shown)
    lead = _lead(value)
    if size > LONGEST_FIELD and (wrong := too_large(lead)):
        return refusal(number, wrong)
    return RawRow(number=number, values=lead, size=size)


def _read(text: str) -> object:
    if not is_readable(text):
        reason = "The text holds letters of an unknown encoding; save the file as UTF-8."
        return Broken(code=RefusalCode.NOT_UTF8, line=text, reason=reason)
    try:
        return _whole(json.loads(text, parse_constant=_nothing), text)
    except json.JSONDecodeError as error:
        why = next((words for sign, words in _REASONS.items() if error.msg.startswith(sign)), "")
        reason = f"This is no JSON: {why or 'a sign is wrong'} (at character {error.pos + 1:,})."
    except (ValueError, RecursionError):
        reason = "This is JSON nobody writes by hand: too deep, or a number too long; drop it."
    return Broken(code=RefusalCode.BROKEN_JSON, line=text, reason=reason)


def _lead(value: dict[str, object]) -> dict[str, object]:
    """The lead itself; of an evaluation row the input, so that no answer leaves this file."""
    inner = value.get("input")
    if isinstance(inner, dict):
        outer = {"lead_id": value["lead_id"]} if "lead_id" in value else {}
        return {**outer, **inner}
    if "ground_truth" in value:
        return {key: item for key, item in value.items() if key not in _ANSWERS}
    return value


def _whole(value: object, text: str) -> object:
    """The value without halves of characters, which JSON may escape and no store can write."""
    if "\\ud" not in text.lower():
        return value
    whole = json.dumps(value, ensure_ascii=False)
    return json.loads(whole.encode("utf-8", "replace"))


def _nothing(_constant: str) -> None:
    """NaN and Infinity say nothing."""
