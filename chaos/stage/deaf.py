"""A source that never answers, so that there is something to note about sources."""

from typing import Final

from leadwright.errors import Unavailable
from leadwright.tools.contract import Answer, ToolModel

TOOL: Final = "search_company_news"


class Deaf:
    """Asked first, always in vain."""

    name: Final = "deaf"
    offers: Final = frozenset({TOOL})

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del arguments
        raise Unavailable(f"{self.name} does not hear {tool}; ask somebody else")
