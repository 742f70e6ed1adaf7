"""The trail as a file that anybody can verify: events, checkpoints, proofs; nothing personal."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import ClassVar, Final

from leadwright.adapters.store.repositories.proving import Walk, check_mark
from leadwright.adapters.store.repositories.trail import Trail
from leadwright.errors import Refused, reason_of
from leadwright.governance.audit import GENESIS, canonical
from leadwright.governance.checkpoints import Signed
from leadwright.governance.merkle import Tree, inclusion

FORMAT: Final = "leadwright-audit-1"
VERIFIER: Final = "verify_audit.py"


class ExportRefused(Refused):
    """An export would overwrite a file, cannot be written, or names events there are not."""

    code: ClassVar[str] = "export_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which events: from one to another, both included; all of them where it is not said."""

    first: int = 1
    last: int | None = None


@dataclass(slots=True)
class _Written:
    seq: int
    line: dict[str, object]


def write(trail: Trail, file: Path, stretch: Stretch, marks: Sequence[Signed]) -> int:
    """Write the export; returns how many events it holds.

    A file that begins with the first event needs no proofs: who reads it builds the tree.

    Raises:
        AuditBroken: the trail does not hold.
        ExportRefused: nothing can be written there, or there are no such events.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        if file.exists():
            raise _refused(file, "it is there already; name a new one")
        with part.open("w", encoding="utf-8") as out:
            number = 0
            for line in _lines(trail, stretch, marks):
                number += "event" in line
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
        part.rename(file)
    except OSError as error:
        raise _refused(file, reason_of(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return number


def write_verifier(beside: Path) -> Path:
    """Put the program that verifies an export beside it; it needs nothing of ours."""
    place = beside.with_name(VERIFIER)
    place.write_text(verifier(), encoding="utf-8")
    return place


def verifier() -> str:
    """That program."""
    return files(__package__).joinpath(VERIFIER).read_text(encoding="utf-8")


def _lines(trail: Trail, stretch: Stretch, marks: Sequence[Signed]) -> Iterator[dict[str, object]]:
    walk, before = Walk(leaves=[]), GENESIS
    events: list[_Written] = []
    left = {signed.checkpoint.size: signed.checkpoint for signed in marks}
    for event in trail.go_on(walk):
        if (mark := left.pop(walk.seq, None)) is not None:
            check_mark(walk, mark)
        if walk.seq < stretch.first:
            before = walk.head
        elif stretch.last is None or walk.seq <= stretch.last:
            body = json.loads(canonical(event))
            line: dict[str, object] = {"seq": walk.seq, "event": body, "hash": walk.head}
            events.append(_Written(walk.seq, line))
    last = stretch.last or walk.seq
    if not 1 <= stretch.first <= last <= walk.seq:
        raise ExportRefused(
            f"There are no events {stretch.first} to {last}: the trail has {walk.seq}; name two "
            "of them as --segment FROM:TO."
        )
    yield {"format": FORMAT, "from": stretch.first, "to": last, "before": before}
    kept = [s for s in marks if stretch.first > 1 or s.checkpoint.size <= last]
    if stretch.first > 1 and kept:
        _prove(events, walk.leaves or [], kept[-1].checkpoint.size)
    yield from (written.line for written in events)
    yield from (json.loads(signed.line()) for signed in kept)


def _prove(events: Sequence[_Written], leaves: Sequence[bytes], size: int) -> None:
    tree = Tree(leaves[:size])
    for written in events:
        if written.seq <= size:
            path = inclusion(tree.node_of, written.seq - 1, size)
            written.line["proof"] = [part.hex() for part in path]


def _refused(file: Path, why: str) -> ExportRefused:
    return ExportRefused(f"The export {str(file)!r} cannot be written: {why}.")
