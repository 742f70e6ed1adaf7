"""What a person sees: lists, groups, stories."""

import re
from pathlib import Path

import pytest
from tests.e2e.door import WORLD, call


def flat(text: str) -> str:
    """Words without frames and line breaks."""
    return " ".join(re.sub(r"[│╭╮╰╯─┃━╇┏┓┡┩└┘]", " ", text).split())


def test_escalated_leads_are_grouped_by_what_they_wait_for(db: str) -> None:
    told = flat(call("leads", "list", "--stage", "escalated", "--db", db).out)
    assert "1 lead: several companies may be meant" in told
    assert "1 lead waits for which Northgate is meant" in told
    assert "D-06 Lee Morgan, Northgate: Two companies are called Northgate" in told


def test_many_leads_without_a_source_are_one_group_and_the_run_says_why(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,name,company\n1,Ann Lee,Acme\n2,Bo Ray,Brass\n3,Cy Tan,Copper\n")
    told = call("run", leads)
    assert told.code == 0
    assert "every lead waits for a person" in told.err
    groups = flat(call("leads", "list", "--stage", "escalated").out)
    assert "3 leads wait for the same missing fact: a source of company data" in groups
    assert "--corpus" in flat(call("leads", "show", "1").out)


def test_a_list_says_who_stands_where_and_why(db: str) -> None:
    told = flat(call("leads", "list", "--db", db, env={"COLUMNS": "200"}).out)
    assert all(f"D-{number:02}" in told for number in range(1, 13))
    assert "waits for approval" in told
    assert "high-value deal" in told


def test_a_page_says_that_there_is_more(db: str) -> None:
    told = flat(call("leads", "list", "--limit", "3", "--db", db).out)
    assert "3 of 12" in told


@pytest.mark.parametrize("shown", ["ours", "theirs", "beginning", "bare"])
def test_a_story_is_found_by_any_id_of_the_lead(db: str, shown: str) -> None:
    listed = call("leads", "list", "--db", db, "--json").json()
    assert isinstance(listed, list)
    ours = next(row["lead_id"] for row in listed if row["external_ids"]["file"] == "D-01")
    reference = {"ours": ours, "theirs": "D-01", "beginning": ours[:-4], "bare": ours[5:13]}[shown]
    told = flat(call("leads", "show", reference, "--db", db).out)
    assert "Maya Brandt, CFO at Harborline Freight" in told


def test_an_approval_shows_what_would_happen_word_for_word(db: str) -> None:
    listed = call("approvals", "list", "--db", db, "--json").json()
    assert isinstance(listed, list)
    mail = next(item for item in listed if item["action"] == "send_email")
    told = flat(call("approvals", "show", mail["id"], "--db", db).out)
    assert all(word in told for word in mail["draft"].split())
    assert mail["content_hash"] in told


def test_rules_tried_on_past_leads_say_what_would_change(db: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(
        '{"escalation_rules": [{"condition": "deal_value > 1", "action": "escalate", '
        '"reason": "Any value"}]}'
    )
    told = flat(call("rules", "test", rules, "--db", db).out)
    assert "Would have escalated" in told
    assert "Newly escalated" in told


def test_a_lead_is_shown_without_what_could_command_a_terminal(tmp_path: Path) -> None:
    leads = tmp_path / "leads.jsonl"
    leads.write_text('{"id": "1", "name": "Ann\\u001b[2J Lee", "company": "Acme\\u202e\\u0007"}\n')
    call("run", leads, "--corpus", WORLD)
    for words in (("leads", "list"), ("leads", "show", "1")):
        told = call(*words).out
        assert not [c for c in told if c in "\x1b\x07\u202e"]


def test_a_lead_is_put_right_and_tried_again(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,name,email,firm\n1,Maya Brandt,maya.brandt@gmail.com,Harbour Freezers\n")
    here = ("--db", f"sqlite:///{tmp_path / 'leads.db'}", "--corpus", WORLD)
    told = call("run", leads, *here)
    assert "`leads correct`" in flat(call("leads", "show", "1", "--db", here[1]).out)
    right = ("--field", "company=Harborline Freight", "--field", "country=US")
    told = call("leads", "correct", "1", *right, "--as", "ann", *here)
    assert told.code == 0
    assert "Corrected: company name, country." in told.out
    assert "now it waits for approval" in told.out
    assert "ann corrected" in str(call("leads", "show", "1", "--db", here[1], "--json").json())


@pytest.mark.parametrize(
    ("field", "code", "why"),
    [("shoe=42", 2, "company_name"), ("email", 2, "FIELD=VALUE"), ("email=nobody", 1, "nobody")],
)
def test_a_correction_that_cannot_be_is_told_in_words(
    db: str, field: str, code: int, why: str
) -> None:
    told = call("leads", "correct", "D-06", "--field", field, "--as", "ann", "--db", db)
    assert told.code == code
    assert told.is_a_sentence()
    assert why in told.err


def test_a_column_named_too_late_is_told(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,name,mail 9\n1,Ann Lee,ann@acme.example\n")
    first = call("run", leads, "--map", "email=mail 9", "--json").json()
    again = call("run", leads, "--map", "email=mail 9", "--json").json()
    plan = call("run", leads, "--map", "email=mail 9", "--dry-run", "--json").json()
    plain = call("run", leads, "--json").json()
    told = [
        any("stay as they were read" in remark for remark in result["remarks"])
        for result in (first, again, plan, plain)
        if isinstance(result, dict)
    ]
    assert told == [False, True, True, False]


def test_an_approval_is_listed_with_whom_it_is_about_by_the_ids_of_the_list_of_leads(
    db: str,
) -> None:
    told = call("approvals", "list", "--db", db, env={"COLUMNS": "120"}).out
    line = next(one for one in told.splitlines() if "Maya Brandt" in one)
    assert "D-01" in line
    assert "Harborline Freight" in line


@pytest.mark.parametrize("what", [("leads", "list", "--stage", "escalated"), ("approvals", "list")])
def test_a_list_fits_a_narrow_terminal(db: str, what: tuple[str, ...]) -> None:
    told = call(*what, "--db", db, env={"COLUMNS": "80"}).out
    assert max(len(line) for line in told.splitlines()) <= 80


def test_a_story_says_who_owns_the_lead(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,name,company,owner\n1,Ann Lee,Acme,Kim Ray\n")
    call("run", leads)
    assert "owner Kim Ray" in flat(call("leads", "show", "1").out)
