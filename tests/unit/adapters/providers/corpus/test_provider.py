from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.adapters.providers.corpus.sharing import asked
from tests.unit.adapters.providers.corpus.shelf import a_corpus, a_provider

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.leads.findings import FactField, NewsValue, PersonValue, RoundValue
from leadwright.tools.catalogue.research import (
    DecisionMakersInput,
    DecisionMakersOutput,
    FundingInput,
    FundingOutput,
    NewsInput,
    NewsOutput,
    SearchCompanyInput,
    SearchCompanyOutput,
)
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import ToolNotOffered

ORBITA = ("old:orbita", "new:orbita")


@pytest.fixture
def provider(tmp_path: Path) -> CorpusProvider:
    return a_provider(a_corpus(tmp_path))


async def search(provider: CorpusProvider, **clues: str | int) -> Answer:
    return await asked(provider, SearchCompanyInput.model_validate(clues))


def found(answer: Answer) -> list[str]:
    assert isinstance(answer.output, SearchCompanyOutput)
    return [hit.record.record_id for hit in answer.output.companies]


@pytest.mark.parametrize(
    "clues",
    [
        {"company_name": "ORBITA systems, inc."},
        {"company_name": "Sputnik Labs"},
        {"company_name": "Orbita Sytsems"},
        {"company_name": "Grand Telecom / Orbita"},
        {"company_name": "orbita.com"},
        {"company_domain": "orbita.com"},
        {"company_domain": "shop.orbita.com"},
        {"email_domain": "orbita.com"},
        {"email_domain": "orbita-systems.example"},
        {"person_name": "Lee, Ann"},
    ],
)
async def test_every_clue_finds_all_records_of_the_company(
    provider: CorpusProvider, clues: dict[str, str]
) -> None:
    assert set(found(await search(provider, **clues))) == set(ORBITA)


async def test_what_nobody_knows_finds_nothing(provider: CorpusProvider) -> None:
    assert (
        found(await search(provider, company_name="Zenith Brewing", email_domain="gmail.com")) == []
    )
    assert found(await search(provider)) == []


async def test_the_address_comes_before_the_name_and_the_limit_holds(
    provider: CorpusProvider,
) -> None:
    both = await search(provider, company_name="Vostok", company_domain="orbita.com")
    assert found(both)[:2] == list(ORBITA)
    assert len(found(both)) == 3
    assert len(found(await search(provider, company_name="Vostok", limit=1))) == 1


async def test_a_record_speaks_in_the_words_of_its_source(provider: CorpusProvider) -> None:
    answer = await search(provider, company_domain="orbita.com")
    said = {item.id: (item.value, item.quote) for item in answer.evidence}
    assert said == {
        "old:orbita/founded_year": (2001, "2001-06"),
        "old:orbita/employees": (40, "40"),
        "old:orbita/industry": ("software", "web"),
        "old:orbita/country": ("US", "US"),
        "old:orbita/total_funding_usd": (Decimal(2000000), "$2M"),
        "new:orbita/total_funding_usd": (Decimal(2500000), "2500000"),
    }
    assert {item.observed_on for item in answer.evidence} == {date(2012, 5, 9), date(2013, 12, 2)}


async def test_the_leads_person_is_told_with_his_present_title(provider: CorpusProvider) -> None:
    answer = await search(provider, company_domain="orbita.com", person_name="ann LEE")
    contact = [item for item in answer.evidence if item.field is FactField.CONTACT]
    assert [item.value for item in contact] == [PersonValue(name="Ann Lee", title="Chair")]


async def test_rounds_come_as_each_source_lists_them(provider: CorpusProvider) -> None:
    answer = await provider.call(
        "lookup_funding_history", FundingInput(company_name="Orbita", record_ids=ORBITA)
    )
    assert isinstance(answer.output, FundingOutput)
    assert answer.output.total_funding_usd == Decimal(2500000)
    assert [item.value for item in answer.evidence] == [
        RoundValue(type="series-a", date="2011-03", amount_usd=Decimal(2000000)),
        RoundValue(type=None, date="2013-01-05", amount_usd=None),
    ]
    assert answer.evidence[0].quote == "series-a | 2011-03 | 2000000 USD | North Fund"
    assert answer.evidence[1].observed_on == date(2013, 12, 12)


async def test_people_come_in_the_order_of_the_source(provider: CorpusProvider) -> None:
    answer = await provider.call(
        "get_decision_maker_contact", DecisionMakersInput(company_name="Orbita", record_ids=ORBITA)
    )
    assert isinstance(answer.output, DecisionMakersOutput)
    assert [one.name for one in answer.output.people] == ["Bo Ray", "Ann Lee", "Ann Lee"]
    assert len({item.id for item in answer.evidence}) == 3


async def test_news_is_measured_from_the_capture_and_told_once(provider: CorpusProvider) -> None:
    answer = await provider.call(
        "search_company_news", NewsInput(company_name="Orbita", record_ids=ORBITA)
    )
    assert isinstance(answer.output, NewsOutput)
    shown = answer.output.model_dump(mode="json")
    shown.pop("query_time_ms")
    assert shown == {
        "articles": [
            {
                "title": "Orbita buys Mir",
                "source": "new",
                "published_date": "2013-03",
                "url": "http://news.example/3",
            },
            {
                "title": "Orbita  opens in LYON",
                "source": "new",
                "published_date": "2013-02-01",
                "url": None,
            },
        ],
        "total_found": 2,
    }
    assert [item.ref for item in answer.evidence] == ["n3", "n2"]
    assert isinstance(answer.evidence[0].value, NewsValue)


async def test_the_limit_cuts_articles_not_the_count(provider: CorpusProvider) -> None:
    arguments = NewsInput(company_name="Orbita", record_ids=ORBITA, limit=1)
    output = (await provider.call("search_company_news", arguments)).output
    assert isinstance(output, NewsOutput)
    assert (len(output.articles), output.total_found) == (1, 2)


async def test_a_name_alone_answers_where_only_one_company_has_it(
    provider: CorpusProvider,
) -> None:
    answer = await provider.call("lookup_funding_history", FundingInput(company_name="orbita"))
    assert len(answer.evidence) == 2
    nobody = await provider.call("lookup_funding_history", FundingInput(company_name="Nobody"))
    assert nobody.evidence == ()


async def test_the_same_question_has_the_same_answer(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path)
    first = await search(a_provider(folder), company_name="Vostok", person_name="Ann Lee")
    again = await search(a_provider(folder), company_name="Vostok", person_name="Ann Lee")
    assert first == again


async def test_a_tool_it_does_not_offer_is_refused(provider: CorpusProvider) -> None:
    class Other(ToolModel):
        """No tool of research."""

    with pytest.raises(ToolNotOffered, match="draft_email"):
        await provider.call("draft_email", Other())
