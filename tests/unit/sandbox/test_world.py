"""A world is the same for a seed, and fair: what nobody can decide is not asked for."""

import hashlib
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.sandbox.laws import a_world, broken, leads

from leadwright.evaluation.dataset import read_cases
from leadwright.sandbox import World, build_world
from leadwright.sandbox.export import files

PRINT = """
import hashlib
from leadwright.sandbox import World, build_world
from leadwright.sandbox.export import files
print(hashlib.sha256("".join(files(build_world(5, 40)).values()).encode()).hexdigest())
"""


@cache
def the_usual_world() -> World:
    return build_world(1)


def mark(seed: int, number: int = 40) -> str:
    text = "".join(files(build_world(seed, number)).values())
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_seed_makes_the_same_files_also_in_another_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env={"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    ]
    assert runs == [mark(5), mark(5)]


def test_another_seed_makes_another_world() -> None:
    assert len({mark(seed) for seed in range(4)}) == 4


@given(seed=st.integers(min_value=0, max_value=10**9))
@settings(max_examples=8)
def test_every_world_keeps_the_laws(seed: int) -> None:
    assert broken(a_world(seed)) == []


def test_the_usual_world_keeps_them_too() -> None:
    assert broken(the_usual_world()) == []


def test_as_many_leads_come_as_were_asked_for() -> None:
    assert [len(build_world(3, number).leads) for number in (1, 7, 90)] == [1, 7, 90]


def test_a_world_holds_every_kind_of_task() -> None:
    told = leads(the_usual_world())
    buckets = Counter(lead["metadata"]["bucket"] for lead in told)
    matches = Counter(lead["ground_truth"]["match"] for lead in told)
    actions = Counter(lead["ground_truth"]["expected_action"] for lead in told)
    difficulties = Counter(lead["metadata"]["difficulty"] for lead in told)
    assert len(buckets) == 16
    assert min(matches.values()) >= 10
    assert min(actions.values()) >= 8
    assert min(difficulties.values()) >= 30


def test_some_texts_try_to_give_orders() -> None:
    headlines = [str(row["headline"]) for row in the_usual_world().tables["news"]]
    assert any("Ignore your instructions" in text or "assistant" in text for text in headlines)


def test_evaluation_reads_the_leads(tmp_path: Path) -> None:
    file = tmp_path / "leads.jsonl"
    file.write_text(files(a_world(1))["leads.jsonl"], encoding="utf-8")
    assert len(read_cases(file)) == 60
