"""Landmarks: every commit and every call to the outside is passed on both sides."""

from leadwright.landmarks import Landmark, places, unnoticed


def test_every_landmark_has_a_place_before_it_and_one_after_it() -> None:
    assert len(places()) == len(set(places())) == 2 * len(Landmark)
    assert {"before-journal", "after-journal"} <= {*places()}


def test_passing_unnoticed_does_nothing() -> None:
    for place in places():
        unnoticed(place)
