"""The bench of intake takes a list in twice and tells what it took."""

from leadwright.entrypoints.cli.benches.intake.measure import measure


def test_the_second_time_nothing_is_new() -> None:
    said: list[str] = []
    found = measure(700, server=None, say=said.append)
    first, again = found["first"], found["again"]
    assert isinstance(first, dict)
    assert isinstance(again, dict)
    assert first["new"] > 500
    assert first["received"] + first["refused"] == 700
    assert (again["new"], again["merged"]) == (0, 0)
    assert again["known"] == first["received"]
    assert first["rss_mb"]
    assert len(said) == 3
