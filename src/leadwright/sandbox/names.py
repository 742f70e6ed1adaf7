"""Names that nobody has: companies, people, towns and web domains, made of pieces."""

import unicodedata
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from leadwright.sandbox.dice import Dice
from leadwright.sandbox.vocabulary import Piece, Tongue

_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "\u0131": "i", "ß": "ss", "æ": "ae"}
)
_APART = 4  # so many letters lie between any two heads that were not planted as near


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its owner writes it, and in Latin letters."""

    own: str
    latin: str


def plain(text: str) -> str:
    """Without accents: "Łysowibór" is "Lysowibor"."""
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def slug(text: str, glue: str = "-") -> str:
    """A name as a web address writes it."""
    letters = plain(text).replace("&", " and ").lower()
    return glue.join("".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())


def far_apart(left: str, right: str) -> bool:
    """Whether no slip of the pen makes one of the other."""
    if left in right or right in left:
        return False
    return Levenshtein.distance(left, right, score_cutoff=_APART) >= _APART


@dataclass(slots=True)
class NameBook:
    """Hands out names; no two heads of companies are alike, no web domain is given twice."""

    dice: Dice
    _heads: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def head(self, tongue: Tongue) -> Name:
        """The first word of a company's name."""
        while True:
            name = self._joined(tongue, "starts", "middles", "ends")
            mark = plain(name.latin).lower()
            if all(far_apart(mark, other) for other in self._heads):
                self._heads.append(mark)
                return name

    def town(self, tongue: Tongue) -> str:
        """A town, in Latin letters."""
        return self._joined(tongue, "starts", "ends").latin

    def person(self, tongue: Tongue) -> Name:
        """A person no other shares the name with."""
        while True:
            given = self.dice.choice(tongue.pieces("given"))
            family = self._joined(tongue, "starts", "middles", "family_ends")
            name = _ordered(tongue, given, family)
            if self._take(f"person {name.latin}"):
                return name

    def domain(self, *stems: str) -> str:
        """The first of some web domains that is free."""
        for stem in stems:
            if self._take(f"domain {stem}"):
                return f"{stem}.example"
        return self.domain(f"{stems[0]}{self.dice.randint(2, 99)}")

    def _take(self, mark: str) -> bool:
        fresh = mark not in self._taken
        self._taken.add(mark)
        return fresh

    def _joined(self, tongue: Tongue, *kinds: str) -> Name:
        parts = [self.dice.choice(tongue.pieces(kind)) for kind in kinds]
        own, latin = "".join(p.own for p in parts), "".join(p.latin for p in parts)
        return Name(own, latin[:1].upper() + latin[1:].lower())


def _ordered(tongue: Tongue, given: Piece, family: Name) -> Name:
    """In Japanese script the family name stands first."""
    own = f"{family.own} {given.own}" if tongue.script == "CJK" else f"{given.own} {family.own}"
    return Name(own, f"{given.latin} {family.latin}")
