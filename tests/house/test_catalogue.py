"""The catalogue is exactly what is promised: these tools, each explained and each answered."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.house import tree

from leadwright.bootstrap import AGENTS, build
from leadwright.settings import load
from leadwright.tools.catalogue.listing import CATALOGUE, LOOK_UPS
from leadwright.tools.contract import Effect, ToolSpec

RESEARCH = {
    "search_company",
    "search_company_news",
    "fetch_linkedin_profile",
    "lookup_funding_history",
    "search_competitor_analysis",
    "get_decision_maker_contact",
    "read_company_website",
}
OUTREACH = {"draft_email", "personalise_message", "check_email_deliverability"}
CRM = {"read_lead_record", "update_lead_record", "create_task", "log_activity", "schedule_call"}
UTILITY = {"get_current_time", "format_phone_number", "check_domain_validity"}
PROPOSING = {"update_lead_record", "create_task", "log_activity", "schedule_call"}
NAMES = RESEARCH | OUTREACH | CRM | UTILITY

by_name = pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)


def test_the_catalogue_holds_these_eighteen_tools_and_no_other() -> None:
    assert sorted(spec.name for spec in CATALOGUE) == sorted(NAMES)
    assert len(CATALOGUE) == 18
    assert {spec.name for spec in LOOK_UPS} == RESEARCH


@by_name
def test_a_tool_says_what_it_does_and_what_each_input_means(spec: ToolSpec) -> None:
    unexplained = [n for n, field in spec.input.model_fields.items() if not field.description]
    assert spec.description.endswith(".")
    assert len(spec.description) < 300
    assert not unexplained
    assert f"`{spec.name}`" in (tree.ROOT / "docs/reference/tools.md").read_text("utf-8")


@by_name
def test_a_tool_has_limits(spec: ToolSpec) -> None:
    assert 5 <= spec.timeout_s <= 10
    assert spec.cost_usd >= 0
    assert spec.cache_ttl_s >= 0
    assert json.dumps(spec.input.model_json_schema())
    with pytest.raises(ValidationError):
        spec.input.model_validate({"surprise": 1})


def test_what_writes_proposes_and_nothing_acts() -> None:
    assert {spec.name for spec in CATALOGUE if spec.effect is Effect.PROPOSE} == PROPOSING
    assert all(not spec.cache_ttl_s for spec in CATALOGUE if spec.effect is not Effect.READ)


def test_each_agent_may_use_the_tools_of_its_work_alone() -> None:
    granted = {spec.name: spec.tools for spec in AGENTS}
    assert granted["research"] >= RESEARCH
    assert granted["outreach"] == OUTREACH | {"get_current_time"}
    assert granted["crm"] == CRM
    assert not granted["coordinator"] | granted["escalation"]
    assert not granted["research"] & (OUTREACH | CRM)
    assert frozenset().union(*granted.values()) == NAMES


def test_a_house_with_a_corpus_has_a_source_for_each_tool(tmp_path: Path) -> None:
    settings = load(
        database={"url": f"sqlite:///{tmp_path / 'house.db'}"},
        research={"corpus": tree.ROOT / "docs" / "examples" / "companies"},
    )
    with build(settings) as house:
        offered = frozenset[str]().union(*(one.offers for one in house.tools.providers))
        assert offered == NAMES == house.tools.specs.keys()
