"""What other programs rely on: the shapes of docs/reference/json.md, asked of the real program."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.worlds import TWELVE
from tests.house import tree
from tests.house.shapes import NUMBER, TEXT_OR_NOTHING, Shape, faults

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import FrozenClock
from leadwright.review.rules.ruleset import RuleSet
from leadwright.tools.catalogue.research import SEARCH_COMPANY_NEWS, NewsInput
from leadwright.tools.contract import ToolError, ToolErrorCode

WORLD = TWELVE
EXAMPLES = tree.ROOT / "docs" / "examples"
Asked = Callable[[str], Any]

CLAIM: Shape = {"text": str, "finding_ids": [str]}
ACTION: Shape = {"timestamp": str, "agent": str, "action": str, "reason": str}
EVIDENCE: Shape = {"id": str, "source": str, "ref": str, "observed_on": str, "quote": str}
SESSION: Shape = {
    "lead_id": str,
    "company_name": str,
    "workflow_stage": str,
    "created_at": str,
    "last_updated": str,
    "actions": [ACTION],
    "summary": str,
    "recent_actions": [ACTION],
    "external_ids": dict,
    "person": {"name": str, "title": str, "email": str},
    "deal_value": str,
    "priority": NUMBER,
    "priority_terms": list,
    "fit": (*NUMBER, type(None)),
    "tier": TEXT_OR_NOTHING,
    "waiting_for": TEXT_OR_NOTHING,
    "merged_into": TEXT_OR_NOTHING,
    "confidence": NUMBER,
    "release": str,
    "findings": [
        {"id": str, "field": str, "value": str, "confidence": NUMBER, "evidence": [EVIDENCE]}
    ],
    "draft": (dict, type(None)),
    "escalation": (dict, type(None)),
    "proposals": [{"kind": str, "summary": str, "before": dict, "after": dict}],
    "budget": [{"phase": str, "limit_tokens": int, "tokens": int, "cost_usd": NUMBER}],
    "flaws": [{"field": str, "code": str, "given": str}],
}
ROW: Shape = {
    "lead_id": str,
    "external_ids": dict,
    "company_name": TEXT_OR_NOTHING,
    "person": TEXT_OR_NOTHING,
    "workflow_stage": str,
    "waiting_for": TEXT_OR_NOTHING,
    "priority": NUMBER,
    "priority_terms": list,
    "deal_value": TEXT_OR_NOTHING,
    "reasons": [str],
    "why": str,
}
RUN: Shape = {
    "received": int,
    "refused": int,
    "refusals": [{"row": int, "field": str, "code": str, "reason": str}],
    "remarks": [str],
    "merged": int,
    "unchanged": int,
    "outcomes": dict,
    "actions": {"outreach": int, "escalate": int, "merge_duplicate": int},
    "cost_usd": NUMBER,
    "tokens": int,
    "model_calls": int,
    "tool_calls": int,
    "cache_hits": int,
    "wall_s": NUMBER,
    "latency_s": {"p50": NUMBER, "p95": NUMBER, "p99": NUMBER},
    "model": str,
    "as_of": str,
}
APPROVAL: Shape = {
    "id": str,
    "lead_id": str,
    "action": str,
    "draft": str,
    "created_at": str,
    "expires_at": str,
    "status": str,
    "content_hash": str,
    "assignee": TEXT_OR_NOTHING,
    "author": str,
    "needs": int,
    "yes": list,
    "decided_by": TEXT_OR_NOTHING,
    "decided_at": TEXT_OR_NOTHING,
    "reason": TEXT_OR_NOTHING,
}
OVERRIDE: Shape = {
    "id": str,
    "approval_request_id": str,
    "agent_output": str,
    "human_output": str,
    "reason": str,
    "reason_code": str,
    "timestamp": str,
}
DECISION: Shape = {
    "decided": [
        {
            "id": str,
            "lead_id": str,
            "status": str,
            "workflow_stage": str,
            "leaves_at": TEXT_OR_NOTHING,
            "approval_request": APPROVAL,
            "warnings": [str],
        }
    ],
    "refused": list,
}
EVENT: Shape = {
    "id": str,
    "timestamp": str,
    "agent": TEXT_OR_NOTHING,
    "model": TEXT_OR_NOTHING,
    "user": TEXT_OR_NOTHING,
    "lead_id": TEXT_OR_NOTHING,
    "action": str,
    "tool_name": TEXT_OR_NOTHING,
    "tool_input": (dict, type(None)),
    "tool_output": (dict, type(None)),
    "cost_tokens": int,
    "cost_usd": NUMBER,
    "reason": TEXT_OR_NOTHING,
    "outcome": str,
    "release": str,
}
TRAIL: Shape = {
    "ok": bool,
    "events": int,
    "head": str,
    "root": str,
    "calls": int,
    "calls_named": int,
    "checkpoints": int,
    "last_checkpoint": {"size": int, "time": str},
    "events_since": int,
}
CRM_ENTRY: Shape = {
    "timestamp": str,
    "agent": str,
    "action": str,
    "fields_updated": [str],
    "reason": str,
    "before": dict,
    "after": dict,
    "id": str,
    "lead_id": str,
    "actor": str,
    "run": TEXT_OR_NOTHING,
    "intent_id": TEXT_OR_NOTHING,
    "version": int,
    "conflicts": list,
    "made": [{"id": str, "type": str, "title": str}],
    "removed": list,
    "undoes": [str],
}
HELD: Shape = {"value": TEXT_OR_NOTHING, "by": str, "version": int}
CRM_FILE: Shape = {
    "lead_id": str,
    "version": int,
    "fields": {"owner": HELD},
    "objects": [{"id": str, "type": str, "made_at": str, "version": int, "fields": dict}],
    "conflicts": list,
}
CRM_FIELD: Shape = {
    "field": str,
    "object": TEXT_OR_NOTHING,
    "label": str,
    "type": str,
    "owner": str,
    "at": dict,
    "choices": [str],
}
EVALUATION: Shape = {
    "evaluation_run": str,
    "release": str,
    "dataset_size": int,
    "results": {
        "company_resolution": NUMBER,
        "research_accuracy": NUMBER,
        "completeness": NUMBER,
        "decision_maker_accuracy": NUMBER,
        "escalation_accuracy": NUMBER,
        "escalation_recall": NUMBER,
        "invented_facts": int,
        "email_quality_score": NUMBER,
        "avg_latency_seconds": NUMBER,
        "avg_cost_per_lead": NUMBER,
        "total_cost": NUMBER,
        "avg_tokens_per_lead": NUMBER,
    },
    "by_difficulty": {"easy": {"accuracy": NUMBER, "latency": NUMBER, "n": int}},
    "calibration": dict,
    "selective": {"coverage": NUMBER, "accuracy": NUMBER},
}
FACT: Shape = {
    "confidence": NUMBER,
    "evidence": [{"source": str, "ref": str, "quote": str}],
}
ANSWER: Shape = {
    "lead_id": str,
    "resolution": str,
    "record_ids": [str],
    "facts": dict.fromkeys(
        ("founded_year", "employees", "industry", "country", "total_funding_usd", "last_round"),
        FACT,
    ),
    "decision_makers": [{"name": str, "title": str}],
    "recent_news": [str],
    "conflicts": [str],
    "action": str,
    "escalation_reasons": [str],
    "duplicate_of": TEXT_OR_NOTHING,
    "confidence": NUMBER,
    "draft": (dict, type(None)),
    "cost_usd": NUMBER,
    "tokens": int,
    "latency_s": NUMBER,
}
GROUNDING: Shape = {
    "ok": bool,
    "grounded_share": NUMBER,
    "problems": int,
    "sentences": [
        {
            "channel": str,
            "text": str,
            "verdict": str,
            "finding_ids": [str],
            "problems": [{"code": str, "span": str, "message": str}],
        }
    ],
}
RULES = """{
  "escalation_rules": [
    {
      "condition": "deal_value > 100000",
      "action": "escalate",
      "reason": "High-value deal requires human review"
    },
    {
      "condition": "research_confidence < 0.7",
      "action": "escalate",
      "reason": "Low confidence in research findings"
    },
    {
      "condition": "prospect_response_contains_objection",
      "action": "escalate",
      "reason": "Objection handling requires human skill"
    }
  ]
}
"""


def leadwright(place: Path, *words: str) -> Any:
    """What the program says to a machine, called in a folder of its own."""
    command = [sys.executable, "-P", "-m", "leadwright", *words, "--json"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The fictional world of the demo, worked once; then everything is asked."""
    place = tmp_path_factory.mktemp("public")
    (place / "rules.json").write_text(RULES, encoding="utf-8")
    told = {"run": leadwright(place, "run", str(WORLD / "leads.csv"), "--corpus", str(WORLD))}
    told["approvals"] = leadwright(place, "approvals", "list")
    questions = {
        "leads": ("leads", "list"),
        "drafted": ("leads", "show", "D-01"),
        "escalated": ("leads", "show", "D-07"),
        "merged": ("leads", "show", "D-10"),
        "crm_fields": ("crm", "fields"),
        "approval": ("approvals", "show", told["approvals"][0]["id"]),
        "rules": ("rules", "test", "rules.json"),
        "events": ("audit", "search", "--lead", "D-01", "--calls"),
        "trail": ("audit", "verify"),
        "grounding": ("check", "draft", str(EXAMPLES / "draft.json")),
        "evaluation": (
            *("eval", "run", str(EXAMPLES / "known.jsonl")),
            *("--corpus", str(EXAMPLES / "companies"), "--answers", "answers.jsonl"),
        ),
    }
    with ThreadPoolExecutor(max_workers=2) as callers:
        calls = {name: callers.submit(leadwright, place, *q) for name, q in questions.items()}
        told |= {name: call.result() for name, call in calls.items()}
    told["crm_edit"] = leadwright(place, "crm", "edit", "D-02", "owner=bob", "--as", "ann")
    told["crm_log"] = leadwright(place, "crm", "log")
    told["crm_file"] = leadwright(place, "crm", "show", "D-02")
    last = [one["id"] for one in told["approvals"] if one["action"] == "send_email"][-1]
    words = ("--as", "ann", "--reason-code", "tone", "--reason", "warmer", "--subject", "Hello")
    told["decision"] = leadwright(place, "approvals", "edit", last, *words)
    told["overrides"] = leadwright(place, "overrides", "list")
    lines = (place / "answers.jsonl").read_text("utf-8").splitlines()
    return told | {"answers": [json.loads(line) for line in lines]}


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("run", RUN),
        ("leads", [ROW]),
        ("drafted", SESSION),
        ("escalated", SESSION),
        ("merged", SESSION),
        ("approvals", [APPROVAL]),
        ("approval", {"approval_request": APPROVAL}),
        ("decision", DECISION),
        ("overrides", [OVERRIDE]),
        ("events", [EVENT]),
        ("trail", TRAIL),
        ("crm_edit", CRM_ENTRY),
        ("crm_log", [CRM_ENTRY]),
        ("crm_file", CRM_FILE),
        ("crm_fields", [CRM_FIELD]),
        ("evaluation", EVALUATION),
        ("answers", [ANSWER]),
        ("grounding", GROUNDING),
    ],
)
def test_an_answer_has_the_shape_that_is_promised(
    answers: dict[str, Any], name: str, shape: Shape
) -> None:
    assert answers[name]
    assert list(faults(answers[name], shape, name)) == []


