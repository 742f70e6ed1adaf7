"""Reads a file and says how many rows it had and by how many MB memory grew: `FILE`."""

import re
import sys
from pathlib import Path

from leadwright.adapters.intake import open_leads

_STATUS = Path("/proc/self/status")


def main() -> None:
    """Print rows and megabytes."""
    file = Path(sys.argv[1])
    before = peak()
    rows = sum(1 for _ in open_leads(file).rows())
    print(rows, peak() - before)  # noqa: T201


def peak() -> int:
    """The most MB this process ever held; 0 where the system does not tell."""
    if not _STATUS.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
