"""What the tool runtime needs from the outside."""

from typing import Protocol

from leadwright.tools.contract import Answer, ToolModel


class Provider(Protocol):
    """A source that answers some tools, in the tools' own output types.

    Raises:
        Unavailable: it does not answer now (the runtime tries the next provider or again).
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
