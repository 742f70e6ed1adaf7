"""A person decides at the command line: what is said, what is stored, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import LEADS, WORLD, Outcome, call


@pytest.fixture
def there(tmp_path: Path) -> tuple[str, str]:
    """A database of this test's own in which the demo's leads wait."""
    db = f"sqlite:///{tmp_path / 'own.db'}"
    assert call("run", LEADS, "--corpus", WORLD, "--db", db).code == 0
    return ("--db", db)


def listed(there: tuple[str, str], *words: str) -> list[dict[str, Any]]:
    told = call("approvals", "list", *words, *there, "--json").json()
    assert isinstance(told, list)
    return told


def mails(there: tuple[str, str]) -> list[str]:
    return [one["id"] for one in listed(there) if one["action"] == "send_email"]


def decide(there: tuple[str, str], *words: str) -> Outcome:
    return call("approvals", *words, "--as", "ann", *there)


def test_a_day_of_decisions(there: tuple[str, str]) -> None:
    first, second, third, fourth, _ = mails(there)
    shown = call("approvals", "show", first, *there, "--json").json()
    assert isinstance(shown, dict)
    seen = shown["approval_request"]["content_hash"]

    yes = decide(there, "approve", first, "--hash", seen)
    assert yes.code == 0
    assert "goes out in 30 s, as soon as a worker runs; take it back with" in yes.out
    again = call("approvals", "approve", first, "--as", "bo", *there)
    assert again.code == 1
    assert "already decided: approved by ann at" in again.err

    back = decide(there, "undo", first[:13])
    assert "taken back. Nothing was sent. It waits again as apr_" in back.out
    assert len(mails(there)) == 5

    no = decide(there, "reject", second, "--reason-code", "length", "--reason", "too long")
    assert "Another draft is written with your reason" in no.out
    stop = decide(there, "reject", third, "--reason-code", "wrong_person")
    assert "The lead waits for a person. Find out who at" in stop.out

    edited = decide(
        *(there, "edit", fourth, "--reason-code", "tone", "--reason", "warmer"),
        *("--subject", "Hello", "--body", "They have 9,876 people. Shall we talk?"),
    )
    assert "approved with changes" in edited.out
    assert "The check of facts says: '9,876' is not in the evidence" in edited.out
    (override,) = json.loads(call("overrides", "list", *there, "--json").out)
    assert override["human_output"] == "Hello\n\nThey have 9,876 people. Shall we talk?"
    assert (override["reason_code"], override["reason"]) == ("tone", "warmer")
    told = call("overrides", "list", *there).out
    assert "ann, tone: warmer" in told
    assert "9,876" in told


def test_several_at_once_are_answered_one_by_one(there: tuple[str, str]) -> None:
    first, second, *_ = mails(there)
    told = decide(there, "approve", first, "apr_nothing_like_it", second, "--json")
    assert told.code == 1
    answer = told.json()
    assert isinstance(answer, dict)
    assert [one["id"] for one in answer["decided"]] == [first, second]
    assert {one["status"] for one in answer["decided"]} == {"approved"}
    assert [(one["id"], one["code"]) for one in answer["refused"]] == [
        ("apr_nothing_like_it", "approval_unknown")
    ]
    assert not told.err


def test_what_waits_is_passed_on_and_listed_for_whom_it_waits(
    there: tuple[str, str], tmp_path: Path
) -> None:
    first, second, *_ = mails(there)
    team = tmp_path / "team.toml"
    team.write_text(
        '[[team]]\nname = "ann"\nabsent_from = 2020-01-01\ndelegate = "bo"\n'
        '[[team]]\nname = "bo"\n[[team]]\nname = "cy"\n',
        encoding="utf-8",
    )
    passed = decide(there, "assign", first, "--to", "ann", "--config", str(team))
    assert "waits for bo" in passed.out
    assert decide(there, "assign", second, "--to", "cy", "--config", str(team)).code == 0
    assert [one["id"] for one in listed(there, "--mine", "bo", "--config", str(team))] == [first]
    assert [one["id"] for one in listed(there, "--mine", "cy")] == [second]
    wrong = decide(there, "assign", second, "--to", "zoe", "--config", str(team))
    assert wrong.code == 1
    assert "there are ann, bo, cy" in wrong.err
    assert call("approvals", "list", "--mine", "zoe", *there).out == "Nothing waits for zoe.\n"


def test_an_approval_is_shown_with_every_header_and_what_it_rests_on(
    there: tuple[str, str],
) -> None:
    told = call("approvals", "show", mails(there)[0], *there, env={"COLUMNS": "300"}).out
    for words in ("From: Nora Lind <", "To: ", "Subject: ", "Message-ID: <int_", "goes out until"):
        assert words in told
    assert "Sentences that state a fact, and what sources say:" in told
    assert "Bound to SHA-256" in told
    assert "silence never sends" in told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("approve", "apr_x"), 2, "Missing option '--as'"),
        (("approve", "apr_x", "--as", " "), 2, "say who"),
        (("approve", "a", "b", "--as", "ann", "--hash", "00"), 2, "goes with one approval"),
        (("reject", "apr_x", "--as", "ann"), 2, "Missing option '--reason-code'"),
        (("reject", "apr_x", "--as", "ann", "--reason-code", "mood"), 2, "call_to_action"),
        (("undo", "apr_x", "--as", "ann"), 1, "no approval goes by 'apr_x'"),
        (
            ("edit", "x", "--as", "ann", "--reason-code", "tone", "--body-file", "gone.txt"),
            2,
            "there is no such file",
        ),
    ],
)
def test_a_slip_is_told_in_words(db: str, words: tuple[str, ...], code: int, said: str) -> None:
    told = call("approvals", *words, "--db", db)
    assert told.code == code
    assert said in told.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--subject", "Hi\r\nBcc: everybody@example.com"), "control character"),
        (("--body", "   "), "body is empty"),
        ((), "no terminal for an editor"),
    ],
)
def test_what_is_no_mail_is_refused(db: str, words: tuple[str, ...], why: str) -> None:
    one = next(one for one in mails(("--db", db)))
    told = decide(("--db", db), "edit", one, "--reason-code", "other", *words)
    assert told.code
    assert why in told.err
    assert one in mails(("--db", db))


def test_another_content_than_was_looked_at_is_refused(db: str) -> None:
    told = decide(("--db", db), "approve", mails(("--db", db))[0], "--hash", "ab" * 32)
    assert told.code == 1
    assert "(content_changed)" in told.err


def test_a_text_comes_from_a_file(there: tuple[str, str], tmp_path: Path) -> None:
    text = tmp_path / "mail.txt"
    text.write_text("Hi,\n\nshall we talk?\n", encoding="utf-8")
    one = mails(there)[0]
    told = decide(there, "edit", one, "--reason-code", "other", "--body-file", str(text))
    assert told.code == 0, told.err
    (override,) = json.loads(call("overrides", "list", *there, "--json").out)
    assert override["human_output"].endswith("\n\nHi,\n\nshall we talk?")


def test_four_eyes_waits_for_users_who_prove_who_they_are(tmp_path: Path) -> None:
    settings = tmp_path / "four.toml"
    settings.write_text("[approvals]\nfour_eyes = true\n", encoding="utf-8")
    told = call("approvals", "list", "--db", f"sqlite:///{tmp_path}/x.db", "--config", settings)
    assert told.code == 2
    assert told.is_a_sentence()
    assert "needs users who prove who they are" in told.err
