"""`leadwright suppress`, `pause` and `resume` by the front door."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import Outcome, call

NORA = ("--as", "nora")


def told(outcome: Outcome) -> Any:
    assert outcome.code == 0, outcome.err
    return outcome.json()


@pytest.fixture
def here(tmp_path: Path) -> tuple[str, str]:
    return "--db", f"sqlite:///{tmp_path / 'lists.db'}"


def test_who_is_put_on_the_list_is_found_by_any_spelling_until_evidence_frees_them(
    here: tuple[str, str],
) -> None:
    asked = ("suppress", "add", "Ann@Acme.example", "@other.example", "--reason", "a call")
    first = told(call(*asked, *NORA, *here, "--json"))
    assert (first["added"], first["known"], first["stopped"]) == (2, 0, [])
    assert told(call(*asked, *NORA, *here, "--json"))["known"] == 2
    found = told(
        call(
            *("suppress", "check", "ann+x@acme.example", "bo@mail.other.example", "cy@z.example"),
            *here,
            "--json",
        )
    )
    assert [one["listed"] for one in found] == [True, True, False]
    assert found[0]["entries"][0]["reason"] == "a call"
    assert told(call("suppress", "list", *here, "--json"))["count"] == {"address": 1, "domain": 1}
    assert "acme" not in call("suppress", "list", *here).out
    freed = call(
        *("suppress", "remove", "ann@acme.example", "--reason", "their mail of Monday"),
        *NORA,
        *here,
    )
    assert "1 taken off" in freed.out
    assert "not on the list" in call("suppress", "check", "ann@acme.example", *here).out


def test_a_list_of_another_program_is_taken_and_what_names_nobody_is_told(
    here: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "unsubscribed.csv"
    file.write_text("Email Address;Name\nann@acme.example;Ann\nnobody;No\nann@acme.example;A\n")
    came = told(call("suppress", "import", file, *NORA, *here, "--json"))
    assert (came["added"], came["known"]) == (1, 0)
    assert [(row["row"], row["given"]) for row in came["refused"]] == [(3, "nobody")]
    again = call("suppress", "import", file, *NORA, *here)
    assert "0 put on the list, 1 were on it already" in again.out
    assert "row 3" in again.err
    entries = told(call("suppress", "list", *here, "--json"))["entries"]
    assert [(entry["source"], entry["actor"]) for entry in entries] == [
        ("unsubscribed.csv", "user:nora")
    ]


def test_a_person_is_left_alone_whatever_the_address(here: tuple[str, str]) -> None:
    who = ("--person", "Ann Lee", "--at", "Acme GmbH")
    assert told(call("suppress", "add", *who, *NORA, *here, "--json"))["added"] == 1
    spelt = ("--person", "ann LEE", "--at", "acme")
    (found,) = told(call("suppress", "check", *spelt, *here, "--json"))
    assert found["listed"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "nobody"), 1),
        (("add", "@gmail.com"), 1),
        (("add",), 2),
        (("add", "--person", "Ann Lee"), 2),
        (("import", "there-is-no-such-file.csv"), 1),
        (("remove", "ann@acme.example", "--reason", " "), 2),
    ],
)
def test_what_means_nobody_is_refused_in_a_sentence(
    here: tuple[str, str], words: tuple[str, ...], code: int
) -> None:
    outcome = call("suppress", *words, *NORA, *here)
    assert outcome.code == code
    assert outcome.is_a_sentence()


def test_what_stands_still_is_shown_until_it_goes_on(here: tuple[str, str]) -> None:
    assert "stands still." in call("pause", "--all", "--reason", "wrong price", *NORA, *here).out
    assert "already" in call("pause", "--all", *NORA, *here).out
    told(call("pause", "--mailbox", "Nora@Northwind.example", *NORA, *here, "--json"))
    shown = told(call("pause", "--list", *here, "--json"))
    assert [(one["scope"], one["name"], one["reason"]) for one in shown] == [
        ("all", "", "wrong price"),
        ("mailbox", "nora@northwind.example", ""),
    ]
    went_on = call("resume", "--all", *NORA, *here)
    assert "Everything goes on" in went_on.out
    assert "Still paused: Mailbox nora@northwind.example" in went_on.err
    assert "was not paused" in call("resume", "--all", *NORA, *here).out


@pytest.mark.parametrize(
    "words", [(), ("--all", "--agent", "crm"), ("--agent", "nobody"), ("--campaign", " ")]
)
def test_an_unclear_pause_is_refused(here: tuple[str, str], words: tuple[str, ...]) -> None:
    for order in ("pause", "resume"):
        outcome = call(order, *words, *NORA, *here)
        assert outcome.code == 2
        assert outcome.is_a_sentence()
