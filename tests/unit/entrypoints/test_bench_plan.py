"""In which order the bench runs what, and how it tells its workers."""

from leadwright.entrypoints.cli.benches import plan, task
from leadwright.entrypoints.cli.benches.task import Shape, Task

BOTH = ("sqlite", "postgresql")


def test_every_kind_of_run_comes_once_before_any_comes_twice() -> None:
    order = list(plan.FULL.order(BOTH))
    kinds = len(set(order))
    assert kinds == len(Shape) * len(BOTH)
    assert len(order) == kinds * plan.FULL.runs
    assert all(
        len(set(order[start : start + kinds])) == kinds for start in range(0, len(order), kinds)
    )


def test_a_quick_bench_waits_on_one_database_only() -> None:
    order = list(plan.QUICK.order(BOTH))
    assert order.count((Shape.JOURNEY, "postgresql")) == plan.QUICK.runs
    assert order.count((Shape.FIXED, "sqlite")) == 1
    assert (Shape.FIXED, "postgresql") not in order


def test_a_run_that_would_end_too_late_is_left_out_and_said_so() -> None:
    said: list[str] = []
    hurried = plan.Plan(
        runs=2, waiting_runs=1, waiting_on=frozenset({"sqlite"}), leads=1, rows=1, seconds=-1.0
    )
    bench = plan.Bench(plan=hurried, server=None, say=said.append)
    bench.measure()
    assert not bench.samples
    assert len(said) == len(list(hurried.order(["sqlite"])))
    assert all("left out" in line for line in said)


def test_a_worker_reads_the_task_that_the_planner_wrote() -> None:
    given = Task(shape=Shape.FIXED, database="sqlite:///x.db", place="here", leads=3, rows=2)
    assert task.from_json(task.to_json(given)) == given
