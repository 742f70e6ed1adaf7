"""Why a letter is not written, or not taken for the one that was approved."""

import unicodedata
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.journey.outbox.ports import EffectRefused

# What ends a line or turns the direction of what follows: a header with it says one thing and
# shows another. Marks of direction (U+200E, U+200F) and joiners of emoji are no such thing.
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class LetterRefused(EffectRefused):
    """A mail cannot be written as it was approved; nothing was written and nothing sent."""

    code: ClassVar[str] = "letter_refused"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; edit the draft and approve it again", again=False, note=self.code)


class LetterAltered(Refused):
    """A file of mail is not, byte for byte, what the house writes."""

    code: ClassVar[str] = "letter_altered"

    def __init__(self, why: str) -> None:
        super().__init__(f"this is no mail as the house wrote it: {why}; compare it with a backup")


def one_line(text: str, what: str) -> str:
    """A text that may stand in a header.

    Raises:
        LetterRefused: it holds a line end, another control character or one that turns direction.
    """
    for character in text:
        if unicodedata.category(character) in _CONTROL or character in _TURNING:
            raise LetterRefused(f"the {what} holds the control character U+{ord(character):04X}")
    return text
