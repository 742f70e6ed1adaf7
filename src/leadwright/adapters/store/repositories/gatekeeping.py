"""The other side of the gate: whoever suppresses or pauses holds it alone until the commit.

An effect that begins shares the row. So one that begins after the commit saw the change, and one
that began before it is awaited.
"""

from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store.tables import counters

# Before the changes of leads, which share the gate once their rows are locked: the other way round
# two processes could wait for each other's audit chain.
ORDER: Final = 1
_SHUT: Final = (
    sa.update(counters).where(counters.c.name == "gate").values(value=counters.c.value + 1)
)


def shut(connection: sa.Connection) -> None:
    """Hold the gate until the transaction ends; take it first."""
    connection.execute(_SHUT)
