"""What a person's answer must look like, in a settings file and where one is asked for it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from leadwright.errors import in_plain_words

_KIND = re.compile(r"date|literal\[.*\]")  # what a validator tried, not what a person wrote
_DAY = "must be a day such as 2026-11-01, 'corpus' or 'today', not {!r}"

_WEB = re.compile(
    r"https://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?|http://(127\.0\.0\.1|localhost)(:\d+)?/?"
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def said(text: str) -> str:
    """A text that says something.

    Raises:
        ValueError: it does not.
    """
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


def mail_address(text: str) -> str:
    """A mail address, as far as its form can tell.

    Raises:
        ValueError: it cannot be one.
    """
    if not _ADDRESS.fullmatch(text.strip()):
        raise ValueError(f"must be a mail address such as nora@northwind.example, not {text!r}")
    return text.strip()


def web_address(text: str) -> str:
    """Where a server is reached, without a slash at the end.

    Raises:
        ValueError: a browser elsewhere would not find it, or the line to it would not be secret.
    """
    if not _WEB.fullmatch(text.strip()):
        raise ValueError(f"must be an address such as https://mail.northwind.example, not {text!r}")
    return text.strip().rstrip("/")


def whole_sentence(text: str) -> str:
    """A sentence with its full stop.

    Raises:
        ValueError: it is none.
    """
    if not said(text).endswith("."):
        raise ValueError(f"must be a whole sentence that ends with a full stop, not {text!r}")
    return text.strip()


def taken_away(text: str) -> str:
    """What a seller takes away, as it stands in the middle of a sentence.

    Raises:
        ValueError: it would not fit there.
    """
    if not re.match(r"[a-z-]+ing\b", text) or text.endswith((".", "?", "!")):
        raise ValueError(
            "must begin with an -ing word in lower case and have no full stop, such as "
            f"'matching invoices by hand', not {text!r}"
        )
    return text


def question(text: str) -> str:
    """A question with its mark.

    Raises:
        ValueError: it is none.
    """
    if not said(text).endswith("?"):
        raise ValueError(f"must be a question that ends with a question mark, not {text!r}")
    return text.strip()


def country_code(text: str) -> str:
    """A country as two letters.

    Raises:
        ValueError: it is none.
    """
    return _letters(text, 2, "US or DE")


def currency_code(text: str) -> str:
    """A currency as three letters.

    Raises:
        ValueError: it is none.
    """
    return _letters(text, 3, "USD or EUR")


def _letters(text: str, number: int, like: str) -> str:
    if not re.fullmatch(rf"[A-Za-z]{{{number}}}", text.strip()):
        raise ValueError(f"must be {number} letters such as {like}, not {text!r}")
    return text.strip().upper()


def faults(found: Iterable[Mapping[str, Any]], known: Sequence[str], file: Path) -> list[str]:
    """What is wrong with settings, each once: one may fail as this and as that.

    Args:
        found: The faults as pydantic gives them.
        known: The dotted names of all settings.
        file: Where most of them stand.
    """
    told: dict[str, str] = {}
    for fault in found:
        name, entry = _place(fault["loc"])
        told.setdefault(f"{name}{entry}", _told(name, entry, fault, known, file))
    return list(told.values())


def _told(name: str, entry: str, fault: Mapping[str, Any], known: Sequence[str], file: Path) -> str:
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, known, n=1)
        meant = f"did you mean {near[0]!r}?" if near else "docs/reference/settings.md has all"
        return f"there is no setting {name!r}{entry}; {meant} (in {file})"
    if name == "as_of":
        fault = {"type": "value_error", "ctx": {"error": _DAY.format(fault.get("input"))}}
    plain = in_plain_words(fault)
    return f"setting {name!r}{entry} {plain} (in {file}, LEADWRIGHT_* or the command line)"


def _place(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """The name of a setting, and which entry of a list it stands in."""
    numbers = [part for part in loc if isinstance(part, int)]
    name = ".".join(part for part in loc if isinstance(part, str) and not _KIND.fullmatch(part))
    return name, f" (entry {numbers[0] + 1})" if numbers else ""
