"""What the bench makes of single runs."""

from leadwright.entrypoints.cli.benches import figures
from leadwright.entrypoints.cli.benches.task import Shape

JOURNEY = {
    "wall_s": 4.0,
    "cpu_ms_per_lead": 30.0,
    "requests_per_lead": 3.0,
    "tool_calls_per_lead": 10.0,
    "worker_rss_mb": 200.0,
    "intake_rows_per_s": 4000.0,
}
KEYS = {
    "cpu_ms_per_lead",
    "server_cpu_ms_per_lead",
    "wall_over_ideal",
    "wall_minus_ideal_s",
    "worker_rss_mb",
    "intake_rows_per_s",
    "fsync_ms",
    "requests_per_lead",
    "tool_calls_per_lead",
    "model",
    "runs",
}


def test_the_answer_always_has_all_its_keys() -> None:
    answer = figures.answer({})
    assert set(answer) == KEYS
    assert answer["cpu_ms_per_lead"] == {"sqlite": None, "postgresql": None}
    assert answer["model"] == "playbook"


def test_a_figure_is_the_median_and_tells_how_far_its_runs_lie_apart() -> None:
    answer = figures.answer({"cpu_ms_per_lead.sqlite": [31.0, 90.0, 30.0], "fsync_ms": [0.2]})
    assert answer["cpu_ms_per_lead"] == {"sqlite": 31.0, "postgresql": None}
    assert answer["runs"] == {
        "cpu_ms_per_lead.sqlite": {"min": 30.0, "median": 31.0, "max": 90.0},
        "fsync_ms": {"min": 0.2, "median": 0.2, "max": 0.2},
    }


def test_the_fixed_shape_is_compared_with_ten_seconds() -> None:
    told = figures.of_run(Shape.FIXED, "sqlite", {"wall_s": 11.0})
    assert told == {"wall_over_ideal": 1.1}


def test_the_own_shape_is_compared_with_its_longest_chain_of_requests() -> None:
    told = figures.of_run(Shape.PATIENT, "sqlite", {"wall_s": 4.25, "longest_chain": 3})
    assert told == {"wall_minus_ideal_s": 1.25}


def test_figures_of_both_databases_stand_side_by_side() -> None:
    small = figures.of_run(Shape.JOURNEY, "sqlite", JOURNEY)
    large = figures.of_run(Shape.JOURNEY, "postgresql", JOURNEY | {"server_cpu_ms_per_lead": 6.0})
    assert small["worker_rss_mb"] == 200.0
    assert large["worker_rss_mb.postgresql"] == 200.0
    assert large["server_cpu_ms_per_lead"] == 6.0
    assert not {name for name in small if name in large}
