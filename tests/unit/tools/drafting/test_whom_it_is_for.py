"""A draft says what fits its reader: the right proposition, the newest event, or less."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.tools.drafting.leads import FACTS, a_fact, a_request
from tests.unit.tools.drafting.seller import a_seller

from leadwright.leads.findings import FactField
from leadwright.review.seller import SellerProfile, ValueProposition
from leadwright.tools.catalogue.drafting.contract import (
    DraftEmailInput,
    DraftEmailOutput,
    FactItem,
    PersonaliseInput,
)
from leadwright.tools.catalogue.drafting.provider import open_desk

DESK = open_desk()
SEEDS = st.integers(0, 400).map("lead-{}".format)
FINANCE = ValueProposition(
    sentence="Tidewire closes the month by itself.", problem="closing the month", roles=("finance",)
)
SHOPS = ValueProposition(
    sentence="Tidewire keeps shops in stock.", problem="counting stock", industries=("ecommerce",)
)
GENERAL = ValueProposition(
    sentence="Tidewire keeps records in step.", problem="keeping records in step"
)


def seller(*values: ValueProposition) -> SellerProfile:
    return replace(a_seller(), value_propositions=values)


def said(request: DraftEmailInput) -> str:
    draft: DraftEmailOutput = DESK.draft(request)
    texts = [draft.subject.text, draft.body]
    texts += [s.text for s in (*draft.linkedin, *draft.call_script)]
    return "\n".join(texts)


@given(
    seed=SEEDS,
    title=st.sampled_from(["CTO", "Software Engineer", "VP Sales", "Mobile Wizzard", None]),
)
def test_what_is_meant_for_others_is_told_to_nobody_else(seed: str, title: str | None) -> None:
    for facts in (FACTS, ()):
        asked = a_request(title=title, findings=facts, seed=seed, seller=seller(FINANCE, SHOPS))
        text = said(asked)
        for value in (FINANCE, SHOPS):
            assert value.sentence not in text
            assert value.problem not in text.lower()
        assert "one customer record across CRM, billing and support" in text


@given(seed=SEEDS)
def test_the_general_proposition_stands_in_where_no_other_fits(seed: str) -> None:
    asked = a_request(title="CTO", seed=seed, seller=seller(FINANCE, GENERAL, SHOPS))
    text = said(asked)
    assert GENERAL.sentence in text
    assert FINANCE.sentence not in text


@given(seed=SEEDS, title=st.sampled_from(["CFO", "Kaufmännische Leiterin", "Leiter Finanzen"]))
def test_whom_it_is_meant_for_is_told(seed: str, title: str) -> None:
    text = said(a_request(title=title, seed=seed, seller=seller(FINANCE, GENERAL)))
    assert FINANCE.sentence in text


@given(seed=SEEDS)
def test_a_mail_without_a_proposition_is_a_whole_mail(seed: str) -> None:
    for facts in (FACTS, ()):
        draft = DESK.draft(
            a_request(title="CTO", findings=facts, seed=seed, seller=seller(FINANCE))
        )
        assert 50 <= len(draft.body.split()) <= 120
        assert draft.body.count("?") == 1
        assert "  " not in draft.body
        assert draft.linkedin
        assert any("?" in line.text for line in draft.call_script)


def the_hook(*facts: FactItem, seed: str) -> tuple[str, ...]:
    asked = PersonaliseInput(
        company_name="Pellbrook",
        template="{hook}",
        findings=facts,
        seed=seed,
        today=a_request().today,
    )
    hook = DESK.personalise(asked).hook
    return hook.finding_ids if hook else ()


OLD = a_fact(FactField.NEWS, "Pellbrook opens an office in Leeds", "2013-01-20", 1)
NEW = a_fact(FactField.NEWS, "Pellbrook launches Ledger Cloud", "2013-11-02", 2)
ROUND = a_fact(FactField.LAST_ROUND, "series-b, 7500000 USD", "2013-05")


@given(facts=st.permutations([OLD, NEW]), seed=SEEDS)
def test_of_several_headlines_the_newest_is_told(facts: list[FactItem], seed: str) -> None:
    assert the_hook(*facts, seed=seed) == (NEW.id,)


@pytest.mark.parametrize(("news", "first"), [(OLD, ROUND), (NEW, NEW)])
def test_the_newest_event_comes_up_most(news: FactItem, first: FactItem) -> None:
    size = a_fact(FactField.EMPLOYEES, "75", "2013-12-01")
    told = [the_hook(size, news, ROUND, seed=f"lead-{n}") for n in range(200)]
    most = max(set(told), key=told.count)
    assert most == (first.id,)
