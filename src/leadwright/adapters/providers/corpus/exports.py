"""Where a corpus comes from: a folder on disk, or rows that somebody made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from leadwright.adapters.providers.corpus.conventions import load_conventions, parse_conventions
from leadwright.adapters.providers.corpus.files import Row
from leadwright.adapters.providers.corpus.library import Library, load, shelve
from leadwright.leads.conventions import Conventions

T = TypeVar("T")


class Export(Protocol):
    """What one knows about companies, with what is special about it."""

    def conventions(self) -> Conventions:
        """What its sources mean."""
        ...

    def library(self, conventions: Conventions) -> Library:
        """Its tables in memory."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A corpus directory."""

    directory: Path

    def conventions(self) -> Conventions:
        """What its corpus.toml says on top of what ships."""
        return load_conventions(self.directory)

    def library(self, conventions: Conventions) -> Library:
        """Its files, read whole."""
        return load(self.directory, conventions)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in memory. The tables are asked for when they are needed, not before."""

    special: str  # as a corpus.toml says it
    tables: Callable[[], Mapping[str, Sequence[Row]]]

    def conventions(self) -> Conventions:
        """What is said to be special about them."""
        return parse_conventions(self.special.encode())

    def library(self, conventions: Conventions) -> Library:
        """The rows as tables."""
        tables = self.tables()

        def rows(name: str, read: Callable[[Row], T], /, *, required: bool) -> list[T]:
            del required
            return [read(row) for row in tables.get(name, ())]

        return shelve(rows, conventions)
