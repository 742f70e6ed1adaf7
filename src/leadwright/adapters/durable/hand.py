"""What is in hand: the segments this process has begun or is about to begin."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from leadwright.leads.lead import LeadId

Segment = tuple[LeadId, int]


class Hand:
    """Segments in hand, and the tasks that run them. Threads look at it too.

    Args:
        places: How many leads may be worked at once.
    """

    def __init__(self, places: int = 0) -> None:
        self._places = places
        self._segments: set[Segment] = set()
        self._doubted: set[Segment] = set()
        self._at_work: set[Segment] = set()
        self._parked: Counter[LeadId] = Counter()
        self._tasks: dict[asyncio.Task[object], Segment] = {}
        self._closed = False

    def __contains__(self, segment: Segment) -> bool:
        return segment in self._segments

    def is_sure_of(self, segment: Segment) -> bool:
        """Whether this process itself put the lead into that segment."""
        return segment in self._segments and segment not in self._doubted

    def holds(self, segment: Segment) -> bool:
        """Whether a task here has it, be it only to write its outcome."""
        return segment in list(self._tasks.values())

    def unbegun(self) -> set[Segment]:
        """Those that no task here has yet."""
        return self._segments.copy() - set(self._tasks.values())

    def must_wait(self, segment: Segment) -> bool:
        """Whether what others left cannot be worked now: it has no place, or is worked already."""
        return segment in self._at_work or len(self._at_work) - len(self._parked) >= self._places

    @property
    def free(self) -> int:
        """How many more leads may be worked; those that wait long for a tool lent their place."""
        return self._places - len(self._segments) + len(self._parked)

    @property
    def is_empty(self) -> bool:
        """Whether no segment runs and the outcome of each is written."""
        return not self._segments and not self._tasks

    def take(self, segments: Iterable[Segment]) -> None:
        """Take segments in hand; they will begin soon."""
        self._segments.update(segments)

    def doubt(self, segments: Iterable[Segment]) -> None:
        """Take what was left: it will begin soon, but the lead may rest already."""
        given = set(segments)
        self._doubted |= given
        self._segments |= given

    def drop(self, segments: Iterable[Segment]) -> None:
        """They will not begin after all, unless they did already."""
        unbegun = set(segments) - set(self._tasks.values())
        self._segments -= unbegun
        self._doubted -= unbegun

    @contextmanager
    def held(self, segment: Segment) -> Iterator[None]:
        """The current task has a segment, and may have more to do for it afterwards."""
        task = asyncio.current_task()
        if self._closed or task is None:
            raise asyncio.CancelledError
        self._segments.add(segment)
        self._tasks[task] = segment
        task.add_done_callback(lambda done: self._tasks.pop(done, None))
        try:
            yield
        finally:
            self._segments.discard(segment)
            self._doubted.discard(segment)

    @contextmanager
    def working(self, segment: Segment) -> Iterator[None]:
        """A segment is worked."""
        self._at_work.add(segment)
        try:
            yield
        finally:
            self._at_work.discard(segment)

    @contextmanager
    def lent(self, lead_id: LeadId, most: int) -> Iterator[None]:
        """The lead lends its place, unless so many have done so already, and has it back after.

        It does not stand in line for it: nothing new is begun until enough places are free again.
        """
        is_here = any(lead == lead_id for lead, _ in self._at_work)
        if not is_here or (lead_id not in self._parked and len(self._parked) >= most):
            yield
            return
        self._parked[lead_id] += 1
        try:
            yield
        finally:
            self._parked[lead_id] -= 1
            if not self._parked[lead_id]:
                del self._parked[lead_id]

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is in hand, but not for ever."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self.is_empty and loop.time() < end:  # noqa: ASYNC110 - threads fill it too
            await asyncio.sleep(0.01)

    async def abandon(self) -> None:
        """Cancel what still runs and begin nothing more."""
        self._closed = True
        for task, segment in list(self._tasks.items()):
            if segment in self._segments:
                task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=5)
