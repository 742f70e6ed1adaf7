"""Profiles, competitors and websites from a corpus: only what it says, in its own words."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.adapters.providers.corpus.shelf import (
    COMPANIES,
    PEOPLE,
    Row,
    a_corpus,
    a_provider,
    company,
)

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.leads.findings import Topic
from leadwright.tools.catalogue.market import Basis, CompetitorInput, CompetitorOutput
from leadwright.tools.catalogue.profiles import ProfileInput, ProfileOutput
from leadwright.tools.catalogue.research import DecisionMakersInput, DecisionMakersOutput
from leadwright.tools.catalogue.website import WebsiteInput, WebsiteOutput
from leadwright.tools.contract import Answer

ORBITA = ("old:orbita", "new:orbita")


def firm(key: str, name: str, employees: int | None, **more: object) -> Row:
    likeness = {"industry": "software", "country": "US", "employees": employees}
    return company(f"old:{key}", name, **likeness | more)


PEERS: list[Row] = [
    firm("apollo", "Apollo Maps", 45),
    firm("gemini", "Gemini Maps", 11, tags=["SPACE"], domain="gemini.com", industry_raw="web"),
    firm("saturn", "Saturn Maps", 600),
    firm("luna", "Luna Maps", 30, country="DE"),
    firm("skylab", "Skylab Maps", 30, status="closed"),
    firm("soyuz", "Soyuz Maps", None),
    firm("zond", "Zond Maps", 30, industry="finance"),
]


@pytest.fixture
def provider(tmp_path: Path) -> CorpusProvider:
    return a_provider(a_corpus(tmp_path, companies=[*COMPANIES, *PEERS]))


async def profile(provider: CorpusProvider, name: str, company_name: str = "Orbita") -> Answer:
    asked = ProfileInput(full_name=name, company_name=company_name)
    return await provider.call("fetch_linkedin_profile", asked)


async def competitors(provider: CorpusProvider, name: str, limit: int = 10) -> Answer:
    asked = CompetitorInput(company_name=name, limit=limit)
    return await provider.call("search_competitor_analysis", asked)


async def website(provider: CorpusProvider, name: str, **more: str) -> Answer:
    asked = WebsiteInput.model_validate({"company_name": name, **more})
    return await provider.call("read_company_website", asked)


async def test_a_profile_holds_every_title_the_present_one_first(provider: CorpusProvider) -> None:
    answer = await profile(provider, "Lee, Ann")
    assert isinstance(answer.output, ProfileOutput)
    found = answer.output.profile
    assert found is not None
    assert (found.full_name, found.headline) == ("Ann Lee", "Chair")
    assert [(p.title, p.is_current) for p in found.positions] == [("Chair", True), ("CEO", False)]
    assert [item.quote for item in answer.evidence] == ["Ann Lee, Chair", "Ann Lee, CEO"]


async def test_a_profile_follows_the_person_to_other_companies(tmp_path: Path) -> None:
    elsewhere = {"record_id": "old:vostok-group", "source": "old", "person_id": "p1"} | {
        "name": "Ann Lee",
        "title": "Adviser",
        "seq": 9,
    }
    provider = a_provider(a_corpus(tmp_path, people=[*PEOPLE, elsewhere]))
    answer = await profile(provider, "Ann Lee")
    assert isinstance(answer.output, ProfileOutput)
    assert answer.output.profile is not None
    companies = [position.company_name for position in answer.output.profile.positions]
    assert companies == ["Orbita Systems", "Orbita Systems", "Vostok Group"]


@pytest.mark.parametrize(
    ("name", "company_name", "namesakes"),
    [("Cy Doe", "Orbita", 0), ("Ann Lee", "Vostok", 0), ("Ann Lee", "Nobody Inc", 0)],
)
async def test_who_is_not_listed_has_no_profile(
    provider: CorpusProvider, name: str, company_name: str, namesakes: int
) -> None:
    answer = await profile(provider, name, company_name)
    assert answer.output == ProfileOutput(namesakes=namesakes)
    assert not answer.evidence


async def test_people_who_cannot_be_told_apart_have_no_profile(tmp_path: Path) -> None:
    more: list[Row] = [
        {"record_id": "old:orbita", "source": "old", "person_id": f"x{n}", "name": name}
        for n, name in enumerate(("Boris Ray", "Bettina Ray"))
    ]
    provider = a_provider(a_corpus(tmp_path, people=more))
    answer = await profile(provider, "B. Ray")
    assert answer.output == ProfileOutput(namesakes=2)
    exact = await profile(provider, "Boris Ray")
    assert isinstance(exact.output, ProfileOutput)
    assert exact.output.namesakes == 1


async def test_named_competitors_come_before_computed_ones(provider: CorpusProvider) -> None:
    answer = await competitors(provider, "Orbita Systems")
    assert isinstance(answer.output, CompetitorOutput)
    told = [(one.name, one.basis) for one in answer.output.competitors]
    assert told == [
        ("Vostok Group", Basis.NAMED),
        ("Mir Labs", Basis.NAMED),
        ("Gemini Maps", Basis.PEER),
        ("Apollo Maps", Basis.PEER),
    ]
    assert answer.output.total_found == 4


async def test_each_competitor_says_what_it_rests_on(provider: CorpusProvider) -> None:
    answer = await competitors(provider, "Orbita Systems")
    assert isinstance(answer.output, CompetitorOutput)
    known = {item.id: item for item in answer.evidence}
    for one in answer.output.competitors:
        assert one.evidence_ids
        assert set(one.evidence_ids) <= known.keys()
        assert one.reason
        assert one.source
    named = known["old:orbita/competitor/2"]  # type: ignore[index]
    assert (named.field, named.value, named.quote) == (Topic.COMPETITOR, "Mir Labs", " Mir  Labs ")
    gemini = answer.output.competitors[2]
    assert "topics of both: space" in gemini.reason
    assert "Nobody says they compete" in gemini.reason
    assert (gemini.domain, gemini.employees) == ("gemini.com", 11)
    assert known["old:gemini/industry"].quote == "web"  # type: ignore[index]


@pytest.mark.parametrize("name", ["Soyuz Maps", "Vostok", "Nobody Inc"])
async def test_of_whom_too_little_is_known_has_no_peers(
    provider: CorpusProvider, name: str
) -> None:
    assert (await competitors(provider, name)).output == CompetitorOutput()


async def test_the_number_asked_for_is_never_exceeded(provider: CorpusProvider) -> None:
    answer = await competitors(provider, "Orbita Systems", limit=3)
    assert isinstance(answer.output, CompetitorOutput)
    assert (len(answer.output.competitors), answer.output.total_found) == (3, 4)


async def test_a_website_is_told_in_the_sources_words(provider: CorpusProvider) -> None:
    answer = await website(provider, "Orbita Systems")
    assert isinstance(answer.output, WebsiteOutput)
    (page,) = answer.output.pages
    assert (page.source, page.domain, page.tagline) == ("old", "orbita.com", "Orbits for everybody")
    assert (page.products, page.topics) == (("Orbita Planner",), ("space", "planning"))
    quotes = {item.quote for item in answer.evidence}
    assert quotes == {page.tagline, page.text, "Orbita Planner", "space", "planning"}


async def test_a_website_is_found_by_its_address_too(provider: CorpusProvider) -> None:
    by_name = await website(provider, "Orbita Systems")
    assert await website(provider, "Something else", company_domain="orbita.com") == by_name
    assert (await website(provider, "Something else")).output == WebsiteOutput()


async def test_new_contacts_decide_now_and_have_no_address(provider: CorpusProvider) -> None:
    asked = DecisionMakersInput(company_name="Orbita Systems")
    answer = await provider.call("get_decision_maker_contact", asked)
    assert isinstance(answer.output, DecisionMakersOutput)
    (contact,) = answer.output.new_contacts
    assert (contact.name, contact.title) == ("Bo Ray", "CTO")
    assert (contact.lawful_basis, contact.held) == ("unknown", True)
    assert set(contact.evidence_ids) <= {item.id for item in answer.evidence}
    assert not {"email", "phone"} & set(type(contact).model_fields)


WORDS = st.lists(st.text(max_size=12), max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(rivals=WORDS, tags=WORDS, text=st.text(max_size=40))
async def test_nothing_is_said_that_no_row_says(
    tmp_path: Path, rivals: Sequence[str], tags: Sequence[str], text: str
) -> None:
    only = company("old:a", "Alpha", competitors=rivals, tags=tags, overview=text)
    provider = a_provider(a_corpus(tmp_path, companies=[only], people=None))
    page, rival = await website(provider, "Alpha"), await competitors(provider, "Alpha")
    written = provider.library.words.get("old:a")
    said = {*written.competitors, *written.tags, written.overview} if written else set()
    assert {item.quote for item in (*page.evidence, *rival.evidence)} <= said
