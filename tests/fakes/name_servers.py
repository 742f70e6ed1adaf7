"""A name server that knows a few domains by heart."""

from collections.abc import Mapping

from leadwright.errors import Unavailable
from leadwright.tools.catalogue.ports import RecordType


class FakeNameServer:
    """Answers from a table of (domain, record type); some domains make it fall silent."""

    def __init__(
        self,
        records: Mapping[tuple[str, str], tuple[str, ...]],
        silent: frozenset[str] = frozenset(),
    ) -> None:
        self._records = records
        self._silent = silent

    async def look_up(self, domain: str, wanted: RecordType) -> tuple[str, ...]:
        """What the table says."""
        if domain in self._silent:
            raise Unavailable(f"Nobody answers about {domain}; try again later.")
        return self._records.get((domain, wanted.value), ())
