"""The ways in which a model errs, and how they are drawn."""

from collections.abc import Mapping
from enum import StrEnum
from random import Random


class Slip(StrEnum):
    """The ways in which it errs."""

    WRONG_EVIDENCE = "wrong_evidence"  # cites what is not there, or what says something else
    INVENTED_FACT = "invented_fact"
    BENT_FACT = "bent_fact"  # nearly true: another year, a rounded number, another title
    WRONG_SHAPE = "wrong_shape"
    EMPTY = "empty"
    CUT_OFF = "cut_off"  # ends in mid-word, as at a limit of tokens
    ENDLESS_TOOLS = "endless_tools"
    OBEYS_DATA = "obeys_data"  # does what it finds written in the evidence
    LEAKS = "leaks"  # tells of other leads
    PROMISES = "promises"  # says of the seller what the seller never said
    SHOWS_WORKING = "shows_working"  # placeholders, talk about itself
    NEEDLESS_DOUBT = "needless_doubt"


# These spoil the answer as a whole; of the others, several may happen to one answer.
WHOLE = frozenset(
    {Slip.WRONG_SHAPE, Slip.EMPTY, Slip.CUT_OFF, Slip.ENDLESS_TOOLS},
)


def draw(rates: Mapping[Slip, float], chance: Random) -> tuple[Slip, ...]:
    """The slips of one request, each drawn on its own; one that spoils the whole stands alone."""
    drawn = [slip for slip, rate in rates.items() if chance.random() < rate]
    whole = [slip for slip in drawn if slip in WHOLE]
    return tuple(whole[:1] or drawn)
