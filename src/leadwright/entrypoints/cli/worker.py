"""`leadwright worker`: work leads as they come, beside as many others as you start."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
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

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.settings import Settings

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
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
        help="A file that exists while this worker can take leads, for a readiness probe.",
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
    """Work leads as they come until told to stop; start as many as you like on one server.

    Told to stop (Ctrl-C, SIGTERM), it claims no more, finishes what it has in hand, and leaves to
    the others what takes longer than 20 seconds. Twice, and it ends at once; nothing is lost.
    When the database goes away, it waits until that is back.
    """
    from leadwright.adapters.store.errors import StoreUnavailable

    given = settings(db=db, config=config, corpus=corpus, as_of=as_of, playbook_latency_s=latency)
    sign = _Sign(ready_file)
    sign.down()

    def anew() -> NoReturn:
        # Whatever still runs here could be done twice: nothing of this process may go on.
        sign.down()
        note("The database hung up. Beginning anew.")
        sys.stderr.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very command

    with _house(given, anew) as house:
        try:
            begun = asyncio.run(_work(house, once, sign))
        except StoreUnavailable:
            anew()
        finally:
            sign.down()
        failures = house.journey.tally.failures
    if json:
        print_json({"begun": begun, "failures": failures})
    else:
        note(f"Stopped. {begun} leads were begun here.")


class _Sign:
    """The file that says whether this worker can take leads."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def up(self) -> None:
        """It can."""
        if self._file is not None:
            self._file.touch()

    def down(self) -> None:
        """It cannot, yet or any more."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)


def _house(given: "Settings", anew: Callable[[], NoReturn]) -> "House":
    """The house, as soon as its database answers."""
    from leadwright import bootstrap
    from leadwright.adapters.store.errors import StoreUnavailable

    pause = FIRST_PAUSE_S
    while True:
        try:
            return bootstrap.build(given, lost=anew)
        except StoreUnavailable as error:
            note(f"{error} Next try in {pause:g} s.")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)


async def _work(house: "House", most: int | None, sign: _Sign) -> int:
    house.prepare()
    collector.settle()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)  # a second one ends the process
        note("Stopping: what is in hand is finished first.")
        sign.down()
        stop.set()

    def ready() -> None:
        sign.up()
        note(f"{house.engine.name} is ready.")

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told, number)
    try:
        return await house.shift.work_until(stop, most=most, ready=ready)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
