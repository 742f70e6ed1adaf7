"""A phase's token budget: reserved before a request, settled after, never exceeded."""

from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Refused


class BudgetExceeded(Refused):
    """The phase has too few tokens left for this request."""

    code: ClassVar[str] = "budget_exceeded"

    def __init__(self, phase: str, *, wanted: int, left: int) -> None:
        super().__init__(
            f"{phase}: the request needs {wanted} tokens, {left} are left of its budget. "
            "The simpler logic takes over; raise [budgets] if this happens often."
        )
        self.phase = phase
        self.wanted = wanted
        self.left = left


@dataclass(slots=True, kw_only=True)
class PhaseBudget:
    """Tokens of one phase, input and output of all its requests together."""

    phase: str
    limit: int
    spent: int = 0
    reserved: int = 0

    @property
    def left(self) -> int:
        """What may still be reserved."""
        return self.limit - self.spent - self.reserved

    def reserve(self, tokens: int) -> None:
        """Set tokens aside for a request.

        Raises:
            BudgetExceeded: fewer are left.
        """
        if tokens > self.left:
            raise BudgetExceeded(self.phase, wanted=tokens, left=self.left)
        self.reserved += tokens

    def settle(self, *, reserved: int, used: int) -> None:
        """Replace a reservation by what the request really used."""
        self.reserved -= reserved
        self.spent += used
