"""What a life does: a whole run of the house, telling the parent where it is."""

import asyncio
import faulthandler
import json
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import NoReturn

from chaos.stage.clock import WrongClock
from chaos.stage.deaf import Deaf
from chaos.stage.paid import NotingJournal, PaidModel, Pen
from chaos.stage.portrait import portray
from chaos.stage.scene import Scene
from leadwright import bootstrap
from leadwright.adapters.durable.errors import EngineBusy
from leadwright.bootstrap import AGENTS, House
from leadwright.errors import Unavailable
from leadwright.journey.ports import Engine, Work
from leadwright.landmarks import Passing
from leadwright.leads.lead import LeadId
from leadwright.models.playbook import PlaybookModel
from leadwright.settings import load

# What a life tells its parent, a word a line; of a segment with its name.
BORN, INTAKE, BATCH, WORK, CALL, BEGUN, ENDED, SLOT = (
    "born",
    "intake",
    "batch",
    "work",
    "call",
    "+",
    "-",
    "#",
)
WELL, FAILED, UNAVAILABLE, BUSY = 0, 1, 3, 4  # how a life ends
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one life has to do."""

    number: int
    takes_in: bool = True  # the file of leads too
    stays: bool = False  # until it is told to stop; else until all leads rest
    portrays: bool = False  # in the end, writes down what the house holds
    place: str = ""  # in the code, at which it kills itself
    passes: int = 0  # so many times it passes there before
    is_guest: bool = False  # no worker: it ends when it has done its part
    play: str = __name__  # the module whose `play` says what it does


class NotingEngine:
    """The engine it wraps; says which segments are in hand."""

    def __init__(self, wrapped: Engine, tell: Tell) -> None:
        self._wrapped = wrapped
        self._tell = tell
        self.dispatch = wrapped.dispatch
        self.idle = wrapped.idle
        self.is_alone = wrapped.is_alone
        self.stop = wrapped.stop

    @property
    def name(self) -> str:
        """What it goes by."""
        return self._wrapped.name

    async def start(self, work: Work) -> None:
        async def noted(lead_id: LeadId, number: int) -> None:
            self._tell(f"{BEGUN}{lead_id}:{number}")
            await work(lead_id, number)
            self._tell(f"{ENDED}{lead_id}:{number}")

        await self._wrapped.start(noted)
        self._tell(f"{SLOT}{self.name.rpartition('-')[2]}")


def live(scene: Scene, part: Part, tell: Tell) -> None:
    """Do what the part says."""
    tell(BORN)
    asyncio.run(import_module(part.play).play(scene, part, tell))


async def play(scene: Scene, part: Part, tell: Tell) -> None:
    """Take in the leads, work them to rest."""
    passed = Counter[str]()
    with _house(scene, part, tell, passed) as house:
        if part.stays:
            await house.shift.work_until(told_to_stop(), ready=lambda: ready(tell))
        else:
            first = (lambda: _take(house, scene, tell)) if part.takes_in else None
            await house.shift.work_to_rest(first=first)
        if part.portrays:
            found = await portray(house) | {"passed": passed}
            scene.portrait.write_text(json.dumps(found, indent=1, sort_keys=True))


def _house(scene: Scene, part: Part, tell: Tell, passed: Counter[str]) -> House:
    write = scene.bill.open(part.number)

    def pen(what: str, key: str) -> None:
        write(what, key)
        tell(CALL)

    playbook = PlaybookModel({spec.output_name: spec.play for spec in AGENTS})
    model = PaidModel(playbook, pen=pen, seed=scene.seed)
    house = bootstrap.build(
        load(**scene.settings()),
        clock=WrongClock(scene.clock, as_of=lambda: scene.today),
        models=[model],
        providers=[Deaf()],
        passing=deadly(part, passed),
    )
    model.blind = house.store.journal.blind
    return _noting(house, write, tell)


def _noting(house: House, pen: Pen, tell: Tell) -> House:
    steps = replace(house.journey.steps, journal=NotingJournal(house.store.journal, pen))
    journey = replace(house.journey, steps=steps)
    engine = NotingEngine(house.engine, tell)
    return replace(house, shift=replace(house.shift, engine=engine, journey=journey))


def deadly(part: Part, passed: Counter[str]) -> Passing:
    """Count what is passed, and end at the place of the part."""

    def passing(place: str) -> None:
        passed[place] += 1
        if place == part.place and passed[place] > part.passes:
            os.kill(os.getpid(), signal.SIGKILL)

    return passing


def ready(tell: Tell) -> None:
    """Say that the work begins."""
    for word in (INTAKE, BATCH, WORK):  # to who takes nothing in, they are one
        tell(word)


def told_to_stop() -> asyncio.Event:
    """Set once somebody wants this process to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    return stop


async def _take(house: House, scene: Scene, tell: Tell) -> None:
    tell(INTAKE)
    await house.reception.take(scene.leads, progress=lambda _rows: tell(BATCH))
    tell(WORK)


def become(scene: Scene, part: Part, pipe: int) -> NoReturn:
    """Live and end the process, whatever happens."""
    code = FAILED
    faulthandler.register(signal.SIGUSR1)  # tells where it stands
    try:
        live(scene, part, lambda word: _say(pipe, word))
        code = WELL
    except Unavailable as error:  # the same command again is all it takes
        sys.stderr.write(f"life {part.number}: {type(error).__name__}: {error}\n")
        code = BUSY if isinstance(error, EngineBusy) else UNAVAILABLE
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        sys.stderr.write(f"life {part.number}: {traceback.format_exc()}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(pipe: int, word: str) -> None:
    os.write(pipe, f"{word}\n".encode())
