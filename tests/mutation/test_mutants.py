"""Mutants change what tests can notice, one thing at a time, and nothing else."""

import ast
from pathlib import Path

from tests.mutation import mutants

_CODE = '''"""What lives here."""
from enum import StrEnum

LONGEST = 3


class Colour(StrEnum):
    RED = "red"


def fits(given, *, most=None):
    """Whether it fits."""
    if not given or len(given) < LONGEST:
        raise ValueError(f"{given} is too short")
    _log.info("looked at %s", given)
    return given.strip(chars="x") + "end"
'''


def _changed(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "some.py"
    file.write_text(_CODE, "utf-8")
    whole = ast.unparse(ast.parse(_CODE)).splitlines()
    found = {}
    for mutant in mutants.of(file):
        lines = ast.unparse(mutants.mutated(file, mutant)).splitlines()
        found[mutant.what] = "; ".join(
            line.strip() for line, before in zip(lines, whole, strict=True) if line != before
        )
    return found


def test_each_mutant_changes_one_thing(tmp_path: Path) -> None:
    assert _changed(tmp_path) == {
        "3 becomes 4": "LONGEST = 4",
        "Or becomes And": "if not given and len(given) < LONGEST:",
        "not is gone": "if given or len(given) < LONGEST:",
        "Lt becomes LtE": "if not given or len(given) <= LONGEST:",
        "nothing is raised": "pass",
        "nothing is returned": "return None",
        "Add becomes Sub": "return given.strip(chars='x') - 'end'",
        "chars= is gone": "return given.strip() + 'end'",
        "'x' becomes 'mutatedx'": "return given.strip(chars='mutatedx') + 'end'",
        "'end' becomes 'mutatedend'": "return given.strip(chars='x') + 'mutatedend'",
    }


def test_words_for_people_logs_and_names_are_left_alone(tmp_path: Path) -> None:
    found = " ".join(_changed(tmp_path))
    assert "red" not in found
    assert "looked" not in found
    assert "short" not in found
