"""What was acknowledged is there after a kill -9, on both databases."""

import asyncio
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import an_id

ROOT = Path(__file__).resolve().parents[3]
WRITER = [sys.executable, "-m", "tests.integration.store.busy_writer"]


@pytest.mark.parametrize("enough", [60, 400])
async def test_whatever_was_acknowledged_outlives_a_kill(
    database_url: str, open_store: OpenStore, tmp_path: Path, enough: int
) -> None:
    told = await asyncio.to_thread(_killed_after, enough, database_url, tmp_path / "leadwright.key")
    rows: defaultdict[int, int] = defaultdict(int)
    versions: defaultdict[int, int] = defaultdict(int)
    for kind, number, count in told:
        (rows if kind == "row" else versions)[number] = count
    store = open_store()
    for number, count in rows.items():
        kept = await store.journal.of_segment(f"{an_id(number)}:1")
        assert [row.turn for row in kept][:count] == list(range(1, count + 1))
    for number, version in versions.items():
        assert (await store.desk.open(an_id(number))).session.version >= version
    assert (await store.audit.verify())[0] >= sum(versions.values())


def _killed_after(lines: int, url: str, key_file: Path) -> list[tuple[str, int, int]]:
    """Everything the writer told before it was killed, after that many lines."""
    command = [*WRITER, url, str(key_file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        told += writer.stdout.readlines()
    words = [line.split() for line in told if line.endswith("\n")]
    return [(kind, int(number), int(count)) for kind, number, count in words]
