"""The provider `sandbox`: answers the look-ups from a fictional world in memory."""

from collections.abc import Callable, Mapping, Sequence

from leadwright.adapters.providers.corpus.exports import Rows
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.adapters.providers.sandbox.faults import Faults, Luck
from leadwright.clock import Clock
from leadwright.sandbox import LEADS, Row, build_world, conventions
from leadwright.tools.contract import Answer, ToolModel

Tables = Callable[[], Mapping[str, Sequence[Row]]]


class SandboxProvider(CorpusProvider):
    """A world as a provider. Its tables are asked for on first use and then kept."""

    name = "sandbox"

    def __init__(
        self,
        seed: int,
        clock: Clock,
        *,
        tables: Tables,
        faults: Faults | None = None,
        news_days: int | None = None,
    ) -> None:
        super().__init__(Rows(conventions(), tables), clock, news_days=news_days)
        self._luck = Luck(self.name, seed, faults or Faults(), clock)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """Answer one call of a look-up, unless the dice are against it."""
        return await self._luck.strike(tool, arguments) or await super().call(tool, arguments)


def tables_of(seed: int, leads: int = LEADS) -> Tables:
    """The tables of the world of a seed, once somebody asks for them."""
    return lambda: build_world(seed, leads).tables
