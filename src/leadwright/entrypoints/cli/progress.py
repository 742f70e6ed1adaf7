"""Progress on long work: a bar on stderr for people, nothing for machines."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bar:
    """Two phases: rows taken in, leads worked."""

    def __init__(self, *, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<14}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
        )
        self._intake: TaskID | None = None
        self._work: TaskID | None = None
        self._total = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def intake(self, rows: int) -> None:
        """So many rows were taken in so far."""
        if self._intake is None:
            self._intake = self._progress.add_task("Taking in", total=None)
        self._progress.update(self._intake, completed=rows)

    def working(self, left: int) -> None:
        """So many leads do not rest yet."""
        if self._work is None:
            self._total = left
            self._work = self._progress.add_task("Working leads", total=left or 1)
        self._progress.update(self._work, completed=max(0, self._total - left))
