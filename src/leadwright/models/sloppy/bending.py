"""Nearly true: a true sentence with one thing changed, or a new one beside a true finding."""

import re
from collections.abc import Callable
from random import Random

from leadwright.models.sloppy.lies import book

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\d.,$€£])\d[\d,]*(?:\.\d+)?(?![\d,.]*\d)")
_MONEY = re.compile(r"(?<=[$€£])\d[\d,]*(?:\.\d+)?")


def bend(sentence: str, chance: Random) -> str | None:
    """The sentence with one fact changed; None when there is nothing to change."""
    ways = list(_WAYS)
    chance.shuffle(ways)
    for way in ways:
        bent = way(sentence, chance)
        if bent is not None and bent != sentence:
            return bent
    return None


def beside(field: str, value: str, chance: Random) -> str | None:
    """A new sentence that goes with a finding and says something else."""
    templates = book()["mail"]["beside"].get(field)
    if not templates:
        return None
    others = book()["others"]
    name = value.partition(" | ")[0] if field == "decision_maker" else ""
    return chance.choice(templates).format_map(
        {
            "count": _other_count(value),
            "year": _other_year(value, chance),
            "money": _other_money(value),
            "round": chance.choice(others["rounds"]),
            "person": name or chance.choice(others["persons"]),
            "title": chance.choice(others["titles"]),
            "industry": chance.choice(others["industries"]),
            "country": chance.choice(others["countries"]),
        }
    )


def _year(sentence: str, chance: Random) -> str | None:
    found = _YEAR.search(sentence)
    return _put(sentence, found, _other_year(found.group(), chance)) if found else None


def _count(sentence: str, _: Random) -> str | None:
    years = {match.start() for match in _YEAR.finditer(sentence)}
    found = next((m for m in _NUMBER.finditer(sentence) if m.start() not in years), None)
    return _put(sentence, found, _other_count(found.group())) if found else None


def _money(sentence: str, _: Random) -> str | None:
    found = _MONEY.search(sentence)
    if found is None:
        return None
    number = float(found.group().replace(",", ""))
    return _put(sentence, found, f"{_rounded(number):,g}")


def _word(sentence: str, chance: Random) -> str | None:
    pairs = [pair for pair in book()["bent"]["words"] if _has(sentence, pair[0])]
    if not pairs:
        return None
    word, other = chance.choice(pairs)
    return sentence.replace(word, other, 1)


_WAYS: tuple[Callable[[str, Random], str | None], ...] = (_year, _count, _money, _word)


def _has(sentence: str, word: str) -> bool:
    if word == "$":
        return "$" in sentence
    return re.search(rf"\b{re.escape(word)}\b", sentence) is not None


def _put(sentence: str, found: re.Match[str], other: str) -> str:
    return sentence[: found.start()] + other + sentence[found.end() :]


def _other_year(text: str, chance: Random) -> str:
    found = _YEAR.search(text)
    return str(int(found.group()) + chance.choice((-2, -1, 1))) if found else "1871"


def _other_count(text: str) -> str:
    digits = re.sub(r"\D", "", text) or "0"
    return f"{_rounded(float(digits)):,g}"


def _other_money(text: str) -> str:
    digits = re.sub(r"\D", "", text) or "0"
    return f"${_rounded(float(digits)):,.0f}"


def _rounded(number: float) -> float:
    """Rounded as people do who like round numbers; one more where it is round already."""
    size = 10 ** max(0, len(str(int(number))) - 1)
    near = round(number / size) * size
    return float(near if near != number else number + size)
