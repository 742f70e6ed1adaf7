"""JSON for machines: one document on stdout, nothing beside it."""

import json
from pathlib import Path

import pytest
from tests.e2e.door import LEADS, WORLD, Outcome, call

LOOKS = [
    ("leads", "list"),
    ("leads", "list", "--stage", "escalated"),
    ("leads", "list", "--limit", "2", "--offset", "1"),
    ("leads", "show", "D-01"),
    ("leads", "show", "D-12"),
    ("approvals", "list"),
    ("db", "upgrade"),
]


def test_a_run_tells_what_became_of_the_file(ran: Outcome) -> None:
    told = ran.json()
    assert isinstance(told, dict)
    assert told["received"] == 12
    assert told["refused"] == 0
    assert told["actions"] == {"outreach": 5, "escalate": 6, "merge_duplicate": 1}
    assert told["outcomes"] == {"awaiting_approval": 5, "escalated": 6, "merged": 1}
    assert told["cost_usd"] == 0
    assert told["tokens"] > 0
    assert set(told["latency_s"]) == {"p50", "p95", "p99"}
    assert told["as_of"] == "2026-11-01"
    assert not ran.err


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_look_prints_one_document(db: str, words: tuple[str, ...]) -> None:
    told = call(*words, "--db", db, "--json")
    assert told.code == 0
    assert told.json() is not None
    assert not told.err


def test_the_same_file_again_changes_nothing(db: str) -> None:
    before = call("leads", "list", "--db", db, "--json").json()
    told = call("run", LEADS, "--corpus", WORLD, "--db", db, "--json").json()
    assert isinstance(told, dict)
    assert told["unchanged"] == told["received"] == 12
    assert call("leads", "list", "--db", db, "--json").json() == before


def test_an_approval_is_shown_as_it_is_listed(db: str) -> None:
    listed = call("approvals", "list", "--db", db, "--json").json()
    assert isinstance(listed, list)
    assert len(listed) == 10
    shown = call("approvals", "show", listed[0]["id"], "--db", db, "--json").json()
    assert shown == {"approval_request": listed[0]}
    assert len(listed[0]["content_hash"]) == 64


def test_an_agent_can_be_asked_alone(db: str) -> None:
    words = ("agents", "run", "research", "--lead", "D-01", "--corpus", WORLD)
    told = call(*words, "--db", db, "--json")
    assert told.code == 0, told.err
    assert isinstance(told.json(), dict)


def test_rules_are_tried_on_past_leads_and_change_none(db: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rule = {"condition": "deal_value > 20000", "action": "escalate", "reason": "Dear enough"}
    rules.write_text(json.dumps({"escalation_rules": [rule]}))
    before = call("leads", "list", "--db", db, "--json").out
    told = call("rules", "test", rules, "--db", db, "--json").json()
    assert isinstance(told, dict)
    assert told["leads"] == 11
    assert 0 < told["would_escalate"] <= 11
    assert call("leads", "list", "--db", db, "--json").out == before


def test_leads_can_be_tried_again(db: str) -> None:
    told = call("leads", "retry", "D-12", "--corpus", WORLD, "--db", db, "--json")
    assert told.code == 0, told.err
    assert told.json() == {"D-12": "escalated"}
