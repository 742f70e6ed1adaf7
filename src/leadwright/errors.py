"""The vocabulary of failure: four branches, plain words, and what each tells to do next."""

from collections.abc import Mapping
from typing import ClassVar


class LeadwrightError(Exception):
    """A named failure. `code` is stable and documented in docs/reference/errors.md."""

    code: ClassVar[str] = "leadwright_error"


class Refused(LeadwrightError):  # noqa: N818 - the four branches read as verdicts
    """The input or the request is not acceptable; trying again changes nothing."""

    code: ClassVar[str] = "refused"


class Unavailable(LeadwrightError):  # noqa: N818
    """Something we depend on does not answer now; trying again later may help."""

    code: ClassVar[str] = "unavailable"


class Misconfigured(LeadwrightError):  # noqa: N818
    """A setting is missing or wrong; the message names the setting and the fix."""

    code: ClassVar[str] = "misconfigured"


class Bug(LeadwrightError):  # noqa: N818
    """Something that can never happen did; the message is for whoever mends it."""

    code: ClassVar[str] = "bug"


_PLAIN: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int": "must be a whole number",
    "float": "must be a number",
    "decimal": "must be a number",
    "bool": "must be true or false",
    "string": "must be a text",
    "path": "must be a path",
    "date": "must be a day such as 2026-11-01",
    "datetime": "must be a day and a time such as 2026-11-01T09:00:00",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a number",
    "string_too_short": "must not be empty",
    "string_too_long": "must not be longer than {max_length} characters",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "string_pattern_mismatch": "is not of the right form",
    "list": "must be a list",
    "tuple": "must be a list",
    "set": "must be a list",
    "frozen_set": "must be a list",
    "dict": "must be an object with keys and values",
    "mapping": "must be an object with keys and values",
    "model": "must be an object with keys and values",
    "enum": "must be {expected}",
    "literal_error": "must be {expected}",
    "url": "must be a web address",
}
_MOST_SHOWN = 60


def in_plain_words(fault: Mapping[str, object]) -> str:
    """What a validator of shapes found, as a person would say it: `must be a whole number`.

    Args:
        fault: Its `type`, `ctx` and `input`, as pydantic gives them.
    """
    kind = str(fault.get("type", ""))
    given_context = fault.get("ctx")
    context = given_context if isinstance(given_context, Mapping) else {}
    if kind in {"value_error", "assertion_error"}:
        return str(context.get("error", "cannot be used"))
    plain = _PLAIN.get(kind) or _PLAIN.get(kind.partition("_")[0], "cannot be used")
    said = plain.format_map({key: str(value) for key, value in context.items()})
    given = fault.get("input")
    is_short = isinstance(given, str | int | float) and len(str(given)) <= _MOST_SHOWN
    return (
        f"{said}, not {given!r}"
        if is_short and kind not in {"missing", "extra_forbidden"}
        else said
    )


def where_json_breaks(error: Exception) -> str:
    """Where a text stops being JSON: `line 3, column 7`."""
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if line is None:
        return "it is nested too deeply" if isinstance(error, RecursionError) else "see its values"
    return f"it breaks off or is misspelt at line {line}, column {column}"


def reason_of(error: Exception) -> str:
    """Why a file cannot be read, in a few words."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    told = getattr(error, "strerror", None)
    return str(told).lower() if told else "reading it failed"
