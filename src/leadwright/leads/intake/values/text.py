"""Text as strangers send it, made harmless: hidden characters, formulas, walls of letters."""

import re
import unicodedata
from dataclasses import dataclass

from leadwright.leads.intake.data import words

# A cell that starts like this is a formula to a spreadsheet; the wide forms count too.
_FORMULA_STARTS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_FORMULA_BEFORE = _FORMULA_STARTS + " "
# Marks that show nothing and can carry hidden text; they count as printable.
_SELECTORS = re.compile("[\u034f\u115f\u1160\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_STRAIGHT = str.maketrans("\u2018\u2019\u00b4`\u2012\u2013\u2014\u2212", "''''----")
_BREAKS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# What is read of a field before it is cut; the rest could only be an attack.
_READ_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that is safe to store, show and export, and what it took."""

    text: str
    tamed: bool = False  # hidden characters or a formula's start were taken out
    cut: bool = False


def given(value: object) -> str | None:
    """The text of a raw value; None when it says nothing ("n/a") or is no single value."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    else:
        text = format(value, ".15g") if isinstance(value, float) else str(value)
    is_missing = len(text) < 16 and text.lower() in words("words.toml", "missing")  # noqa: PLR2004
    return None if is_missing else text


def visible(text: str) -> str:
    """The text without characters that nobody sees; line breaks become spaces."""
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return unicodedata.normalize("NFC", _SELECTORS.sub("", text))


def straight(text: str) -> str:
    """The text with typewriter apostrophes and dashes."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def is_calm(text: str, longest: int) -> bool:
    """Whether `clean` would give the text back as it is; most texts, and quicker told."""
    return (
        text.isascii()
        and text.isprintable()
        and len(text) <= longest
        and text[:1] not in _FORMULA_STARTS
        and "  " not in text
        and text[0] != " " != text[-1]
    )


def clean(text: str, longest: int) -> Cleaned:
    """A text for people to read: visible, one line, no formula, at most `longest` characters."""
    head = text[: longest * _READ_AT_MOST]
    seen = visible(head)
    plain = " ".join(seen.split())
    calm = harmless(plain)
    tamed = calm is not plain or (seen is not head and hides(head))
    cut = len(calm) > longest or len(text) > len(head)
    return Cleaned(calm[:longest].rstrip() if cut else calm, tamed=tamed and bool(plain), cut=cut)


def harmless(text: str) -> str:
    """The text without what makes a spreadsheet take it for a formula."""
    return text.lstrip(_FORMULA_BEFORE) if text[:1] in _FORMULA_STARTS else text


def shorten(value: object, longest: int = 80) -> str:
    """A raw value as it may stand in a message about it."""
    text = value[: longest * _READ_AT_MOST] if isinstance(value, str) else str(value)
    seen = " ".join(visible(text).split())
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character in _BREAKS or unicodedata.category(character) == "Zs":
        return " "
    return ""


def hides(text: str) -> bool:
    """Whether a text holds characters that nobody sees."""
    return _SELECTORS.search(text) is not None or any(not _shown(c) for c in text)
