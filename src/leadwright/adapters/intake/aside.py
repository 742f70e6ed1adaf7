"""Reads rows in a process beside this one, so that a long file keeps two cores busy.

The process ends when its input does: with the file, or with whoever started it, however that ends.
"""

import asyncio
import contextlib
import logging
import pickle
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from leadwright.leads.intake import Entry, IntakeSettings, RawRow, Refusal, entered

_log = logging.getLogger(__name__)
_SIZE: Final = 8  # bytes that tell how long a message is
_AHEAD: Final = 1 << 22  # bytes of an answer that may wait to be taken
_GONE: Final = (OSError, asyncio.IncompleteReadError, EOFError)
Rows = Sequence[RawRow | Refusal]


class ReadAside:
    """Rows become entries in another process; in this one, should that one be gone."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._is_gone = False

    @property
    def pid(self) -> int | None:
        """The process that reads, while there is one."""
        return self._process.pid if self._process else None

    async def read(
        self, rows: Rows, settings: IntakeSettings, received_at: datetime
    ) -> Sequence[Entry | Refusal]:
        """The rows as entries that still lack the id the house gives."""
        if not self._is_gone:
            try:
                return await self._asked((rows, settings, received_at))
            except _GONE as error:
                _log.warning(
                    "the process that reads rows is gone (%r); reading goes on here", error
                )
                self._is_gone = True
        return _read(rows, settings, received_at)

    async def close(self) -> None:
        """Let the process end."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            with contextlib.suppress(ProcessLookupError):
                await process.wait()

    async def _asked(self, question: object) -> Sequence[Entry | Refusal]:
        process = self._process or await self._started()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(_framed(question))
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(_SIZE), "big")
        answer = await process.stdout.readexactly(size)
        return pickle.loads(answer)  # type: ignore[no-any-return]  # noqa: S301 - from ourselves

    async def _started(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-c",
            f"from {__name__} import main; main()",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_AHEAD,
        )
        return self._process


def _framed(message: object) -> bytes:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(content).to_bytes(_SIZE, "big") + content


def _read(rows: Rows, settings: IntakeSettings, received_at: datetime) -> list[Entry | Refusal]:
    return [entered(row, settings=settings, received_at=received_at) for row in rows]


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    while len(head := asked.read(_SIZE)) == _SIZE:
        content = asked.read(int.from_bytes(head, "big"))
        rows, settings, received_at = pickle.loads(content)  # noqa: S301 - from who started us
        answers.write(_framed(_read(rows, settings, received_at)))
        answers.flush()


def main() -> None:
    """What the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us decides; our input ends then
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
