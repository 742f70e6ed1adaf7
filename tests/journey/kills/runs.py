"""Forking runs, and killing them when their moment has come."""

import os
import select
import signal
import threading
import time
from dataclasses import dataclass

from tests.journey.kills import child
from tests.journey.kills.plan import Moment
from tests.journey.kills.scene import Scene

LONGEST_S = 300.0


class RunFailed(Exception):  # noqa: N818 - says what happened
    """A run ended by itself, and not well."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a run ended: killed, or with all leads at rest."""

    killed: bool
    moment: Moment | None
    seconds: float


def run(scene: Scene, number: int, moment: Moment | None) -> Ended:
    """Fork a run; kill it at its moment, or wait for its end.

    Raises:
        RunFailed: it ended with an error, or never.
    """
    assert threading.active_count() == 1, "a process with threads must not be forked"
    began = time.monotonic()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        child.become(scene, number, writing)
    os.close(writing)
    try:
        come = _wait(reading, scene, moment, number)
    finally:
        os.close(reading)
    if come:
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in {0, -signal.SIGKILL}:
        raise RunFailed(f"run {number} ended with code {code}")
    return Ended(killed=code == -signal.SIGKILL, moment=moment, seconds=time.monotonic() - began)


def _wait(reading: int, scene: Scene, moment: Moment | None, number: int) -> bool:
    """Whether the moment has come; false when the run has ended before."""
    line = len(f"{number} {'0' * 20}\n")
    size = _size(scene)
    words = b""
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        if select.select([reading], [], [], 0.002)[0]:
            word = os.read(reading, 64)
            if not word:
                return False
            words += word
        calls = (_size(scene) - size) // line
        if moment and moment.after in words and calls >= moment.calls:
            time.sleep(moment.delay_s)
            return True
    raise RunFailed(f"run {number} has not ended after {LONGEST_S:g} s; its words: {words!r}")


def _size(scene: Scene) -> int:
    path = scene.bill.path
    return path.stat().st_size if path.exists() else 0
