"""The garbage collector of a process that works leads."""

import gc
from collections.abc import Iterator

import pytest

from leadwright.entrypoints import collector


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


class Circle:
    def __init__(self) -> None:
        self.itself = self


def test_what_is_loaded_is_not_looked_at_again() -> None:
    collector.settle()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] > 700


def test_circles_of_later_are_still_found() -> None:
    collector.settle()
    for _ in range(100):
        Circle()
    assert gc.collect() >= 100
