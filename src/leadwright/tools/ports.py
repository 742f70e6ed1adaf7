"""What the tool runtime needs from the outside."""

from collections.abc import Collection
from typing import ClassVar, Protocol

from leadwright.errors import Refused
from leadwright.tools.contract import Answer, ToolModel


class ToolNotOffered(Refused):
    """A provider was asked for a tool it does not answer, or with another tool's arguments."""

    code: ClassVar[str] = "tool_not_offered"

    def __init__(self, provider: str, tool: str, offers: Collection[str]) -> None:
        super().__init__(
            f"{provider} cannot answer {tool!r}; ask one of {', '.join(sorted(offers))}"
        )


class Provider(Protocol):
    """A source that answers some tools, in the tools' own output types.

    Raises:
        Unavailable: it does not answer now (the runtime tries the next provider or again).
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
