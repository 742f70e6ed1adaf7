"""What the bench of a fleet makes of single runs."""

from leadwright.entrypoints.cli.benches.fleet import figures
from leadwright.entrypoints.cli.benches.fleet.looks import Moment

BEFORE = Moment(workers=10.0, server=5.0, busy=100.0, idle=50.0)
AFTER = Moment(workers=19.0, server=7.0, busy=115.0, idle=55.0)


def test_processor_time_is_told_by_lead_and_as_cores_kept_busy() -> None:
    assert figures.used(BEFORE, AFTER, seconds=10.0, leads=300) == {
        "worker_cpu_ms_per_lead": 30.0,
        "server_cpu_ms_per_lead": 2.0 * 1000 / 300,
        "busy_cores.workers": 0.9,
        "busy_cores.server": 0.2,
        "busy_cores.others": 0.4,
        "busy_cores.none": 0.5,
    }


def test_what_nobody_can_tell_is_left_out() -> None:
    far = Moment(workers=10.0, server=None, busy=None, idle=None)
    later = Moment(workers=13.0, server=None, busy=None, idle=None)
    told = figures.used(far, later, seconds=1.0, leads=100)
    assert told == {"worker_cpu_ms_per_lead": 30.0, "busy_cores.workers": 3.0}


def test_several_workers_are_compared_with_one_run_by_run() -> None:
    samples = {"leads_per_s.1": [10.0, 20.0], "leads_per_s.2": [18.0, 30.0]}
    assert figures.scaling(samples) == {"times_one_worker.2": [1.8, 1.5]}
    assert figures.scaling({"leads_per_s.2": [18.0]}) == {}


def test_the_answer_always_has_all_its_keys_and_medians_by_number_of_workers() -> None:
    assert set(figures.answer({})) == {*figures.NAMES, "model", "runs"}
    one = figures.of_run(1, {"leads_per_s": 10.0, "queue_s.p50": 0.1})
    two = figures.of_run(2, {"leads_per_s": 19.0, "queue_s.p50": 0.2})
    answer = figures.answer({name: [value] for name, value in (one | two).items()})
    assert answer["leads_per_s"] == {"1": 10.0, "2": 19.0}
    assert answer["queue_s"] == {"p50": {"1": 0.1, "2": 0.2}}
    assert answer["times_one_worker"] == {"2": 1.9}
    runs = answer["runs"]
    assert isinstance(runs, dict)
    assert runs["leads_per_s.2"] == {"min": 19.0, "median": 19.0, "max": 19.0}