@pytest.mark.parametrize("name", ["drafted", "escalated", "merged"])
def test_a_session_tells_findings_or_output_of_each_action_and_the_last_of_them(
    answers: dict[str, Any], name: str
) -> None:
    session = answers[name]
    assert all(("findings" in action) ^ ("output" in action) for action in session["actions"])
    assert session["recent_actions"] == session["actions"][-3:]
    moments = [session["created_at"], *(action["timestamp"] for action in session["actions"])]
    assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)
    assert session["company_name"] in session["summary"] or session["merged_into"]


def test_a_run_accounts_for_every_row(answers: dict[str, Any]) -> None:
    run = answers["run"]
    assert run["received"] == sum(run["outcomes"].values()) == 12
    assert run["refused"] == len(run["refusals"])
    assert sum(run["actions"].values()) == 12
    assert run["merged"] == run["actions"]["merge_duplicate"] == 1


def test_what_waits_can_be_sent_to_a_person_as_it_is(answers: dict[str, Any]) -> None:
    session = answers["drafted"]
    assert list(faults(session["draft"], {"subject": str, "body": str, "claims": [CLAIM]})) == []
    mails = {a["lead_id"]: a for a in answers["approvals"] if a["action"] == "send_email"}
    assert mails[session["lead_id"]]["draft"] == session["draft"]["body"]
    assert mails[session["lead_id"]]["status"] == "pending"


