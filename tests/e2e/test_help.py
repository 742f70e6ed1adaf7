"""Help: there for every command, and there at once."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer.main
from tests.e2e.door import call, environment

from leadwright.entrypoints.cli.app import app

HEAVY = ("pydantic_ai", "dbos", "sqlalchemy", "alembic", "psycopg", "sqlcipher3", "cryptography")
LOADED = """
import json, sys
from leadwright.entrypoints.cli.app import main
sys.argv = ["leadwright", *sys.argv[1:]]
try:
    main()
except SystemExit:
    sys.stderr.write(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def commands() -> list[tuple[str, ...]]:
    """Every command and every group, by its words."""
    return [(), *_below(typer.main.get_command(app), ())]


def _below(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    inner: dict[str, object] = getattr(command, "commands", {})
    for verb, below in inner.items():
        yield (*words, verb)
        yield from _below(below, (*words, verb))


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    told = call(*words, "--help")
    assert told.code == 0
    assert told.out.strip().startswith("Usage: leadwright")
    assert not told.err


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_json_for_machines(words: tuple[str, ...]) -> None:
    told = call(*words, "--help").out
    assert "--json" in told or "Commands" in told


def test_nothing_heavy_is_loaded_to_explain_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "run", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment(),
    )
    assert "Usage: leadwright run" in done.stdout
    loaded = set(json.loads(done.stderr))
    assert not loaded.intersection(HEAVY)


def test_a_command_that_is_not_there_is_wrong_use() -> None:
    told = call("frobnicate")
    assert told.code == 2
    assert "No such command" in told.err
    assert told.is_a_sentence()
