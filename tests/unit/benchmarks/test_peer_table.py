"""How runs of two sides are put in order, compared and told."""

import pytest
from benchmarks.langgraph import runs, table
from benchmarks.langgraph.runs import Run, Side

COUNTS = {"requests_per_lead": 10.0, "tool_calls_per_lead": 10.0, "audit_rows_per_lead": 4.0}


def a_run(side: Side, *, pair: int = 1, cpu: float = 50.0, database: str = "sqlite") -> Run:
    figures = COUNTS | {"cpu_ms_per_lead": cpu, "wall_s": 12.0}
    return Run(pair=pair, database=database, side=side, load=0.5, figures=figures)


def with_figures(run: Run, **figures: float) -> Run:
    return Run(
        pair=run.pair,
        database=run.database,
        side=run.side,
        load=run.load,
        figures=run.figures | figures,
    )


def test_both_sides_run_in_turn_on_both_databases_before_the_next_pair_begins() -> None:
    order = list(runs.order(4, ("sqlite", "postgresql")))
    assert len(order) == len(set(order)) == 16
    assert [pair for pair, _, _ in order] == sorted(pair for pair, _, _ in order)
    for one, other in zip(order[::2], order[1::2], strict=True):
        assert one[:2] == other[:2]
        assert {one[2], other[2]} == set(Side)


def test_each_side_goes_first_in_every_other_pair() -> None:
    first = [side for _, _, side in list(runs.order(4, ("sqlite",)))[::2]]
    assert first == [Side.OURS, Side.THEIRS, Side.OURS, Side.THEIRS]


def test_the_ratio_is_taken_pair_by_pair() -> None:
    found = [
        a_run(Side.OURS, pair=1, cpu=40.0),
        a_run(Side.THEIRS, pair=1, cpu=80.0),
        a_run(Side.OURS, pair=2, cpu=90.0),  # a noisy minute hit both
        a_run(Side.THEIRS, pair=2, cpu=180.0),
    ]
    compared = _compared(found, "sqlite")
    assert compared["cpu_ms_per_lead"]["ratio"] == {"median": 0.5, "min": 0.5, "max": 0.5}
    assert compared["cpu_ms_per_lead"]["leadwright"] == {"median": 65.0, "min": 40.0, "max": 90.0}


def test_a_run_without_its_other_half_is_left_out() -> None:
    assert _compared([a_run(Side.OURS)], "sqlite") == {}


def test_the_server_is_counted_where_it_can_be_measured() -> None:
    two = [with_figures(a_run(side), server_cpu_ms_per_lead=10.0) for side in Side]
    compared = _compared(two, "sqlite")
    assert compared["cpu_with_server_ms_per_lead"]["leadwright"]["median"] == 60.0
    assert "server_cpu_ms_per_lead" not in _compared([a_run(side) for side in Side], "sqlite")


@pytest.mark.parametrize("name", COUNTS)
def test_sides_that_did_not_do_the_same_are_not_compared(name: str) -> None:
    ours = a_run(Side.OURS)
    theirs = with_figures(a_run(Side.THEIRS), **{name: 3.0})
    with pytest.raises(table.WorkDiffersError, match=name):
        table.check([ours, theirs])


def test_a_request_that_left_no_checkpoint_is_found() -> None:
    theirs = with_figures(a_run(Side.THEIRS), checkpoints_rows_per_lead=4.0)
    with pytest.raises(table.WorkDiffersError, match="checkpoint"):
        table.check([a_run(Side.OURS), theirs])


def test_the_table_tells_every_pair_and_what_was_done() -> None:
    told = "\n".join(table.lines([a_run(side, pair=pair) for pair in (1, 2) for side in Side]))
    assert told.count("50.0 ms, 1.20x") == 4
    assert "cpu_ms_per_lead: leadwright 50.00 (50.00 to 50.00)" in told
    assert "requests to the model" in told


def _compared(found: list[Run], database: str) -> dict[str, dict[str, table.Spread]]:
    return table.compared([run for run in found if run.database == database])
