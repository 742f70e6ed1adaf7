"""A checked condition, and what it says of a lead."""

import re
from dataclasses import dataclass
from enum import StrEnum

from leadwright.review.rules.language.environment import Program


class Truth(StrEnum):
    """The answer of a condition."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # it hangs on something that is not known
    BROKEN = "broken"  # it failed on this lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a condition says of a lead; `fault` says why it broke."""

    truth: Truth
    fault: str = ""


_YES = Judgement(truth=Truth.YES)
_NO = Judgement(truth=Truth.NO)
_UNKNOWN = Judgement(truth=Truth.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """What is known of one lead, ready for every condition of one language."""

    activation: object


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Condition:
    """A checked CEL condition; `mentions` are the variables it speaks of.

    Its program gives true, false or an error: `Language.compile` sees to that.
    """

    text: str
    mentions: tuple[str, ...]
    program: Program

    def judge(self, situation: Situation) -> Judgement:
        """Put the condition to a lead; never raises.

        A comparison with something unknown is unknown, and `&&` and `||` see through it:
        `true || unknown` is true, `false && unknown` is false.
        """
        try:
            result = self.program.eval(situation.activation)
        except RuntimeError as error:  # the library's own limits, such as its iteration budget
            return Judgement(truth=Truth.BROKEN, fault=_plain(str(error)))
        answer = result.value()
        if isinstance(answer, bool):
            return _YES if answer else _NO
        fault = str(answer)
        if "No value with name" in fault:
            return _UNKNOWN
        return Judgement(truth=Truth.BROKEN, fault=_plain(fault))


def _plain(message: str) -> str:
    line = next(iter(message.strip().splitlines()), "unknown trouble")
    return re.sub(r"^[A-Z_]+: | \[[A-Z_]+\]$", "", line)