def test_the_audit_trail_tells_steps_and_the_calls_beneath_them(answers: dict[str, Any]) -> None:
    events = answers["events"]
    steps = [event["action"] for event in events if not event["id"].startswith("lead_")]
    assert steps == ["research_company", "draft_email", "propose_changes"]
    calls = [event for event in events if event["action"] == "call_tool"]
    assert all(call["tool_name"] and call["tool_input"] for call in calls)
    assert "Harborline" in json.dumps(calls[0]["tool_output"])
    assert {event["lead_id"] for event in events} == {answers["drafted"]["lead_id"]}


def test_a_run_ends_with_a_checkpoint_over_all_it_did(answers: dict[str, Any]) -> None:
    trail = answers["trail"]
    assert trail["ok"]
    assert trail["last_checkpoint"]["size"] == trail["events"] > 0
    assert trail["calls_named"] == trail["calls"] > 0


def test_an_escalation_says_rule_numbers_and_next_step(answers: dict[str, Any]) -> None:
    hit: Shape = {"rule": str, "condition": str, "action": str, "reason": str, "values": dict}
    shape: Shape = {"reasons": [str], "hits": [hit], "summary": str, "next_step": str}
    escalation = answers["escalated"]["escalation"]
    assert list(faults(escalation, shape)) == []
    assert escalation["reasons"] == ["high_value"]


