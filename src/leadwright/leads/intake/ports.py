"""What intake needs from the outside: rows, one after another."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from leadwright.leads.intake.entries import Entering, Entry
from leadwright.leads.intake.rows import RawRow, Refusal


class RowReading(Protocol):
    """Reads rows elsewhere while this process does something else."""

    async def read(
        self,
        rows: Sequence[RawRow | Refusal],
        entering: Entering,
        received_at: datetime,
        first: int,
    ) -> Sequence[Entry | Refusal]:
        """The rows as entries in their order, with positions from the first on.

        More may be asked for before the answer is there; answers come in the order of questions.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds; it is not used again."""
        ...


class LeadReader(Protocol):
    """A source of rows. One form of file, one reader; nothing above knows which."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the source was read; all of it after the rows."""
        ...

    def rows(self) -> Iterator[RawRow | Refusal]:
        """The rows in order, one at a time, so that a million need no memory.

        Raises:
            Refused: The source as a whole holds no rows that could be read.
        """
        ...
