"""The bill: one line for every paid call that was announced, made or answered, by any life."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# About to be made, and durably so; made; answered, and durably so.
ANNOUNCED, MADE, ANSWERED = "announced", "made", "answered"


class Line(NamedTuple):
    """What a life did; `key` is that of the journal, of a call that was made only its end."""

    life: int
    what: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A file that all lives append to, so its lines stand in the order things happened."""

    path: Path

    def open(self, life: int) -> Callable[[str, str], None]:
        """A pen for one life."""
        # One write a line to a file opened for appending: a kill cuts no line in two.
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return lambda what, key: _write(file, f"{life}\t{what}\t{key}\n")

    def lines(self) -> Iterator[Line]:
        """All lines, in their order."""
        for line in self.path.read_text("utf-8").splitlines() if self.path.exists() else ():
            life, what, key = line.split("\t")
            yield Line(int(life), what, key)

    def calls(self) -> int:
        """How many calls were made so far, by all lives."""
        return sum(line.what == MADE for line in self.lines())

    def unannounced(self) -> int:
        """How many calls were made that nobody could have known of after a crash."""
        announced, made = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
        for line in self.lines():
            counter = {ANNOUNCED: announced, MADE: made}.get(line.what)
            if counter is not None:
                counter[line.life, line.key.rpartition("/")[2]] += 1
        return (made - announced).total()


def _write(file: int, line: str) -> None:
    os.write(file, line.encode())