def test_the_answer_of_an_unknown_company_holds_no_fact(answers: dict[str, Any]) -> None:
    unknown = next(answer for answer in answers["answers"] if answer["resolution"] == "none")
    assert {fact["value"] for fact in unknown["facts"].values()} == {None}
    assert unknown["record_ids"] == unknown["decision_makers"] == unknown["recent_news"] == []


def test_rules_of_the_documented_form_load_as_they_are_written(answers: dict[str, Any]) -> None:
    rules = RuleSet.parse(RULES).rules
    assert [rule.reason for rule in rules] == [
        written["reason"] for written in json.loads(RULES)["escalation_rules"]
    ]
    trial = answers["rules"]
    counts = {rule["reason"]: rule["hits"] for rule in trial["per_rule"]}
    assert trial["leads"] == 11
    assert counts["High-value deal requires human review"] == 1
    assert counts["Objection handling requires human skill"] == 0


async def test_news_come_in_the_documented_words() -> None:
    provider = CorpusProvider(WORLD, FrozenClock(datetime(2026, 11, 1, tzinfo=UTC)))
    asked = NewsInput.model_validate({"company_name": "Harborline Freight"})
    answer = await provider.call(SEARCH_COMPANY_NEWS.name, asked)
    said = answer.output.model_dump(mode="json")
    assert list(said) == ["articles", "total_found", "query_time_ms"]
    assert said["articles"] == [
        {
            "title": "Harborline Freight opens its third port office in Savannah",
            "source": "press-2026",
            "published_date": "2026-10-05",
            "url": None,
        }
    ]
    assert said["total_found"] == 1
    assert isinstance(said["query_time_ms"], float)


def test_news_are_asked_for_by_company_and_number() -> None:
    schema = SEARCH_COMPANY_NEWS.input.model_json_schema()
    limit = schema["properties"]["limit"]
    assert schema["required"] == ["company_name"]
    assert (limit["default"], limit["minimum"], limit["maximum"]) == (5, 1, 10)


def test_a_tool_fails_in_the_documented_words() -> None:
    error = ToolError(
        error=ToolErrorCode.RATE_LIMIT_EXCEEDED, retry_after_seconds=60, message="Wait a minute."
    )
    assert error.model_dump(mode="json") == {
        "error": "rate_limit_exceeded",
        "retry_after_seconds": 60.0,
        "message": "Wait a minute.",
    }
