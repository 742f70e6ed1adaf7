"""`leadwright worker`: work leads as they come, beside as many others as you start."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from leadwright.entrypoints import collector
from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Db,
    Json,
    note,
    print_json,
    settings,
)
from leadwright.errors import Misconfigured

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.settings import Settings

    Beside = Callable[[House, asyncio.Event], Coroutine[None, None, None]]

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0  # while the database does not answer
AGAIN_S = 5.0  # when it let us down later
TRY_AGAIN = 75  # sysexits(3)
Once = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Work at most N waiting leads to their rest, then end: for cron and functions.",
        show_default=False,
    ),
]
ReadyFile = Annotated[
    Path | None,
    typer.Option(
        help="A file that is there, with the process id, while this worker can take leads.",
        show_default=False,
    ),
]
Latency = Annotated[
    float | None,
    typer.Option(help="Simulated seconds per model request.", hidden=True),
]


def worker(  # noqa: PLR0913, PLR0917 - one parameter an option
    once: Once = None,
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
    ready_file: ReadyFile = None,
    latency: Latency = None,
) -> None:
    """Work leads as they come until told to stop; on a server, start as many as you like.

    Give each the same corpus, day and settings. A SQLite file has one process that works it.

    Told to stop (Ctrl-C, SIGTERM), it claims no more, finishes what it has in hand, and leaves to
    the others what takes longer than 15 seconds. Twice, and it ends at once; nothing is lost.
    When the database goes away, it waits until that is back; with --once, or on a file, it ends
    with code 75.
    """
    given = settings(db=db, config=config, corpus=corpus, as_of=as_of, playbook_latency_s=latency)
    life = Life(ready_file, once=once is not None)
    with house_of(given, life) as house:
        begun = work(house, once, life)
        failures = house.journey.tally.failures
    if json:
        print_json({"begun": begun, "failures": failures})
    else:
        note(f"Stopped. {begun} leads were begun here.")


class ReadyFileWrong(Misconfigured):
    """`--ready-file` names what cannot be written, or must not be."""

    code = "ready_file_wrong"


class Life:
    """What a worker is told, and how it ends: the file that says it can take leads goes with it."""

    def __init__(self, ready_file: Path | None, *, once: bool) -> None:
        self._file = _checked(ready_file) if ready_file is not None else None
        self.once = once
        self.is_stopping = False
        self.rest()

    def ready(self) -> None:
        """It can take leads."""
        if self._file is not None:
            self._file.write_text(f"{os.getpid()}\n", encoding="ascii")

    def rest(self) -> None:
        """It cannot, yet or any more."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def anew(self) -> NoReturn:
        """The same command in the place of this process, at once.

        Whatever still runs here could be done twice: nothing of it may go on, whatever fails.
        """
        code = 0 if self.is_stopping else TRY_AGAIN
        try:
            self.rest()
            note("The database hung up on this worker.")
            sys.stderr.flush()
            if not self.is_stopping and not self.once:  # who counts leads must not begin at 0
                os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
        finally:
            os._exit(code)


def _checked(file: Path) -> Path:
    """A file that may be written and taken away again; nobody else's."""
    if not file.parent.is_dir() or file.is_dir():
        raise ReadyFileWrong(f"--ready-file {str(file)!r}: name a file in a folder that is there")
    if file.exists() and not re.fullmatch(r"\d*\n?", file.read_text(errors="replace")[:20]):
        raise ReadyFileWrong(
            f"--ready-file {str(file)!r} is there and holds something else, and would be taken "
            "away in the end; name another one"
        )
    return file


def house_of(given: "Settings", life: Life) -> "House":
    """The house, as soon as its database answers."""
    from leadwright import bootstrap
    from leadwright.adapters.store.errors import StoreUnavailable

    pause = FIRST_PAUSE_S
    while True:
        try:
            return bootstrap.build(given, lost=life.anew)
        except StoreUnavailable as error:
            if life.once or given.database.url.startswith(
                "sqlite"
            ):  # nobody waits, or it is no use
                note(str(error))
                sys.exit(TRY_AGAIN)
            note(f"{error} Next try in {pause:g} s.")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)


def work(house: "House", most: int | None, life: Life, beside: "Beside | None" = None) -> int:
    """Work until told to stop, and do something beside it; how many leads were begun."""
    from leadwright.adapters.durable.errors import SlotLost
    from leadwright.adapters.store.errors import StoreUnavailable
    from leadwright.entrypoints.cli.toolbox import knows_companies

    house.prepare()
    collector.settle()
    if not knows_companies(house.tools):
        note(
            "No source of company data is set here (--corpus DIR), so every lead this worker "
            "takes waits for a person."
        )
    try:
        return asyncio.run(_until_told(house, most, life, beside))
    except (StoreUnavailable, SlotLost) as error:
        note(str(error))
        time.sleep(AGAIN_S)  # what is short may be connections: who comes back at once takes them
        life.anew()
    finally:
        life.rest()


async def _until_told(house: "House", most: int | None, life: Life, beside: "Beside | None") -> int:
    def ready() -> None:
        life.ready()
        places = house.settings.work.concurrency
        note(
            f"{house.engine.name} is ready: up to {places} leads at once; "
            f"today is {house.clock.today()}."
        )

    with told_to_stop(life) as stop:
        begun = await _both(house, stop, most, ready, beside)
    await house.notary.checkpoint_if_due(at_once=True)
    return begun


@contextmanager
def told_to_stop(life: Life) -> Iterator[asyncio.Event]:
    """Set when this process is told to stop; a second time ends it."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def told(number: signal.Signals) -> None:
        life.is_stopping = True
        stop.set()
        loop.remove_signal_handler(number)  # a second one ends the process
        life.rest()
        note("Stopping: what is in hand is finished first.")

    for number in signals:
        loop.add_signal_handler(number, told, number)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def _both(
    house: "House",
    stop: asyncio.Event,
    most: int | None,
    ready: Callable[[], None],
    beside: "Beside | None",
) -> int:
    """Work leads and carry out what was approved, side by side."""
    if most is not None:
        return await house.shift.work_until(stop, most=most, ready=ready, last=house.post.once)
    closing = asyncio.Event()
    begun = [asyncio.create_task(beside(house, closing))] if beside else []

    def both_ready() -> None:
        begun.append(asyncio.create_task(house.post.work_until(closing)))
        ready()

    async def close() -> None:
        closing.set()
        await asyncio.gather(*begun)

    try:  # what is being sent is told of while this worker still has its name
        return await house.shift.work_until(stop, ready=both_ready, last=close)
    finally:
        await close()
