"""The story of a lead: who, what was found, what waits and why, in words that a person uses."""

import re
from pathlib import Path

import pytest
from tests.e2e.door import WORLD, call
from tests.e2e.test_leads import flat

RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\blead_[0-9a-f]{9,}")


def shown(db: str, lead: str, width: int = 80) -> str:
    told = call("leads", "show", lead, "--db", db, env={"COLUMNS": str(width)})
    assert told.code == 0, told.err
    return told.out


def test_a_drafted_lead_tells_who_what_and_what_it_waits_for(db: str) -> None:
    told = flat(shown(db, "D-01"))
    for words in (
        "Maya Brandt, CFO at Harborline Freight",
        "38,000 USD · maya.brandt@harborline.example",
        "Lead D-01 · priority high (64 of 100): deal of $38,000",
        "Stands Waits for approval until",
        "Next A person says yes or no. Nothing goes out without a yes; silence never sends.",
        "What was found about Harborline Freight",
        "Last round Series B, $18,000,000, 8 Sep 2026 [3]",
        "Country US [1][2]",
        "[1] register-2026, seen 30 Sep 2026 https://harborline.example/about",
        "After a yes, in the CRM",
        "Set company name, decision maker, next step, e-mail draft and stage",
        "model requests (playbook)",
        "Cost: $0.0000 · 1,",
    ):
        assert words in told, words


def test_each_sentence_with_a_fact_has_the_number_of_its_source(db: str) -> None:
    told = flat(shown(db, "D-01"))
    assert re.search(r"Subject: .*[.!?] \[3\] [A-Z]", told)
    assert re.search(r"their sources say: \[3\] “", told)
    assert "[3] press-2026, seen 31 Oct 2026" in told


def test_where_it_is_wide_the_evidence_stands_beside_the_draft(db: str) -> None:
    lines = shown(db, "D-01", width=140).splitlines()
    subject = next(line for line in lines if "Subject: " in line)
    assert "Sentences with a number" in subject


def test_a_conflict_names_both_values_and_who_says_them(db: str) -> None:
    told = flat(shown(db, "D-04"))
    assert "Stands Needs a person: sources disagree about the company" in told
    assert (
        "Founding year: 2017 says press-2026 (31 Oct 2026); 2016 says register-2026 (30 Sep 2026)."
        in told
    )
    assert "sources disagree: 2016 [2]" in told
    assert "Not known news" in told


def test_an_ambiguous_company_shows_whom_it_may_mean(db: str) -> None:
    told = flat(shown(db, "D-06"))
    assert "nothing decides between them: 1. Northgate (northgate-media.example)" in told


def test_a_merged_lead_points_to_the_one_that_lives_on(db: str) -> None:
    assert "Stands Merged into lead D-01" in flat(shown(db, "D-10"))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("number", range(1, 13))
def test_a_story_fits_its_terminal_and_shows_no_code(db: str, number: int, width: int) -> None:
    told = shown(db, f"D-{number:02}", width)
    assert max(len(line.rstrip()) for line in told.splitlines()) <= min(width, 120)
    assert not RAW.findall(told)
    assert "\x1b" not in told, "nothing rests on colours where there is no terminal"


@pytest.mark.parametrize("width", [80, 120])
def test_the_list_fits_its_terminal_and_its_ids_can_be_asked_for(db: str, width: int) -> None:
    told = call("leads", "list", "--db", db, env={"COLUMNS": str(width)}).out
    assert max(len(line.rstrip()) for line in told.splitlines()) <= width
    assert not RAW.findall(told)
    ids = re.findall(r"^ ?(D-\d\d)", told, re.MULTILINE)
    assert len(ids) == 12


def test_leads_tried_again_say_why_and_the_others_why_not(db: str) -> None:
    told = call("leads", "retry", "D-07", "D-01", "--corpus", WORLD, "--db", db)
    assert told.code == 1
    assert "D-07: tried again (high-value deal); now it needs a person: high-value deal" in told.out
    assert "D-01: not tried again, it waits for approval" in told.out


def test_a_reason_nothing_is_stopped_for_is_named_with_those_there_are(db: str) -> None:
    told = call("leads", "retry", "--reason", "boredom", "--db", db)
    assert (told.code, told.out) == (2, "")
    assert (
        "because of 'boredom'; known reasons are: ambiguous_company, approval_expired," in told.err
    )


def test_a_known_reason_that_stops_nobody_is_no_failure(db: str) -> None:
    told = call("leads", "retry", "--reason", "objection", "--db", db)
    assert (told.code, told.out) == (0, "No lead waits because of objection.\n")


def test_an_id_no_list_can_hold_is_replaced_by_ours(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text(f"id,name,company\n{'x' * 40},Ann Lee,Acme\n$(rm x),Bo Ray,Brass\n")
    call("run", leads, "--corpus", WORLD)
    ids = re.findall(r"^ ?(lead_\w+)", call("leads", "list").out, re.MULTILINE)
    assert len(ids) == 2
    assert all(call("leads", "show", one).code == 0 for one in ids)


def test_an_approval_goes_by_the_id_that_is_listed(db: str) -> None:
    listed = call("approvals", "list", "--db", db).out
    ids = re.findall(r"^ ?(apr_\w+)", listed, re.MULTILINE)
    assert len(ids) == 10
    assert "send an e-mail" in flat(listed)
    assert not [one for one in ids if call("approvals", "show", one, "--db", db).code]
    assert call("approvals", "show", "apr_", "--db", db).code == 1


def test_a_slip_of_a_few_letters_names_no_approval(db: str) -> None:
    waiting = call("approvals", "list", "--db", db, "--json").json()
    assert isinstance(waiting, list)
    begun = {
        one["id"][:9]
        for one in waiting
        if sum(other["id"].startswith(one["id"][:9]) for other in waiting) == 1
    }
    assert begun
    assert {call("approvals", "show", one, "--db", db).code for one in begun} == {1}


def test_an_empty_database_says_how_to_fill_it() -> None:
    assert "No leads here. `leadwright run LEADS.csv` works a file of them." in flat(
        call("leads", "list").out
    )


def test_a_run_names_the_first_lead_to_look_at(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("id,name,company,deal size\nA-1,Ann Lee,Acme,5k\nB-2,Bo Ray,Brass,50k\n")
    told = call("run", leads).out
    assert "leadwright leads show B-2" in told
    assert "leadwright init" in told
