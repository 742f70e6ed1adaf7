"""The drafting tools as the runtime calls them."""

import pytest
from tests.unit.tools.drafting.leads import TODAY, a_request

from leadwright.errors import Refused
from leadwright.leads.findings import (
    Evidence,
    EvidenceId,
    FactField,
    Finding,
    FindingId,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.tools.catalogue.drafting import (
    DRAFT_EMAIL,
    DRAFTING_TOOLS,
    PERSONALISE_MESSAGE,
    DraftEmailOutput,
    FrameProvider,
    PersonaliseInput,
    PersonaliseOutput,
    fact_items,
)

PROVIDER = FrameProvider()


async def test_it_answers_the_drafting_tools_in_their_own_shapes() -> None:
    draft = await PROVIDER.call(DRAFT_EMAIL.name, a_request())
    assert isinstance(draft.output, DraftEmailOutput)
    asked = PersonaliseInput(template="{hook}", seed="lead-1", today=TODAY)
    text = await PROVIDER.call(PERSONALISE_MESSAGE.name, asked)
    assert isinstance(text.output, PersonaliseOutput)


async def test_it_refuses_arguments_of_another_tool() -> None:
    with pytest.raises(Refused, match="draft_email"):
        await PROVIDER.call(PERSONALISE_MESSAGE.name, a_request())


def test_it_offers_exactly_the_drafting_tools() -> None:
    assert PROVIDER.offers == {spec.name for spec in DRAFTING_TOOLS}


async def test_an_answer_survives_the_journal() -> None:
    answer = await PROVIDER.call(DRAFT_EMAIL.name, a_request())
    written = answer.output.model_dump_json()
    assert DraftEmailOutput.model_validate_json(written) == answer.output


def test_a_request_survives_the_journal() -> None:
    assert type(a_request()).model_validate_json(a_request().model_dump_json()) == a_request()


def a_finding(id_: str, field: FactField, value: object) -> Finding:
    """A finding that cites one piece of evidence."""
    return Finding(
        id=FindingId(id_),
        field=field,
        value=value,  # type: ignore[arg-type]
        evidence_ids=(EvidenceId(id_),),
        confidence=0.9,
    )


def test_findings_become_lines_and_what_is_disputed_does_not() -> None:
    found = (
        a_finding("employees", FactField.EMPLOYEES, 75),
        a_finding("founded_year", FactField.FOUNDED_YEAR, 2004),
        a_finding(
            "last_round",
            FactField.LAST_ROUND,
            RoundValue(type="seed", date="2013-01-10", amount_usd=None),
        ),
        a_finding("news:1", FactField.NEWS, NewsValue(news_id="n", date="2013-04", headline="H")),
        a_finding(
            "decision_maker:1",
            FactField.DECISION_MAKER,
            PersonValue(name="Livia Oakley", title="VP, Sales"),
        ),
    )
    evidence = Evidence(
        id=EvidenceId("employees"),
        source="list",
        record_id="r",
        ref="r",
        url=None,
        observed_on=TODAY,
        field=FactField.EMPLOYEES,
        value=75,
        quote="75",
    )
    findings = Findings(
        resolution=Resolution(match=Match.UNIQUE),
        findings=found,
        evidence=(evidence,),
        conflicts=(FactField.FOUNDED_YEAR,),
    )
    lines = [(item.id, item.value, item.date) for item in fact_items(findings)]
    assert lines == [
        ("employees", "75", "2013-12-12"),
        ("last_round", "seed", "2013-01-10"),
        ("news:1", "H", "2013-04"),
        ("decision_maker:1", "Livia Oakley | VP, Sales", None),
    ]
