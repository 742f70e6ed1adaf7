"""The processes outside: begun once a run, and not among those that are killed."""

import asyncio
import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from chaos.outside.diary import Diary
from chaos.outside.http import Answering, serve
from chaos.outside.post import Post
from chaos.outside.records import Records
from chaos.outside.weather import RATES, Fate, Weather

_Daily = Callable[[], Coroutine[None, None, None]]


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Where the two are found, and what they wrote down."""

    post: int
    records: int
    is_repeatable: bool  # of the CRM
    mails: Diary
    writes: Diary


@contextmanager
def outside(
    place: Path, *, seed: int, is_repeatable: bool, rates: Mapping[Fate, float] = RATES
) -> Iterator[Outside]:
    """A mail provider and a CRM that live as long as the block."""
    mails, writes = Diary(path=place / "mails.jsonl"), Diary(path=place / "writes.jsonl")
    post = Post(diary=mails, weather=Weather(f"post {seed}", rates))
    records = Records(
        diary=writes, weather=Weather(f"records {seed}", rates), is_repeatable=is_repeatable
    )
    with ExitStack() as later:
        yield Outside(
            post=later.enter_context(_running(post.answer)),
            records=later.enter_context(_running(records.answer, records.edit)),
            is_repeatable=is_repeatable,
            mails=mails,
            writes=writes,
        )


@contextmanager
def _running(answering: Answering, daily: _Daily | None = None) -> Iterator[int]:
    assert threading.active_count() == 1, "a process with threads must not be forked"
    gc.freeze()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _become(answering, daily, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        port = int(told.readline())
    try:
        yield port
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _become(answering: Answering, daily: _Daily | None, pipe: int) -> NoReturn:
    try:
        asyncio.run(_stand(answering, daily, pipe))
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        sys.stderr.write(traceback.format_exc())
    finally:
        os._exit(1)


async def _stand(answering: Answering, daily: _Daily | None, pipe: int) -> None:
    parent = os.getppid()
    server = await serve(answering)
    os.write(pipe, f"{server.sockets[0].getsockname()[1]}\n".encode())
    os.close(pipe)
    working = asyncio.create_task(daily()) if daily else None
    while os.getppid() == parent:  # nobody is left whom it could serve
        await asyncio.sleep(1)
        if working and working.done():
            working.result()
