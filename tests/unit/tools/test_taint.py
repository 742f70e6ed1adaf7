"""The taint gate: what a model chose after reading strangers' texts may do less."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.models.notebook import LEAD, Notebook, a_journal
from tests.unit.tools.scripted import GOOD, LOOK, Scripted, a_call, a_runtime

from leadwright.tools.contract import Effect, Origin, ToolErrorCode, ToolSpec
from leadwright.tools.guards.taint import refusal

OUTSIDE = replace(LOOK, leaves_house=True)
DRAFT, PROPOSE = replace(LOOK, effect=Effect.DRAFT), replace(LOOK, effect=Effect.PROPOSE)


@pytest.mark.parametrize("spec", [DRAFT, PROPOSE])
def test_a_model_that_has_read_strangers_texts_only_reads(spec: ToolSpec) -> None:
    assert refusal(Origin.MODEL, spec, {"name": "Acme"}, LEAD)
    assert refusal(Origin.HOUSE, spec, {"name": "Acme"}, LEAD) is None
    assert refusal(Origin.OPERATOR, spec, {"name": "Acme"}, LEAD) is None


@pytest.mark.parametrize("origin", Origin)
def test_no_call_is_about_another_lead(origin: Origin) -> None:
    assert refusal(origin, LOOK, {"lead_id": "lead_2"}, LEAD)
    assert refusal(origin, LOOK, {"lead_id": LEAD}, LEAD) is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "ann.lee@acme.com"},
        {"name": "+1 (303) 555-0174"},
        {"name": "lead_4711"},
        {"name": "https://evil.example/?d=secret"},
        {"name": "a" * 101},
        {"name": "Acme", "record_ids": ["cb:acme", "bo@acme.com"]},
        {"name": "Acme", "filters": {"bo@acme.com": True}},
    ],
)
def test_what_leaves_the_house_holds_nothing_private(arguments: Mapping[str, object]) -> None:
    assert refusal(Origin.MODEL, OUTSIDE, arguments, LEAD)
    assert refusal(Origin.HOUSE, OUTSIDE, arguments, LEAD) is None
    assert refusal(Origin.MODEL, LOOK, arguments, LEAD) is None  # nobody outside sees it


@given(name=st.text(st.characters(categories=("L", "Zs")), max_size=60), limit=st.integers(1, 10))
def test_a_plain_question_about_a_company_goes_through(name: str, limit: int) -> None:
    asked = {"company_name": name, "limit": limit, "record_ids": ["cb12:acme"], "deep": False}
    assert refusal(Origin.MODEL, OUTSIDE, asked, LEAD) is None


async def test_the_gate_stands_before_validation_and_the_journal_tells_why() -> None:
    provider, notebook = Scripted("one", [GOOD]), Notebook()
    call = replace(a_call(lead_id="lead_2"), origin=Origin.MODEL)
    result = await a_runtime(provider).call(call, a_journal(notebook))
    assert result.error is not None
    assert result.error.error is ToolErrorCode.ACCESS_DENIED
    assert "another lead" in result.error.message
    assert provider.asked == []
    assert [row.outcome for row in notebook.written] == ["access_denied"]
