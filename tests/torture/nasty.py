"""What a nasty file is, and what must become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leadwright.leads.intake.columns import Column

Write = Callable[[Path], None]


@dataclass(frozen=True, kw_only=True)
class Nasty:
    """A file and its fate.

    `refused` are rows as "number field code"; `error` is the code when the whole file is refused.
    """

    name: str
    content: bytes | str | Write
    taken: int = 0
    refused: tuple[str, ...] = ()
    error: str = ""
    remark: str = ""
    names: tuple[str, ...] = ()  # some of the people who must be found in the store
    columns: Mapping[Column, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Put the file into a folder."""
        path = folder / self.name
        if isinstance(self.content, str):
            path.write_bytes(self.content.encode())
        elif isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)
        return path
