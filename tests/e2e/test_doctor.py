"""`leadwright doctor`: says what works, what is missing and what to do."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2
from tests.e2e.door import WORLD, call

PARTS = {
    *("program", "settings", "SQLite", "disk", "database", "master key", "sources", "sandbox"),
    *("tools", "rules", "ideal customer", "today", "seller", "mail", "exchange rates"),
    "models",
}


def examined(*more: object) -> tuple[int, dict[str, dict[str, str]]]:
    told = call("doctor", *more, "--json")
    report: Any = told.json()
    assert told.code == int(not report["ok"])
    assert not told.err
    return told.code, {one["part"]: one for one in report["checks"]}


@pytest.fixture
def copy(db: str, place: Path, tmp_path: Path) -> Path:
    """A worked database of one's own, with its key."""
    assert db
    with dbapi2.connect(str(place / "worked.db")) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'leadwright.db'}'")
    shutil.copy(place / "leadwright.key", tmp_path / "leadwright.key")
    return tmp_path


def test_an_empty_folder_is_fine_and_stays_empty(tmp_path: Path) -> None:
    code, parts = examined()
    assert code == 0
    assert parts.keys() == PARTS
    assert not list(tmp_path.iterdir())
    assert {name for name, one in parts.items() if one["state"] == "look"} == {
        "sources",
        "tools",
        "seller",
    }
    assert "every lead will wait for a person" in parts["sources"]["says"]


def test_mail_that_may_not_go_out_yet_says_all_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "leadwright.toml").write_text('[mail]\nmailer = "smtp"\n')
    code, parts = examined()
    assert code == 1
    assert {name for name, one in parts.items() if one["state"] == "broken"} == {"mail"}
    for name in ("mail.legal_name", "seller.postal_address", "mail.unsubscribe_url"):
        assert name in parts["mail"]["says"]


def test_mail_that_goes_out_says_through_whom(tmp_path: Path) -> None:
    (tmp_path / "leadwright.toml").write_text(
        '[mail]\nmailer = "smtp"\nhost = "mail.northwind.example"\n'
        'legal_name = "Northwind Ledger Pty Ltd"\nunsubscribe_url = "https://u.northwind.example"\n'
        '[seller]\npostal_address = "1 Harbour Street, Hobart"\n'
    )
    code, parts = examined()
    assert code == 0
    assert "mail.northwind.example, port 587, by STARTTLS" in parts["mail"]["says"]


def test_it_reads_as_a_list_with_what_to_do() -> None:
    told = call("doctor", env={"COLUMNS": "80"})
    assert told.code == 0
    assert "→ set research.corpus (or --corpus)" in told.out
    assert "All works; 3 to look at." in told.out
    assert max(len(line.rstrip()) for line in told.out.splitlines()) <= 80


def test_a_worked_database_is_fine(copy: Path) -> None:
    (copy / "leadwright.key").chmod(0o600)
    code, parts = examined("--corpus", WORLD)
    assert code == 0
    assert parts["database"]["says"].endswith("can be written")
    assert "fits the database, mode 0600" in parts["master key"]["says"]
    assert "12 company records" in parts["sources"]["says"] or parts["sources"]["state"] == "fine"
    assert parts["tools"]["state"] == "fine"
    assert "the corpus's own day" in parts["today"]["says"]


def test_a_key_that_others_can_read_is_broken_and_mended_by_one_command(copy: Path) -> None:
    (copy / "leadwright.key").chmod(0o644)
    code, parts = examined()
    assert code == 1
    assert parts["master key"]["todo"].startswith("others can read it: chmod 600 ")


def test_a_missing_key_is_broken(copy: Path) -> None:
    (copy / "leadwright.key").unlink()
    code, parts = examined()
    assert code == 1
    assert "put it back from its backup" in parts["master key"]["says"]


def test_a_database_of_another_version_says_what_to_run(copy: Path) -> None:
    with dbapi2.connect(str(copy / "leadwright.db")) as connection:
        connection.execute("UPDATE leadwright_version SET version_num = '0001'")
    code, parts = examined()
    assert code == 1
    assert "leadwright db upgrade" in parts["database"]["says"]
    told = call("doctor", env={"LEADWRIGHT_COMMAND": "./dev run"}).out
    assert "./dev run db upgrade" in " ".join(told.split())


def test_every_wrong_setting_is_listed_with_the_nearest() -> None:
    Path("leadwright.toml").write_text(
        "[seller]\ncompny = 'x'\nsender_email = 'y'\n[wrk]\nconcurrency = 1\n"
    )
    told = call("doctor", "--json")
    assert told.code == 1
    report: Any = told.json()
    says = [one["says"] for one in report["checks"] if one["state"] == "broken"]
    assert len(says) == 3
    assert any("did you mean 'seller.company'?" in one for one in says)
    assert any("must be a mail address" in one for one in says)


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("[research]\ncorpus = 'nowhere'", "sources", "'nowhere' holds no companies.jsonl"),
        ("[rules]\nfile = 'nowhere.json'", "rules", "rules.file: 'nowhere.json' cannot be read"),
        ("[icp]\nterms = [{name = 'a', when = 'b > 1'}]", "rules", "there is no variable 'b'"),
        ("[database]\nurl = 'sqlite:///no/folder/x.db'", "database", "there is no folder"),
        ("[database]\nurl = 'postgresql://u@127.0.0.1:1/x'", "database", "cannot be used"),
    ],
)
def test_what_is_broken_is_named(text: str, part: str, why: str) -> None:
    Path("leadwright.toml").write_text(text)
    code, parts = examined()
    assert code == 1
    assert parts[part]["state"] == "broken"
    assert why in parts[part]["says"]


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("[intake]\ncurrency = 'PLN'", "exchange rates", "none for PLN"),
        ("[fx]\nas_of = 2020-01-01", "exchange rates", "days old"),
        ("[sandbox]\nseed = 3", "sources", "fictional world of seed 3"),
        ("as_of = 2024-02-01", "today", "as_of says so"),
        ("[seller]\ncompany = 'Acme'", "seller", "still use the example's"),
    ],
)
def test_what_should_be_known_is_said_and_breaks_nothing(text: str, part: str, why: str) -> None:
    Path("leadwright.toml").write_text(text)
    code, parts = examined()
    assert code == 0
    assert (parts[part]["state"], why in parts[part]["says"]) == ("look", True)
    assert parts[part]["todo"]
