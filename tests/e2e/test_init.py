"""`leadwright init`: questions that help, a file that explains itself, nothing overwritten."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from tests.e2e.door import WORLD, call, command, environment, spawn

from leadwright.entrypoints.cli.questions import QUESTIONS
from leadwright.entrypoints.cli.settings_file import written
from leadwright.settings import Settings, load, names

FILE = Path("leadwright.toml")
GIVEN = {
    "seller.company": "Copper & “Sons”",
    "seller.product": "pipes",
    "seller.helps": "plumbers in a hurry",
    "seller.values.sentence": "Copper & Sons brings pipes within an hour.",
    "seller.values.problem": "waiting for pipes",
    "seller.sender_name": "Ada Fielding",
    "seller.sender_title": "Owner",
    "seller.sender_email": "ada@copper.example",
    "seller.sender_phone": "+1 415 555 0101",
    "seller.postal_address": "1 Harbour Street, Portland",
    "research.corpus": str(WORLD),
    "intake.region": "DE",
    "intake.currency": "EUR",
    "autonomy.level": "ask",
    "database.url": "sqlite:///own.db",
}


def sets(given: dict[str, str]) -> list[str]:
    return [word for key, value in given.items() for word in ("--set", f"{key}={value}")]


def test_every_question_is_about_a_setting() -> None:
    assert set(GIVEN) == {question.key for question in QUESTIONS} <= set(names())


def test_what_is_answered_beforehand_stands_in_the_file() -> None:
    told = call("init", "--yes", *sets(GIVEN))
    assert told.code == 0, told.err
    settings = load(FILE)
    assert settings.seller.company == "Copper & “Sons”"
    assert settings.seller.values[0].problem == "waiting for pipes"
    assert settings.seller.postal_address == "1 Harbour Street, Portland"
    assert str(settings.research.corpus) == str(WORLD)
    assert (settings.intake.region, settings.intake.currency) == ("DE", "EUR")
    assert settings.database.url == "sqlite:///own.db"
    assert "Next: leadwright doctor" in told.out


def test_without_any_answer_the_file_changes_nothing() -> None:
    assert call("init", "--yes").code == 0
    assert load(FILE).model_dump() == Settings().model_dump()
    assert load(FILE).seller.company == "Northwind Ledger"


def test_every_setting_stands_in_the_file_with_what_it_means() -> None:
    text = written({})
    missing = [name for name in names() if not re.search(rf"\b{name.split('.')[-1]}\b", text)]
    assert not missing
    assert max(map(len, text.splitlines())) <= 120


def test_each_line_that_is_taken_in_works(tmp_path: Path) -> None:
    file = tmp_path / "full.toml"
    file.write_text(re.sub(r"^# (?=\[|[a-z_]+ = )", "", written({}), flags=re.MULTILINE))
    full = load(file)
    assert full.icp.terms
    assert full.do_not_touch.domains
    assert full.seller.calls_to_action


def test_a_file_that_is_there_is_kept() -> None:
    FILE.write_text("# mine\n")
    told = call("init", "--yes")
    assert told.code == 1
    assert "is there already" in told.err
    assert FILE.read_text() == "# mine\n"


def test_forced_it_is_replaced_and_a_copy_stays() -> None:
    for text in ("# first\n", "# second\n"):
        FILE.write_text(text)
        assert call("init", "--yes", "--force").code == 0
    assert Path("leadwright.toml.bak").read_text() == "# first\n"
    assert Path("leadwright.toml.bak1").read_text() == "# second\n"
    assert "[seller]" in FILE.read_text()


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("seller.company=", "must not be empty"),
        ("seller.sender_email=ada", "must be a mail address such as"),
        ("seller.values.sentence=We help", "ends with a full stop"),
        ("seller.values.problem=Invoices", "must begin with an -ing word"),
        ("research.corpus=nowhere", "must be a folder that is there"),
        ("research.corpus=.", "must be a folder with companies.jsonl in it"),
        ("intake.region=Germany", "must be 2 letters such as US or DE"),
        ("autonomy.level=send", "comes with trust that was earned"),
        ("database.url=mysql://x", "must be sqlite:///FILE or postgresql://"),
        ("seller.compny=Acme", "did you mean 'seller.company'?"),
        ("nonsense", "the keys are: seller.company"),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(pair: str, why: str) -> None:
    told = call("init", "--yes", "--set", pair)
    assert told.code == 2
    assert why in " ".join(told.err.split())
    assert not FILE.exists()


def test_where_nobody_can_answer_it_says_how_to_do_without() -> None:
    told = spawn("init", given="Acme\n")
    assert told.code == 2
    assert "no terminal" in told.err
    assert "--set seller.company=Acme" in told.err
    assert not FILE.exists()


def test_what_is_printed_holds_no_password() -> None:
    url = "postgresql://ann:s3cr@t/x@db.example/leads?sslmode=require&password=s3cret"
    outcome = call("init", "--yes", "--json", "--set", f"database.url={url}")
    assert "s3cr" not in outcome.out + outcome.err
    told = outcome.json()
    assert isinstance(told, dict)
    assert told["answers"]["database.url"].startswith("postgresql://ann@db.example/leads?")
    assert load(FILE).database.url == url


def test_through_a_link_the_file_itself_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("# mine\n")
    FILE.symlink_to("real.toml")
    assert call("init", "--yes", "--force").code == 0
    assert FILE.is_symlink()
    assert "[seller]" in (tmp_path / "real.toml").read_text()
    assert (tmp_path / "real.toml.bak").read_text() == "# mine\n"


@pytest.mark.parametrize("goal", ["/dev/null", "nowhere.toml", "."])
def test_a_link_to_no_file_is_refused(goal: str) -> None:
    FILE.symlink_to(goal)
    told = call("init", "--yes", "--force")
    assert (told.code, told.is_a_sentence()) == (1, True)
    assert "is no file; choose another place with --out" in told.err
    assert not Path("nowhere.toml").exists()


def test_a_place_that_cannot_be_written_is_named() -> None:
    told = call("init", "--yes", "--out", "no/such/folder/own.toml")
    assert told.code == 1
    assert "choose another place with --out" in told.err


def test_a_person_is_asked_and_a_wrong_answer_is_asked_for_again() -> None:
    answers = [
        "", "Copper", "pipes", "plumbers", "", "Waiting for pipes", "Ada Fielding", "", "nonsense",
        "ada@copper.example", "-", "-", "-", "DE", "EUR", "", "",
    ]  # fmt: skip
    code, seen = typed(answers)
    assert code == 0, seen
    assert "This one is needed." in seen
    assert "That does not work: it must be a mail address such as" in seen
    seller = load(FILE).seller
    assert seller.company == "Copper"
    assert seller.values[0].sentence == "Copper offers pipes."
    assert seller.values[0].problem == "waiting for pipes"
    assert seller.sender_title == "Account Executive"
    assert seller.sender_phone is None
    assert load(FILE).intake.region == "DE"


def typed(lines: list[str]) -> tuple[int, str]:
    """Give the command on a terminal, and type."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("init"),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{line}\n" for line in lines).encode())
        seen, _ = process.communicate(timeout=60)
        os.close(ours)
        return process.returncode, seen
