"""How a database stands when a run did not come to its end: what does not rest, and who has it."""

from collections.abc import Iterator

import sqlalchemy as sa

from leadwright.adapters.store import Database
from leadwright.adapters.store.errors import SILENT

_ASKED = (
    "SELECT run_state, stage, count(*) FROM leads GROUP BY 1, 2",
    "SELECT lead_id, run_state, stage, segment FROM leads WHERE run_state <> 'idle' LIMIT 20",
    """SELECT workflow_uuid, status, queue_name, executor_id FROM {}workflow_status
       WHERE status IN ('ENQUEUED', 'PENDING') LIMIT 20""",
)


def standing(url: str) -> Iterator[str]:
    """Lines about it."""
    database = Database.open(url, connections=1)
    schema = "dbos." if database.kind.value == "postgresql" else ""
    try:
        with database.engine.connect() as connection:
            for asked in _ASKED:
                rows = connection.execute(sa.text(asked.format(schema)))
                yield " | ".join(str(tuple(row)) for row in rows) or "none"
    except SILENT as error:
        yield f"the database does not answer: {error}"
    finally:
        database.close()
