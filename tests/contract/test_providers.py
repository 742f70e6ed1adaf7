"""What every provider promises to the runtime: typed answers to its own tools, nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from tests.contract.store.examples import a_lead, an_admission, an_id
from tests.unit.adapters.providers.corpus.shelf import (
    COMPANIES,
    NEWS,
    NOW,
    PEOPLE,
    ROUNDS,
    Row,
    a_corpus,
    a_provider,
)
from tests.unit.models.notebook import Notebook
from tests.unit.tools.drafting.leads import a_request

from leadwright.adapters.crm.embedded import EmbeddedCrm
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.adapters.providers.sandbox.provider import SandboxProvider
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.entrypoints.cli.benches import fixed
from leadwright.models.journal import SegmentJournal
from leadwright.tools.catalogue import (
    clock,
    crm,
    deliverability,
    domains,
    market,
    phones,
    profiles,
    research,
    scheduling,
    website,
)
from leadwright.tools.catalogue.drafting.contract import PersonaliseInput
from leadwright.tools.catalogue.drafting.provider import FrameProvider
from leadwright.tools.catalogue.listing import CATALOGUE as ALL_TOOLS
from leadwright.tools.catalogue.listing import LOOK_UPS
from leadwright.tools.codec import answer_from_json, answer_to_json
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.house import HouseProvider
from leadwright.tools.ports import Provider, ToolNotOffered
from leadwright.tools.runtime import ToolCall, ToolRuntime

PORT = "leadwright.tools.ports:Provider"
IMPLEMENTATIONS = [
    "leadwright.adapters.crm.embedded:EmbeddedCrm",
    "leadwright.adapters.providers.corpus.provider:CorpusProvider",
    "leadwright.adapters.providers.sandbox.provider:SandboxProvider",
    "leadwright.entrypoints.cli.benches.fixed:Shelf",
    "leadwright.tools.catalogue.drafting.provider:FrameProvider",
    "leadwright.tools.house:HouseProvider",
]

pytestmark = pytest.mark.contract

CATALOGUE = {spec.name: spec for spec in (*ALL_TOOLS, fixed.LOOK_UP)}
LEAD = an_id(1)
QUESTIONS: dict[str, ToolModel] = {
    "search_company": research.SearchCompanyInput(company_name="Orbita Systems"),
    "lookup_funding_history": research.FundingInput(company_name="Orbita Systems"),
    "search_company_news": research.NewsInput(company_name="Orbita Systems"),
    "get_decision_maker_contact": research.DecisionMakersInput(company_name="Orbita Systems"),
    "fetch_linkedin_profile": profiles.ProfileInput(
        full_name="Bo Ray", company_name="Orbita Systems"
    ),
    "search_competitor_analysis": market.CompetitorInput(company_name="Orbita Systems"),
    "read_company_website": website.WebsiteInput(company_name="Orbita Systems"),
    "check_email_deliverability": deliverability.CheckEmailInput(email="ann.lee@orbita.com"),
    "check_domain_validity": domains.CheckDomainInput(domain="orbita.com"),
    "format_phone_number": phones.FormatPhoneInput(phone_number="030 1234567", country="DE"),
    "get_current_time": clock.CurrentTimeInput(country="DE"),
    "schedule_call": scheduling.ScheduleCallInput(lead_id=LEAD, country="DE"),
    "draft_email": a_request(),
    "personalise_message": PersonaliseInput(
        template="Hello. {hook} Bye.", seed="lead-1", today=date(2026, 1, 1)
    ),
    "read_lead_record": crm.ReadLeadInput(lead_id=LEAD),
    "update_lead_record": crm.UpdateLeadInput(
        lead_id=LEAD, expected_version=0, after={"stage": "contacted"}, reason="A reply came"
    ),
    "create_task": crm.CreateTaskInput(lead_id=LEAD, title="Call", due=date(2026, 1, 2)),
    "log_activity": crm.LogActivityInput(lead_id=LEAD, text="Called, nobody there"),
    "look_up": fixed.LookUpInput(company="Orbita Systems", page=1),
}
Opened = Callable[[Path], AbstractAsyncContextManager[Provider]]


@asynccontextmanager
async def corpus(folder: Path) -> AsyncIterator[Provider]:
    provider: CorpusProvider = a_provider(a_corpus(folder))
    yield provider


@asynccontextmanager
async def sandbox(_: Path) -> AsyncIterator[Provider]:
    recent = {**NEWS[0], "date": "2025-12-01"}
    tables: dict[str, list[Row]] = {
        "companies": COMPANIES,
        "people": PEOPLE,
        "funding_rounds": ROUNDS,
        "news": [recent],
    }
    rows = {name: [dict(row) for row in listed] for name, listed in tables.items()}
    yield SandboxProvider(1, FrozenClock(NOW), tables=lambda: rows)


@asynccontextmanager
async def embedded_crm(folder: Path) -> AsyncIterator[Provider]:
    database = Database.open(f"sqlite:///{folder / 'crm.db'}")
    store = Store.open(database, key_file=folder / "leadwright.key")
    try:
        await store.leads.admit([an_admission(a_lead(1))], [])
        yield EmbeddedCrm(store.crm)
    finally:
        store.close()


@asynccontextmanager
async def frames(_: Path) -> AsyncIterator[Provider]:
    yield FrameProvider()


@asynccontextmanager
async def house(_: Path) -> AsyncIterator[Provider]:
    yield HouseProvider(FrozenClock(NOW))


@asynccontextmanager
async def shelf(_: Path) -> AsyncIterator[Provider]:
    yield fixed.Shelf()


@pytest.fixture(
    params=[corpus, embedded_crm, frames, house, sandbox, shelf], ids=lambda made: made.__name__
)
async def provider(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Provider]:
    made: Opened = request.param
    async with made(tmp_path) as opened:
        yield opened


def lasting(answer: Answer) -> Answer:
    """The answer without the time it took."""
    output = answer.output
    if isinstance(output, research.NewsOutput):
        output = output.model_copy(update={"query_time_ms": 0.0})
    return Answer(output=output, evidence=answer.evidence, cost_usd=answer.cost_usd)


def test_it_has_a_name_and_offers_tools_of_the_catalogue(provider: Provider) -> None:
    assert provider.name.strip()
    assert provider.offers
    assert provider.offers <= CATALOGUE.keys()


async def test_it_answers_each_tool_in_the_tools_own_type(provider: Provider) -> None:
    for tool in provider.offers:
        answer = await provider.call(tool, QUESTIONS[tool])
        assert isinstance(answer.output, CATALOGUE[tool].output)
        assert answer.cost_usd >= 0


async def test_evidence_can_be_cited_and_looked_up(provider: Provider) -> None:
    for tool in provider.offers:
        evidence = (await provider.call(tool, QUESTIONS[tool])).evidence
        ids = [item.id for item in evidence]
        assert len(ids) == len(set(ids))
        assert all(item.quote.strip() and item.source and item.ref for item in evidence)


async def test_what_is_found_has_evidence(provider: Provider) -> None:
    for tool in provider.offers & {spec.name for spec in LOOK_UPS}:
        answer = await provider.call(tool, QUESTIONS[tool])
        found = CATALOGUE[tool].found
        assert answer.evidence
        assert found is None or found(answer.output)


async def test_an_answer_is_the_same_after_a_night_in_the_journal(provider: Provider) -> None:
    for tool in provider.offers:
        answer = await provider.call(tool, QUESTIONS[tool])
        text = answer_to_json(answer.output, answer.evidence, None)
        output, evidence, error, *_ = answer_from_json(text, CATALOGUE[tool].output)
        assert (output, evidence, error) == (answer.output, answer.evidence, None)


async def test_the_same_question_has_the_same_answer_however_many_ask(provider: Provider) -> None:
    for tool in provider.offers:
        asked = [provider.call(tool, QUESTIONS[tool]) for _ in range(3)]
        first, *others = [lasting(answer) for answer in await asyncio.gather(*asked)]
        assert all(other == first for other in others)


async def test_a_tool_it_does_not_offer_is_refused(provider: Provider) -> None:
    for tool in {*CATALOGUE, "send_mail"} - provider.offers:
        for arguments in (*map(QUESTIONS.get, provider.offers), QUESTIONS.get(tool)):
            if arguments is not None:
                with pytest.raises(ToolNotOffered, match=tool):
                    await provider.call(tool, arguments)


async def test_arguments_of_another_tool_are_refused(provider: Provider) -> None:
    for tool in provider.offers:
        wanted = CATALOGUE[tool].input
        for arguments in QUESTIONS.values():
            if not isinstance(arguments, wanted):
                with pytest.raises(ToolNotOffered, match=tool):
                    await provider.call(tool, arguments)


async def test_by_the_runtime_an_answer_is_data_and_so_is_a_refusal(provider: Provider) -> None:
    runtime = ToolRuntime(
        specs=CATALOGUE,
        providers=[provider],
        grants={"tester": frozenset(CATALOGUE)},
        clock=FrozenClock(NOW),
    )
    journal = SegmentJournal(
        segment_id=f"{LEAD}:1", lead_id=LEAD, release="test-1", store=Notebook()
    )
    for tool in provider.offers:
        right = QUESTIONS[tool].model_dump()
        for turn, arguments in enumerate((right, right | {"surprise": 1}, {})):
            call = ToolCall(tool=tool, arguments=arguments, agent="tester", phase="p", turn=turn)
            result = await runtime.call(call, journal)
            if result.error is None:
                assert isinstance(result.output, CATALOGUE[tool].output)
            else:
                told = result.error.model_dump(mode="json")
                assert list(told) == ["error", "retry_after_seconds", "message"]
                assert told["error"] == "invalid_input"
            assert (result.error is None) is (turn == 0 or (turn == 2 and not _needs(tool)))


def _needs(tool: str) -> bool:
    return any(field.is_required() for field in CATALOGUE[tool].input.model_fields.values())
