"""Reads a file, finds twins in it, and says its rows and by how many MB memory grew: `FILE`."""

import re
import sys
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from leadwright.adapters.intake import open_leads
from leadwright.leads.dedup import sift
from leadwright.leads.intake import IntakeSettings, RawRow, Refusal, read
from leadwright.leads.lead import Lead, LeadId

_BATCH = 20
_NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Print rows and megabytes."""
    file, sifted = Path(sys.argv[1]), "--sifted" in sys.argv
    if sifted:
        import phonenumbers  # noqa: F401, PLC0415 - loaded with the first number, and not counted
    before = peak()
    rows = 0
    source = open_leads(file).rows()
    while batch := tuple(islice(source, _BATCH)):
        rows += len(batch)
        if sifted:
            sift([lead for row in batch if isinstance(lead := _read(row), Lead)], {})
    print(rows, peak() - before)  # noqa: T201


def _read(row: RawRow | Refusal) -> Lead | Refusal:
    if isinstance(row, Refusal):
        return row
    return read(row, settings=IntakeSettings(), mint=LeadId, cohort=lambda _: 0, received_at=_NOW)


def peak() -> int:
    """The most MB this process ever held; 0 where the system does not tell."""
    if not _STATUS.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
