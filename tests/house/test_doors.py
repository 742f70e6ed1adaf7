"""Every room says at its door what is done inside."""

import ast
from pathlib import Path

import pytest
from tests.house import tree

WORDS_OF_A_DOORPLATE = 6
ROOMS = sorted(path for path in tree.SOURCE.rglob("__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=tree.dotted)
def test_a_room_has_a_door_plate(room: Path) -> None:
    plate = ast.get_docstring(tree.parsed(room)) or ""
    assert len(plate.split()) >= WORDS_OF_A_DOORPLATE, (
        f"{tree.shown(room)} needs a docstring: one paragraph on what happens in this room"
    )


def test_a_room_keeps_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "common", "misc", "helpers", "manager", "service", "impl"}
    odd = [
        tree.shown(path)
        for path in tree.modules(tree.SOURCE)
        if drawers & set(tree.dotted(path).split("."))
    ]
    assert not odd, f"name these after what they do: {odd}"
