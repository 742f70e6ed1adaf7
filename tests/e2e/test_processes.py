"""Commands as processes: closed pipes, small terminals, two runs at once."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.e2e.door import LEADS, WORLD, call, command, environment, spawn


@pytest.mark.parametrize("words", [["--help"], ["leads", "list", "--json"]], ids=" ".join)
def test_a_reader_who_leaves_early_hears_of_no_failure(db: str, words: list[str]) -> None:
    """The one says less than a pipe holds, the other more."""
    process = subprocess.Popen(
        command(*words, *(["--db", db] if "list" in words else [])),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) in {0, 1}
    assert told == b""


def test_a_terminal_that_knows_no_such_letters_is_no_failure(tmp_path: Path) -> None:
    leads = tmp_path / "leads.jsonl"
    leads.write_text('{"id": "1", "name": "Zoë Łuczak", "company": "Käse & Söhne"}\n', "utf-8")
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    assert call("run", leads).code == 0
    shown = spawn("leads", "show", "1", env=ascii_only)
    assert (shown.code, "Traceback" in shown.err) == (0, False), shown.err
    listed = spawn("leads", "list", "--json", env=ascii_only)
    assert json.loads(listed.out)[0]["person"] == "Zoë Łuczak"


def test_of_two_runs_at_once_one_works_and_the_other_says_so() -> None:
    words = ("run", LEADS, "--corpus", WORLD, "--json", "--latency", "0.3")
    first = subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    second = subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    ends = [process.communicate(timeout=120) for process in (first, second)]
    told = dict(zip((first.returncode, second.returncode), ends, strict=True))
    assert set(told) == {0, 1}
    assert "Somebody works on this database already" in told[1][1]
    assert told[1][0] == ""
    worked = json.loads(told[0][0])
    assert worked["received"] == 12
    assert worked["outcomes"] == {"awaiting_approval": 5, "escalated": 6, "merged": 1}
    again = call(*words).json()
    assert isinstance(again, dict)
    assert again["unchanged"] == 12
    assert again["outcomes"] == worked["outcomes"]
