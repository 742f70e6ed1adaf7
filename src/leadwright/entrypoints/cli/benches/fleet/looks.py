"""Looks at a run from outside: what its database says, and what the machine does meanwhile.

The workers do not know that they are measured. Every segment leaves its times with its workflow
and in the journal; they are read when the window is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import psycopg

from leadwright.entrypoints.cli.benches import meters
from leadwright.entrypoints.cli.benches.task import Figures
from leadwright.leads.stage import Stage

Answer = Mapping[str, float]
_MILLIS: Final = 1_000.0
_ENDED: Final = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'"
_SIZE: Final = "SELECT pg_database_size(current_database())"
_REACHED: Final = "SELECT stage, count(*) FROM leads WHERE run_state = 'idle' GROUP BY stage"
_ASTRAY: Final = """
SELECT name || ' ' || outcome, count(*) FROM journal WHERE outcome <> 'ok'
GROUP BY 1 ORDER BY 2 DESC LIMIT 3
"""
# Milliseconds from the claim, which is one transaction with the row of the workflow.
_TIMES: Final = """
WITH ended AS (
  SELECT workflow_uuid, created_at, started_at_epoch_ms, completed_at FROM dbos.workflow_status
  WHERE status = 'SUCCESS' AND completed_at > %(first)s AND completed_at <= %(last)s
), calls AS (
  SELECT segment_id, min(started_at) / 1000.0 AS first,
         count(*) FILTER (WHERE kind = 'model') AS requests FROM journal
  WHERE segment_id IN (SELECT workflow_uuid FROM ended) GROUP BY segment_id
), times AS (
  SELECT started_at_epoch_ms - created_at AS begun, first - created_at AS called,
         completed_at - created_at AS whole, requests
  FROM ended JOIN calls ON segment_id = workflow_uuid
)
SELECT (SELECT count(*) FROM ended), avg(requests),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY begun),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY called),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY whole)
FROM times
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Processor seconds used so far; None where nobody can tell."""

    workers: float | None
    server: float | None
    busy: float | None  # the whole machine
    idle: float | None


class Looks:
    """Reads one database and the processes that work it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._server = meters.ServerMeter(url)

    def ended(self) -> int:
        """How many segments have ended."""
        return int(self._one(_ENDED)[0])

    def bytes(self) -> int:
        """The size of the database."""
        return int(self._one(_SIZE)[0])

    def share_approved(self) -> float:
        """The share of resting leads that wait for approval, which is where each should come to."""
        rows = self._connection.execute(_REACHED).fetchall()
        stages: dict[str, int] = dict(rows)
        stages.pop(Stage.MERGED.value, None)
        return stages.get(Stage.AWAITING_APPROVAL.value, 0) / max(1, sum(stages.values()))

    def failed_calls(self) -> str:
        """The calls that failed most often, and how often."""
        rows = self._connection.execute(_ASTRAY).fetchall()
        return ", ".join(f"{what} ({number})" for what, number in rows) or "none"

    def times(self, first: float, last: float) -> Figures:
        """Of the segments that ended between two moments: how many, and how long they took."""
        given = {"first": first * _MILLIS, "last": last * _MILLIS}
        row = self._connection.execute(_TIMES, given).fetchone()
        if row is None or not row[0]:
            return {"ended": 0.0}
        found = {"ended": float(row[0]), "requests_per_lead": float(row[1])}
        for name, parts in zip(("queue_s", "first_call_s", "lead_s"), row[2:], strict=True):
            found |= {f"{name}.p50": parts[0] / _MILLIS, f"{name}.p95": parts[1] / _MILLIS}
        return found

    def moment(self, workers: Sequence[int]) -> Moment:
        """What was used so far."""
        machine = meters.machine_cpu_s()
        spent = [meters.process_cpu_s(pid) for pid in workers]
        return Moment(
            workers=None if None in spent else sum(seconds or 0.0 for seconds in spent),
            server=self._server.cpu_s(),
            busy=machine and machine[0],
            idle=machine and machine[1],
        )

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _one(self, question: str) -> Sequence[int]:
        row = self._connection.execute(question.encode()).fetchone()
        return row or (0,)
