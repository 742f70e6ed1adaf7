"""The CRM as a person keeps it, from the command line alone."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import LEADS, call
from tests.e2e.test_leads import flat


@pytest.fixture
def taken(tmp_path: Path) -> str:
    """A database with leads that nobody has written a word about."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    assert call("run", LEADS, "--db", url).code == 0
    return url


def crm(db: str, *words: str) -> str:
    done = call("crm", *words, "--db", db)
    assert done.code == 0, done.err
    return flat(done.out)


def test_a_person_writes_reads_and_sees_who_wrote(taken: str) -> None:
    assert "holds nothing of lead D-01" in crm(taken, "show", "D-01")
    assert "next step: Call her" in crm(
        taken, "edit", "D-01", "next_action=Call her", "--as", "ann"
    )
    crm(
        taken,
        "edit",
        "D-01",
        "next_action=Write her",
        "stage=open",
        "--as",
        "bob",
        "--reason",
        "She asked to",
    )
    shown = crm(taken, "show", "D-01")
    assert "next step Write her bob" in shown
    assert "stage Open bob" in shown
    log = crm(taken, "log", "--lead", "D-01")
    assert "bob changed" in log
    assert "She asked to" in log
    assert "next step: Call her → Write her" in log
    assert "changed the CRM" in flat(call("leads", "show", "D-01", "--db", taken).out)


def test_an_opportunity_is_added_and_won(taken: str) -> None:
    crm(taken, "add", "D-01", "opportunity", "name=Spring order", "amount=45k EUR", "--as", "ann")
    found: Any = call("crm", "show", "D-01", "--db", taken, "--json").json()
    (opportunity,) = found["objects"]
    crm(taken, "edit", opportunity["id"], "stage=closed won", "--as", "ann")
    assert "opportunity: Spring order (amount 45000 EUR, stage Closed Won" in crm(
        taken, "show", "D-01"
    )


def test_there_is_nothing_to_take_back_of_people(taken: str) -> None:
    crm(taken, "edit", "D-01", "owner=ann", "--as", "ann")
    assert "Nothing is left to take back" in crm(taken, "undo", "--lead", "D-01", "--as", "ann")
    assert "owner ann ann" in crm(taken, "show", "D-01")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("edit", "D-01", "stage=hot", "--as", "ann"), 1, "Qualified"),
        (("edit", "D-01", "shoe_size=43", "--as", "ann"), 1, "next_action"),
        (("edit", "D-01", "stage", "--as", "ann"), 2, "FIELD=VALUE"),
        (("edit", "D-01", "stage=Open", "--as", " "), 2, "--as"),
        (("edit", "D-99", "stage=Open", "--as", "ann"), 1, "leads list"),
        (("edit", "task_unknown", "done=yes", "--as", "ann"), 1, "crm show"),
        (("add", "D-01", "account", "name=x", "--as", "ann"), 2, "opportunity"),
        (("undo", "--as", "ann"), 2, "--run"),
        (("undo", "--run", "nobody:1", "--as", "ann"), 1, "crm log"),
        (("show", "D-99"), 1, "leads list"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(
    db: str, words: tuple[str, ...], code: int, told: str
) -> None:
    done = call("crm", *words, "--db", db)
    assert done.code == code
    assert told in flat(done.err)
    assert not done.out
