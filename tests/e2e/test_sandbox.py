"""`leadwright sandbox build` as a user gives it."""

from pathlib import Path

import pytest
from tests.e2e.door import call

FILES = {
    "README.md",
    "companies.jsonl",
    "corpus.toml",
    "funding_rounds.jsonl",
    "leads.csv",
    "leads.jsonl",
    "news.jsonl",
    "people.jsonl",
}


def build(folder: Path, *more: object) -> dict[str, bytes]:
    outcome = call("sandbox", "build", "--seed", 4, "--leads", 12, "--out", folder, *more)
    assert outcome.code == 0, outcome.err
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, again = build(tmp_path / "a"), build(tmp_path / "b")
    assert first.keys() == FILES
    assert first == again


def test_json_stands_alone_and_tells_what_was_written(tmp_path: Path) -> None:
    outcome = call("sandbox", "build", "--leads", 12, "--out", tmp_path / "w", "--json")
    told = outcome.json()
    assert isinstance(told, dict)
    assert (told["seed"], told["leads"]) == (1, 12)
    assert not outcome.err


def test_it_tells_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    outcome = call("sandbox", "build", "--leads", 12, "--out", folder)
    for command in ("run", "eval run"):
        assert f"leadwright {command} {folder / 'leads.jsonl'} --corpus {folder}" in outcome.err


@pytest.mark.parametrize("kind", ["folder with a file", "file"])
def test_what_is_there_is_not_overwritten(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "mine"
    if kind == "file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "leads.csv").write_text("mine")
    outcome = call("sandbox", "build", "--leads", 12, "--out", place)
    assert outcome.code == 1
    assert outcome.is_a_sentence()
    assert "folder_not_empty" in outcome.err


def test_force_replaces_a_world(tmp_path: Path) -> None:
    first = build(tmp_path / "w")
    (tmp_path / "w" / "leads.csv").write_text("mine")
    assert build(tmp_path / "w", "--force") == first


@pytest.mark.parametrize("mine", ["leads.csv", "README.md", "corpus.toml"])
def test_force_replaces_nothing_else(tmp_path: Path, mine: str) -> None:
    (tmp_path / mine).write_text("mine")
    outcome = call("sandbox", "build", "--leads", 12, "--out", tmp_path, "--force")
    assert (outcome.code, outcome.is_a_sentence()) == (1, True)
    assert "folder_not_empty" in outcome.err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(mine, "mine")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("mine", "--force"), "folder_not_empty"),
        (("mine/x",), "folder_unwritable"),
        (("mine/x", "--force"), "folder_unwritable"),
        (("n" * 300,), "folder_unwritable"),
    ],
)
def test_a_place_that_is_no_folder_is_named(
    tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    (tmp_path / "mine").write_text("mine")
    outcome = call("sandbox", "build", "--leads", 12, "--out", *words)
    assert (outcome.code, outcome.is_a_sentence()) == (1, True)
    assert code in outcome.err
    assert (tmp_path / "mine").read_text() == "mine"


def test_its_leads_can_be_worked(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    build(folder)
    outcome = call(
        "run",
        folder / "leads.csv",
        "--corpus",
        folder,
        "--db",
        f"sqlite:///{tmp_path / 'w.db'}",
        "--json",
    )
    assert outcome.code == 0, outcome.err
    told = outcome.json()
    assert isinstance(told, dict)
    assert told["received"] == 12
