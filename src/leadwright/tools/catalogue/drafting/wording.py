"""A wording: a sentence with slots, and what filling them makes of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from leadwright.tools.catalogue.drafting.contract import Sentence
from leadwright.tools.catalogue.drafting.english import sentence_case

_SLOT = re.compile(r"\{([?a-z_']+)\}")


class Slot(NamedTuple):
    """What is said in a slot, and the findings it rests on."""

    text: str
    ids: tuple[str, ...] = ()


Slots = Mapping[str, Slot]
Place = Sequence["Wording"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say one sentence."""

    literals: tuple[str, ...]  # always one more than there are names
    names: tuple[str, ...]
    needs: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> "Wording":
        """Cut a text at its slots."""
        parts = _SLOT.split(text)
        return cls(tuple(parts[::2]), tuple(parts[1::2]), frozenset(parts[1::2]))

    def ids(self, slots: Slots) -> tuple[str, ...]:
        """The findings it would rest on."""
        return tuple(dict.fromkeys(i for name in self.names for i in slots[name].ids))

    def fill(self, slots: Slots) -> str:
        """The text with its slots filled; what fills a slot is never read for slots again."""
        said = [self.literals[0]]
        for name, literal in zip(self.names, self.literals[1:], strict=True):
            said += (slots[name].text, literal)
        return "".join(said)

    def sentence(self, slots: Slots, *, begins: bool = True) -> Sentence:
        """The sentence it makes; small at the start where it goes on after a greeting."""
        text = self.fill(slots).strip()
        said = sentence_case(text, keep=slots["company"].text) if begins else text
        return Sentence(text=said, finding_ids=self.ids(slots))


def rank(seed: str, key: str) -> int:
    """A number that looks random and is always the same for a seed and a key."""
    return int.from_bytes(blake2b(f"{seed}\0{key}".encode(), digest_size=8).digest())


def usable(wordings: Iterable[Wording], slots: Slots) -> list[Wording]:
    """The wordings of which every slot is known."""
    known = slots.keys()
    return [wording for wording in wordings if wording.needs <= known]


def choose(wordings: Sequence[Wording], slots: Slots, seed: str, key: str) -> Wording | None:
    """One usable wording, decided by the seed; None when there is none."""
    able = usable(wordings, slots)
    return able[rank(seed, key) % len(able)] if able else None
