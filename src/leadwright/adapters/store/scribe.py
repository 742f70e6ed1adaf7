"""Group commit: one thread writes for everybody, and what waits together is committed together.

A commit costs the same for one row and for a hundred; while one is under way, the next batch
gathers by itself. Whoever writes waits until the commit holds.
"""

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import SILENT, StoreUnavailable
from leadwright.landmarks import Landmark

_MOST: Final = 512
_LINGER: Final = 0.005  # while several write at once, a batch gathers this long
_TRIES: Final = 5
_TRY_AGAIN: Final = {"40001", "40P01"}  # serialisation failure, deadlock: the others got through

# A clerk writes many items in one transaction. It answers each with its result, or with the
# exception that this item alone deserves; for such an item it has written nothing.
Clerk = Callable[[sa.Connection, Sequence[Any]], Sequence[object]]
Prepare = Callable[[Any], object]


@dataclass(slots=True, kw_only=True)
class _Job:
    clerk: Clerk
    order: int
    mark: Landmark | None
    item: object
    prepare: Prepare | None
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: object = None


class Scribe:
    """The one writer of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._crowded = False
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="leadwright-scribe", daemon=True)
        self._thread.start()

    async def write(
        self,
        clerk: Clerk,
        item: object,
        *,
        order: int,
        mark: Landmark | None = None,
        prepare: Prepare | None = None,
    ) -> Any:  # noqa: ANN401 - the clerk knows
        """Return the clerk's result once it is durable.

        Clerks of one batch write in the order of their numbers, so that two processes never take
        the same locks the other way round. What sealing and hashing an item takes is done by
        `prepare`, on the writing thread and before the transaction: on the event loop's own thread
        each of these would let the other threads in, and all leads would wait.
        """
        if self._closed:
            raise StoreUnavailable("The store is closed; open it again to write.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.put(
            _Job(
                clerk=clerk,
                order=order,
                mark=mark,
                item=item,
                prepare=prepare,
                loop=loop,
                future=future,
            )
        )
        return await future

    def close(self) -> None:
        """Write what waits, then stop."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        open_ = True
        while open_:
            jobs, open_ = self._gather()
            self._crowded = len(jobs) > 1
            ready = [job for job in jobs if _is_prepared(job)]
            if ready:
                self._commit(ready)
            _tell(jobs)

    def _gather(self) -> tuple[list[_Job], bool]:
        jobs: list[_Job] = []
        job = self._waiting.get()
        if self._crowded:
            time.sleep(_LINGER)
        while job is not None:
            jobs.append(job)
            if len(jobs) == _MOST:
                return jobs, True
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return jobs, True
        return jobs, False

    def _commit(self, jobs: list[_Job]) -> None:
        try:
            self._transact(jobs)
        except SILENT as error:
            for job in jobs:
                job.result = _unavailable(error)
        except Exception as error:  # noqa: BLE001 - the writer must outlive every job
            if len(jobs) == 1:
                jobs[0].result = error
                return
            for job in jobs:  # one of them is at fault; only that one may fail
                self._commit([job])

    def _transact(self, jobs: list[_Job]) -> None:
        for left in reversed(range(_TRIES)):
            try:
                with self._database.writing(*{job.mark for job in jobs if job.mark}) as connection:
                    _do(connection, jobs)
            except sa.exc.OperationalError as error:
                if not left or getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
            else:
                return


def _is_prepared(job: _Job) -> bool:
    try:
        if job.prepare is not None:
            job.item = job.prepare(job.item)
    except Exception as error:  # noqa: BLE001 - it is this job's own
        job.result = error
        return False
    return True


def _do(connection: sa.Connection, jobs: list[_Job]) -> None:
    by_clerk: dict[tuple[int, Clerk], list[_Job]] = {}
    for job in jobs:
        by_clerk.setdefault((job.order, job.clerk), []).append(job)
    for (_, clerk), group in sorted(by_clerk.items(), key=lambda entry: entry[0][0]):
        results = clerk(connection, [job.item for job in group])
        for job, result in zip(group, results, strict=True):
            job.result = result


def _unavailable(error: sa.exc.SQLAlchemyError) -> StoreUnavailable:
    cause = getattr(error, "orig", None) or error
    failure = StoreUnavailable(
        "The database could not make the change durable; see that it runs and has room on its "
        f"disk, then try again ({type(cause).__name__})."
    )
    failure.__cause__ = error
    return failure


def _tell(jobs: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, group in by_loop.items():
        with contextlib.suppress(RuntimeError):  # that loop has ended; nobody waits in it
            loop.call_soon_threadsafe(_settle, group)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():  # the caller was cancelled meanwhile
            continue
        if isinstance(job.result, Exception):
            job.future.set_exception(job.result)
        else:
            job.future.set_result(job.result)
