"""One run of the bench, in this process and in a hurry."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadwright.entrypoints.cli.benches import fixed, worker
from leadwright.entrypoints.cli.benches.task import Shape, Task


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixed, "SECONDS", 0.001)
    monkeypatch.setattr(worker, "COMPANIES", 10)
    monkeypatch.setattr(worker, "WARM", 1)


def a_task(shape: Shape, place: Path, *, rows: int = 0) -> Task:
    url = f"sqlite:///{place / 'bench.db'}"
    return Task(shape=shape, database=url, place=str(place), leads=3, rows=rows)


def test_the_fixed_shape_makes_ten_requests_and_ten_tool_calls_a_lead(tmp_path: Path) -> None:
    figures = worker.run(a_task(Shape.FIXED, tmp_path))
    assert figures["requests_per_lead"] == fixed.REQUESTS
    assert figures["tool_calls_per_lead"] == fixed.TOOL_CALLS


def test_leads_of_the_own_shape_go_the_whole_way_to_their_approval(tmp_path: Path) -> None:
    figures = worker.run(a_task(Shape.PATIENT, tmp_path))
    assert figures["longest_chain"] == figures["requests_per_lead"]
    assert figures["tool_calls_per_lead"] >= 5


def test_a_run_tells_processor_time_memory_and_intake(tmp_path: Path) -> None:
    figures = worker.run(a_task(Shape.JOURNEY, tmp_path, rows=20))
    assert figures["cpu_ms_per_lead"] > 0
    assert figures["worker_rss_mb"] > 0
    assert figures["intake_rows_per_s"] > 0
    assert "server_cpu_ms_per_lead" not in figures
