"""Small matters of English: articles, money, dates, possessives, capitals."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_SOUNDS_CLOSED = re.compile(r"uni(?!n|m[^a])|us[aeu]|eu|one\b|once\b|ur[aeiou]")
_SOUNDS_OPEN = re.compile(r"[aeiou]|hour|honest|heir")
_LETTERS_THAT_SOUND_OPEN = frozenset("AEFHILMNORSX")
_STEPS = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def with_article(phrase: str) -> str:
    """Put "a" or "an" before a phrase, by its sound."""
    return f"{'an' if _begins_with_vowel(phrase) else 'a'} {phrase}"


def _begins_with_vowel(phrase: str) -> bool:
    first = re.split(r"[\s-]", phrase.lstrip("$€£\"'("))[0]
    if first[:1].isdigit():
        lead = first.split(",")[0].split(".")[0]
        return lead.startswith("8") or lead in {"11", "18"}
    if len(first) > 1 and first.isupper():
        return first[0] in _LETTERS_THAT_SOUND_OPEN
    word = first.lower()
    return bool(_SOUNDS_OPEN.match(word)) and not _SOUNDS_CLOSED.match(word)


def money(amount: Decimal) -> str:
    """US dollars, never rounded: "$2.5 million" when that is exact, else every digit."""
    for size, word in _STEPS:
        share = amount / size
        if share >= 1 and share == share.quantize(Decimal("0.01")):
            return f"${share.normalize():f} {word}"
    whole = amount == amount.to_integral_value()
    return f"${amount:,.0f}" if whole else f"${amount:,.2f}"


def possessive(name: str) -> str:
    """Whose it is: "Acme's", "Oaks'"."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def sentence_case(text: str, *, keep: str = "") -> str:
    """A capital at the start, unless the text begins with a name that is written otherwise."""
    if keep and text.startswith(keep):
        return text
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Day:
    """A date of which the month and day may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str | None, *, padded: bool = False) -> "Day | None":
        """Read "2012", "2012-03" or "2012-03-09"; None for anything else.

        Args:
            text: The date as the source knew it.
            padded: Unknown parts were stored as 01, so the first of January says the year only.
        """
        found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", (text or "").strip())
        if not found:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or 0, month or 1, day or 1)
        except ValueError:
            return None
        if padded and (month, day) == (1, 1):
            month = day = None
        return cls(year or 0, month, day)

    def age_days(self, today: date) -> int:
        """How long ago it was, counted from the start of what is known."""
        return (today - date(self.year, self.month or 1, self.day or 1)).days

    def said(self, *, fresh: bool) -> str:
        """The date as people say it; the year goes without saying when it is fresh."""
        if self.month is None:
            return str(self.year)
        month = f"{date(self.year, self.month, 1):%B}"
        return month if fresh else f"{month} {self.year}"
