"""What the tool runtime needs from the outside."""

from collections.abc import Collection
from decimal import Decimal
from typing import ClassVar, Protocol

from leadwright.errors import Refused, Unavailable
from leadwright.tools.contract import Answer, ToolModel


class ToolNotOffered(Refused):
    """A provider was asked for a tool it does not answer, or with another tool's arguments."""

    code: ClassVar[str] = "tool_not_offered"

    def __init__(self, provider: str, tool: str, offers: Collection[str]) -> None:
        super().__init__(
            f"{provider} cannot answer {tool!r}; ask one of {', '.join(sorted(offers))}"
        )


class RateLimited(Unavailable):
    """A source asks to be left alone for a while."""

    code: ClassVar[str] = "rate_limited"

    def __init__(self, provider: str, retry_after_s: float | None = None) -> None:
        later = f"in {retry_after_s:g} s" if retry_after_s is not None else "later"
        super().__init__(f"{provider} takes no more calls for now; try again {later}")
        self.retry_after_s = retry_after_s


class MalformedAnswer(Unavailable):
    """A source answered, but not in its own documented shape."""

    code: ClassVar[str] = "malformed_answer"

    def __init__(self, provider: str, why: str) -> None:
        super().__init__(f"{provider} answered in a shape nobody can read ({why}); try again later")


class NothingFound(Refused):
    """A source knows nothing of what was asked; some charge for that too."""

    code: ClassVar[str] = "nothing_found"

    def __init__(self, provider: str, what: str, *, cost_usd: Decimal = Decimal(0)) -> None:
        super().__init__(f"{provider} knows nothing of {what}; ask another source")
        self.cost_usd = cost_usd  # what it was charged; 0: the listed price of the call counts


class Provider(Protocol):
    """A source that answers some tools, in the tools' own output types.

    Raises:
        Unavailable: it does not answer now (the runtime tries the next provider or again).
        RateLimited: the same, and it says when to come back.
        MalformedAnswer: the same, its answer cannot be read.
        NothingFound: it was asked and knows nothing (the next provider is asked).
        ToolNotOffered: it never answers this tool, or not with these arguments.
        Refused: it will never answer this input.
    """

    @property
    def name(self) -> str:
        """The name shown beside everything it says."""
        ...

    @property
    def offers(self) -> frozenset[str]:
        """The names of the tools it answers."""
        ...

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """Answer one call of a tool it offers."""
        ...
