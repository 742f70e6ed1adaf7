"""What a forked child does: a whole run, telling the parent where it is."""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

from tests.journey.kills import plan
from tests.journey.kills.portrait import portray
from tests.journey.kills.scene import Scene

from leadwright.bootstrap import House

Tell = Callable[[bytes], None]


def run(scene: Scene, number: int, tell: Tell) -> None:
    """Take in the leads, work them to rest, write down what came of it."""
    tell(plan.BORN)
    asyncio.run(_run(scene, number, tell))


async def _run(scene: Scene, number: int, tell: Tell) -> None:
    with scene.build(number) as house:
        await house.shift.work_to_rest(first=lambda: _take(house, scene, tell))
        scene.portrait.write_text(json.dumps(await portray(house), indent=1, sort_keys=True))


async def _take(house: House, scene: Scene, tell: Tell) -> None:
    tell(plan.INTAKE)
    await house.reception.take(scene.leads, progress=lambda _rows: tell(plan.BATCH))
    tell(plan.WORK)


def become(scene: Scene, number: int, pipe: int) -> NoReturn:
    """Run and end the process, whatever happens."""
    code = 1
    try:
        run(scene, number, lambda word: _say(pipe, word))
        code = 0
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(pipe: int, word: bytes) -> None:
    os.write(pipe, word)
