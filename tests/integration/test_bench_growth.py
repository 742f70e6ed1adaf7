"""The benches of a fleet and of curves, in small, on real databases."""

import gc
from collections.abc import Iterator

import pytest

from leadwright.entrypoints.cli.benches.curves import curves
from leadwright.entrypoints.cli.benches.fleet import fleet

pytestmark = pytest.mark.postgres
SIZE = 1_000


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_a_fleet_of_real_workers_is_measured(postgres_url: str) -> None:
    plan = fleet.Plan(leads=200, active=10, workers=(1,), runs=1, model_s=0.01)
    said: list[str] = []
    answer = fleet.Bench(plan=plan, server=postgres_url, say=said.append).measure()
    for name in ("leads_per_s", "requests_per_lead", "most_leads_per_s"):
        told = answer[name]
        assert isinstance(told, dict)
        assert told["1"] > 0
    assert said[-1] == "run 1 of 1, workers: 1"


def test_every_act_is_measured_on_both_databases(postgres_url: str) -> None:
    answer = curves.measure([SIZE], rounds=3, server=postgres_url, say=lambda _: None)
    found = answer["curves"]
    assert isinstance(found, dict)
    assert set(found) == {"sqlite", "postgresql"}
    for acts in found.values():
        assert set(acts) == {
            "claim_50",
            "resume_100",
            "list_by_priority",
            "list_by_stage",
            "open_by_id",
            "open_by_short_id",
            "open_by_name",
        }
        assert all(act["cpu_ms"][SIZE] > 0 for act in acts.values())
