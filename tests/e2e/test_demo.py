"""`leadwright demo`: a fictional week that a sales manager understands, and can look around in."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import Outcome, call
from tests.e2e.test_leads import flat

TITLES = (
    "1. A message that only needs a yes",
    "2. One that a person should take",
    "3. One where it would rather ask than guess",
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the demo was kept in."""
    return tmp_path_factory.mktemp("demo") / "here"


@pytest.fixture(scope="module")
def shown(kept: Path) -> Outcome:
    """What the demo showed."""
    return call("demo", "--no-console", "--keep", kept, env={"COLUMNS": "80"})


def test_the_outcomes_come_first_and_three_stories_follow(shown: Outcome) -> None:
    assert shown.code == 0, shown.err
    places = [shown.out.index(title) for title in TITLES]
    assert places == sorted(places)
    head = flat(shown.out[: places[0]])
    assert re.search(r"\d\d leads came in", head)
    for said in ("have a message ready that waits for a yes", "need a person, and say why"):
        assert said in head
    assert "the same person twice" in head


def test_the_message_shows_which_sentence_rests_on_what(shown: Outcome) -> None:
    first = shown.out[shown.out.index(TITLES[0]) : shown.out.index(TITLES[1])]
    assert "Subject: " in first
    assert re.search(r"\[1\]", first)
    assert "Sources" in first
    assert "The message, not sent" in first


def test_it_uses_no_jargon_and_fits_a_terminal(shown: Outcome) -> None:
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b|\blead_[0-9a-f]+", shown.out)
    assert "Traceback" not in shown.err
    story = shown.out[: shown.out.index("Look around in it:")]
    assert max(len(line.rstrip()) for line in story.splitlines()) <= 80


def test_what_was_kept_can_be_looked_at(shown: Outcome, kept: Path) -> None:
    db = f"sqlite:///{kept / 'leadwright.db'}"
    assert any(line.endswith(f"leads list --db {db}") for line in shown.out.splitlines())
    rows: Any = call("leads", "list", "--limit", "200", "--db", db, "--json").json()
    assert 40 <= len(rows) <= 60
    assert call("leads", "show", rows[0]["external_ids"]["file"], "--db", db).code == 0
    assert (kept / "leads.csv").read_text("utf-8").startswith("Lead ID,Name,Title,E-mail")


def test_a_folder_with_files_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    told = call("demo", "--keep", tmp_path)
    assert told.code == 1
    assert "is not empty; give --keep a new folder" in told.err


def test_settings_of_the_folder_it_is_called_from_play_no_part(tmp_path: Path) -> None:
    (tmp_path / "leadwright.toml").write_text("[seller]\ncompany = ''\n")
    told = call("demo", "--json")
    assert told.code == 0, told.err
    result: Any = told.json()
    assert result["received"] == sum(result["outcomes"].values())
    assert result["actions"]["outreach"] > result["actions"]["escalate"] > 0
    assert result["cost_usd"] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["leadwright.toml"]
