"""What somebody outside saw, a line each; no kill of ours cuts one in two."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Diary:
    """A file that is only ever appended to."""

    path: Path

    def note(self, what: str, **facts: object) -> Entry:
        """One line more, with the time of the machine."""
        entry = {"what": what, "at": time.time(), **facts}
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        # One write to a file opened for appending: two writers cut no line in two.
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
        return entry

    def entries(self, *what: str) -> Iterator[Entry]:
        """All lines, or those about something, in their order."""
        for line in self.path.read_text("utf-8").splitlines() if self.path.exists() else ():
            entry: Entry = json.loads(line)
            if not what or entry["what"] in what:
                yield entry
