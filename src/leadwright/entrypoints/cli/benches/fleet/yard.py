"""The workers of a run: real ones, each a process, on a database of the run's own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leadwright.entrypoints.cli.benches.plan import BenchRunFailed
from leadwright.tools.catalogue.listing import CATALOGUE

READY_S: Final = 120.0
# A lead that shares a processor with two thousand others is slow, and nothing is wrong with it.
PATIENCE_S: Final = 3_600
TOOL_S: Final = 600
_OURS: Final = "LEADWRIGHT_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard:
    """Where the workers of a run find what they need."""

    place: Path
    url: str
    corpus: Path
    key_file: Path
    model_s: float

    @contextmanager
    def working(self, workers: int, active: int) -> Iterator[Sequence[int]]:
        """So many workers while inside, with so many leads in hand together; their process ids.

        Raises:
            BenchRunFailed: one of them ended, or was not ready in time.
        """
        settings = self._settings(active // workers)
        started: list[subprocess.Popen[bytes]] = []
        try:
            with (self.place / "workers.log").open("wb") as log:
                for number in range(workers):
                    command = _command(settings, self._sign(number))
                    process = subprocess.Popen(  # noqa: S603 - our own program
                        command, cwd=self.place, stdout=log, stderr=log, env=_surroundings()
                    )
                    started.append(process)
            self._until_ready(started)
            yield [process.pid for process in started]
            self._all_run(started)
        finally:
            for process in started:
                process.kill()  # what they had in hand goes with the database
                process.wait()
            for number in range(workers):
                self._sign(number).unlink(missing_ok=True)

    def _settings(self, concurrency: int) -> Path:
        file = self.place / "fleet.toml"
        file.touch(mode=0o600)  # a password may stand in it
        sections: dict[str, dict[str, object]] = {
            "database": {"url": self.url, "key_file": str(self.key_file)},
            "research": {"corpus": str(self.corpus)},
            "models": {"playbook_latency_s": self.model_s},
            "work": {"concurrency": concurrency, "phase_s": PATIENCE_S, "segment_s": PATIENCE_S},
        }
        sections |= {f"tools.{tool.name}": {"timeout_s": TOOL_S} for tool in CATALOGUE}
        file.write_text('as_of = "corpus"\n' + _toml(sections), encoding="utf-8")
        return file

    def _sign(self, number: int) -> Path:
        return self.place / f"ready-{number}"

    def _until_ready(self, started: Sequence[subprocess.Popen[bytes]]) -> None:
        end = time.monotonic() + READY_S
        while not all(self._sign(number).exists() for number in range(len(started))):
            self._all_run(started)
            if time.monotonic() > end:
                raise BenchRunFailed(
                    f"The workers were not ready within {READY_S:.0f} s; see what else keeps the "
                    "machine busy, then try again."
                )
            time.sleep(0.05)

    def _all_run(self, started: Sequence[subprocess.Popen[bytes]]) -> None:
        if any(process.poll() is not None for process in started):
            log = (self.place / "workers.log").read_text(encoding="utf-8", errors="replace")
            last = " ".join(log.strip().splitlines()[-2:])
            raise BenchRunFailed(f"A worker of the bench ended early: {last}")


def _command(settings: Path, sign: Path) -> list[str]:
    worker = [sys.executable, "-m", "leadwright", "worker"]
    return [*worker, "--config", str(settings), "--ready-file", str(sign)]


def _surroundings() -> dict[str, str]:
    """The environment without our own settings: they would win, and name another database."""
    here = os.environ  # noqa: TID251 - handed on, not read
    return {name: value for name, value in here.items() if not name.startswith(_OURS)}


def _toml(sections: dict[str, dict[str, object]]) -> str:
    lines = []
    for section, settings in sections.items():
        lines.append(f"\n[{section}]\n")
        lines += [f"{name} = {json.dumps(value)}\n" for name, value in settings.items()]
    return "".join(lines)
