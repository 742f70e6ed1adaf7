"""`leadwright tools` by its front door: what others read, one call by a person, and the switch."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import LEADS, WORLD, Outcome, call

COMPANY = ("--corpus", WORLD, "--arg", "company_name=Harborline Freight")


def told(outcome: Outcome) -> Any:
    return outcome.json()


def test_the_list_is_what_other_programs_know_of_tools() -> None:
    listed = told(call("tools", "list", "--json"))
    assert {tuple(tool) for tool in listed} == {("name", "description", "input_schema")}
    assert len(listed) == 18
    news = next(tool for tool in listed if tool["name"] == "search_company_news")
    assert news["input_schema"]["properties"]["limit"]["default"] == 5
    assert "search_company_news" in call("tools", "list").out


def test_a_person_runs_a_tool_through_the_same_guards() -> None:
    answer = told(call("tools", "run", "search_company", *COMPANY, "--json"))
    assert answer["error"] is None
    assert answer["output"]["companies"]
    assert {"field", "value", "source", "observed_on", "quote"} <= answer["evidence"][0].keys()
    shown = call("tools", "run", "search_company", *COMPANY).out
    assert "From corpus" in shown


def test_a_tool_that_writes_only_proposes(db: str) -> None:
    task = '{"title": "Call", "due": "2026-12-01"}'
    asked = ("tools", "run", "create_task", "--lead", "D-01", "--json-args", task, "--db", db)
    proposal = told(call(*asked, "--json"))
    assert proposal["is_proposal"]
    assert proposal["output"]["kind"] == "crm_task"
    assert "nothing was written" in call(*asked).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("run", "search_company", "--arg", "limit=1000"), 1),
        (("run", "nothing_like_it"), 2),
        (("run", "search_company", "--arg", "nothing"), 2),
        (("run", "search_company", "--json-args", "[1]"), 2),
        (("run", "search_company", "--json-args", "{"), 2),
    ],
)
def test_wrong_use_is_told_in_a_sentence(arguments: tuple[str, ...], code: int) -> None:
    outcome = call("tools", *arguments)
    assert outcome.code == code
    assert "Traceback" not in outcome.err


def test_only_a_source_of_the_tool_can_be_switched(db: str) -> None:
    off = ("tools", "disable", "search_company", "--provider", "nobody", "--reason", "x")
    outcome = call(*off, "--as", "ann", "--db", db, "--corpus", WORLD)
    assert (outcome.code, outcome.is_a_sentence()) == (2, True)
    assert "it has corpus" in outcome.err


def test_an_error_has_the_public_keys() -> None:
    outcome = call("tools", "run", "search_company", "--arg", "limit=1000", "--json")
    assert outcome.code == 1
    assert list(told(outcome)["error"]) == ["error", "retry_after_seconds", "message"]


def test_a_tool_is_switched_off_and_on_for_everybody(tmp_path: Path) -> None:
    there = ("--db", f"sqlite:///{tmp_path / 'own.db'}", "--corpus", WORLD)
    who = ("--as", "ann", "--reason", "wrong answers")
    assert call("tools", "disable", "search_company", *who, *there).code == 0
    off = told(call("tools", "run", "search_company", "--arg", "company_name=A", *there, "--json"))
    assert off["error"]["error"] == "disabled"
    ran = told(call("run", LEADS, *there, "--json"))
    assert ran["outcomes"].keys() == {"escalated", "merged"}
    health = told(call("tools", "status", *there, "--json"))
    (search,) = [h for h in health if (h["tool"], h["provider"]) == ("search_company", "corpus")]
    assert (search["on"], search["by"], search["reason"]) == (False, "ann", "wrong answers")
    (silent,) = [h for h in health if (h["tool"], h["provider"]) == ("search_company", "none")]
    assert silent["errors"] == {"disabled": silent["calls"]}
    assert "off, by" in call("tools", "status", *there, env={"COLUMNS": "200"}).out
    assert call("tools", "enable", "search_company", "--as", "ann", *there).code == 0
    again = told(call("leads", "retry", "--reason", "sources_silent", *there, "--json"))
    assert "awaiting_approval" in again.values()


def test_looking_at_tools_makes_no_database(tmp_path: Path) -> None:
    for words in (("list",), ("list", "--json"), ("status",), ("status", "--json")):
        assert call("tools", *words).code == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("disable", "--reason", " ", "--as", "ann"), "--reason is empty"),
        (("disable", "--reason", "slow", "--as", ""), "--as is empty"),
        (("enable", "--as", " "), "--as is empty"),
    ],
)
def test_a_switch_needs_somebody_and_a_reason(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    outcome = call("tools", words[0], "search_company", *words[1:])
    assert (outcome.code, outcome.is_a_sentence()) == (2, True)
    assert why in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_tool_that_is_off_is_told_also_where_nobody_offers_it() -> None:
    off = ("tools", "disable", "search_company", "--reason", "wrong", "--as", "ann")
    assert call(*off).code == 0
    (search,) = [h for h in told(call("tools", "status", "--json")) if h["tool"] == off[2]]
    assert (search["provider"], search["on"], search["by"]) == ("none", False, "ann")
    assert "search_company" in call("tools", "status").out


def test_the_status_fits_a_narrow_screen(db: str) -> None:
    shown = call("tools", "status", "--db", db, "--corpus", WORLD, env={"COLUMNS": "80"}).out
    lines = shown.splitlines()
    (first,) = [n for n, line in enumerate(lines) if line.startswith("search_company ")]
    assert lines[first].split() == ["search_company", "corpus:", "on"]
    assert " calls, " in lines[first + 1]
    assert max(map(len, lines)) <= 80


def test_the_status_tells_how_tools_did(db: str) -> None:
    health = {
        (one["tool"], one["provider"]): one
        for one in told(call("tools", "status", "--db", db, "--corpus", WORLD, "--json"))
    }
    search = health["search_company", "corpus"]
    assert search["calls"] > 0
    assert (search["on"], search["breaker"], search["errors"]) == (True, "closed", {})
    assert 0 <= search["p50_ms"] <= search["p95_ms"]
