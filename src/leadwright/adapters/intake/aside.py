"""Reads rows in a process beside this one, so that a long file keeps two cores busy.

The process ends when its input does: with the file, or with whoever started it, however that ends.
What it knows of our secrets are the keys that name leads; those that open them stay here.
"""

import asyncio
import contextlib
import io
import logging
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, BinaryIO, Final

from leadwright.leads.intake import Entering, Entry, RawRow, Refusal
from leadwright.leads.lead import Company, Flaw, Lead, Money, Person

_log = logging.getLogger(__name__)
_SIZE: Final = 8  # bytes that tell how long a message is
_AHEAD: Final = 1 << 22  # bytes of an answer that may wait to be taken
_GONE: Final = (OSError, asyncio.IncompleteReadError, EOFError)
Rows = Sequence[RawRow | Refusal]


class ReadAside:
    """Rows become entries in another process; in this one, should that one be gone."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._asking, self._hearing = asyncio.Lock(), asyncio.Lock()
        self._is_gone = False

    @property
    def pid(self) -> int | None:
        """The process that reads, while there is one."""
        return self._process.pid if self._process else None

    async def read(
        self, rows: Rows, entering: Entering, received_at: datetime, first: int
    ) -> Sequence[Entry | Refusal]:
        """The rows as entries; what is asked meanwhile waits for its turn over there."""
        if not self._is_gone:
            try:
                return await self._asked((rows, entering, received_at, first))
            except _GONE as error:
                _log.warning(
                    "the process that reads rows is gone (%r); reading goes on here", error
                )
                self._is_gone = True
        return _read(rows, entering, received_at, first)

    async def close(self) -> None:
        """Let the process end."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            with contextlib.suppress(ProcessLookupError):
                await process.wait()

    async def _asked(self, question: object) -> Sequence[Entry | Refusal]:
        async with self._asking:
            process = self._process or await self._started()
            if process.stdin is None or process.stdout is None:
                raise EOFError
            process.stdin.write(_framed(question))
            await process.stdin.drain()
        async with self._hearing:  # locks are given in the order they were asked for
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
    content = io.BytesIO()
    pickler = pickle.Pickler(content, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCED
    pickler.dump(message)
    return content.tell().to_bytes(_SIZE, "big") + content.getvalue()


def _reducing(kind: Any) -> Callable[[Any], tuple[Any, ...]]:  # noqa: ANN401 - any dataclass
    """How values of a class are pickled; what dataclasses bring along is several times slower."""
    parts = attrgetter(*kind.__slots__)
    return lambda value: (_built, (kind, parts(value)))


def _built(kind: Any, parts: tuple[object, ...]) -> object:  # noqa: ANN401 - any dataclass
    value: object = object.__new__(kind)
    for name, part in zip(kind.__slots__, parts, strict=True):
        object.__setattr__(value, name, part)
    return value


_MANY: Final = (RawRow, Entry, Lead, Person, Company, Money, Flaw)
_REDUCED: Final[dict[type, Callable[[Any], Any]]] = {kind: _reducing(kind) for kind in _MANY}


def _read(
    rows: Rows, entering: Entering, received_at: datetime, first: int
) -> list[Entry | Refusal]:
    return [
        entering.entry(row, received_at=received_at, position=position)
        for position, row in enumerate(rows, first)
    ]


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    while len(head := asked.read(_SIZE)) == _SIZE:
        content = asked.read(int.from_bytes(head, "big"))
        answers.write(_framed(_read(*pickle.loads(content))))  # noqa: S301 - from who started us
        answers.flush()


def main() -> None:
    """What the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us decides; our input ends then
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
