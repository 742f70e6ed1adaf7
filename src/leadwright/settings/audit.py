"""Settings of the audit trail: where its checkpoints go, and how often."""

from pathlib import Path

from pydantic import Field

from leadwright.settings.section import Section


class AuditSettings(Section):
    """Where signed checkpoints of the audit trail go: best where nobody can change them."""

    checkpoints: Path | None = Field(
        None, description="Their file; default: beside the database as leadwright.checkpoints.jsonl"
    )
    also: tuple[str, ...] = Field(
        (), description="Where else each is written: `syslog:`, or a folder, as of an object store"
    )
    key_file: Path | None = Field(
        None, description="Signs them; default: beside the master key as leadwright-audit.key"
    )
    every_events: int = Field(1000, ge=1, description="A worker writes one after so many events")
    every_s: float = Field(300, gt=0, description="Or after so many seconds with events in them")
