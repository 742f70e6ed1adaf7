"""Drafts as a whole: what holds for every one of them."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.tools.drafting.leads import FACTS, TODAY, a_fact, a_request
from tests.unit.tools.drafting.seller import a_seller

from leadwright.leads.findings import FactField
from leadwright.review.seller import Tone
from leadwright.tools.catalogue.drafting import (
    DraftEmailInput,
    DraftEmailOutput,
    FactItem,
    to_draft,
)
from leadwright.tools.catalogue.drafting.provider import open_desk

DESK = open_desk()
FRAMES = {frame.name: frame for frame in DESK.books[Tone.FRIENDLY].frames}
SEEDS = [f"lead-{number}" for number in range(60)]

words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
items = st.builds(
    FactItem,
    id=st.sampled_from(["one", "two", "three"]),
    field=st.sampled_from(FactField),
    value=st.one_of(
        words,
        st.integers(min_value=-5, max_value=10**9).map(str),
        st.sampled_from([item.value for item in FACTS]),
    ),
    date=st.one_of(
        st.none(),
        st.dates(date(1999, 1, 1), date(2020, 1, 1)).map(date.isoformat),
        st.sampled_from(["2013", "2013-05", "soon"]),
    ),
)
requests = st.builds(
    DraftEmailInput,
    full_name=st.one_of(st.none(), words, st.just("Chris Oakley")),
    title=st.one_of(st.none(), words, st.sampled_from(["CTO", "Board", "VP, Sales", "Founder"])),
    company_name=st.one_of(st.none(), words, st.just("Pellbrook")),
    findings=st.lists(items, max_size=8).map(tuple),
    seller=st.sampled_from([a_seller(), a_seller(Tone.FORMAL)]),
    seed=words,
    today=st.just(TODAY),
    rejection=st.sampled_from(["", "too long", "creepy", "wrong fact", "too formal"]),
)


def company_facts(draft: DraftEmailOutput) -> set[str]:
    """The findings that the body rests on."""
    return {i for paragraph in draft.paragraphs for s in paragraph for i in s.finding_ids}


@given(requests)
def test_any_input_gives_a_whole_mail(wanted: DraftEmailInput) -> None:
    draft = DESK.draft(wanted)
    assert 40 <= len(draft.body.split()) <= 130
    assert draft.subject.text.strip()
    assert len(draft.subject.text) <= 60
    assert not re.search(r"[{}]", draft.body + draft.subject.text)
    assert draft.body.count("Mara Lindholm\nCo-founder, Tidewire") == 1


@pytest.mark.parametrize("size", ["²", "४०", ""])
def test_a_size_in_strange_digits_does_no_harm(size: str) -> None:
    wanted = a_request(findings=(a_fact(FactField.EMPLOYEES, size),))
    assert DESK.draft(wanted).body


@given(requests)
def test_any_input_gives_a_short_message_and_a_whole_script(wanted: DraftEmailInput) -> None:
    draft = to_draft(DESK.draft(wanted))
    assert 0 < len(draft.linkedin_message) <= 300
    parts = [line.partition(":")[0] for line in draft.call_script.split("\n")]
    assert parts == ["Opening", "Reason", "Question", "Voicemail"]


@given(requests)
def test_only_findings_handed_in_are_cited(wanted: DraftEmailInput) -> None:
    cited = {i for claim in to_draft(DESK.draft(wanted)).claims for i in claim.finding_ids}
    assert cited <= {item.id for item in wanted.findings}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mail_keeps_the_house_rules(seed: str) -> None:
    draft = DESK.draft(a_request(seed=seed))
    assert 50 <= len(draft.body.split()) <= 120
    assert draft.body.count("?") == 1
    assert "!" not in draft.body
    assert 1 <= len(company_facts(draft)) <= 2
    assert draft.body.startswith(("Hi Chris,", "Hello Chris,"))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_with_a_number_of_the_lead_s_cites_a_finding(seed: str) -> None:
    draft = to_draft(DESK.draft(a_request(seed=seed)))
    told = {claim.text for claim in draft.claims}
    assert all(claim.finding_ids for claim in draft.claims)
    said = f"{draft.subject}\n{draft.body}\n{draft.linkedin_message}\n{draft.call_script}"
    assert all(text in said for text in told)
    rest = said
    for text in sorted(told, key=len, reverse=True):
        rest = rest.replace(text, "")
    assert not re.search(r"2004|75 people|May 2012|7\.5|18\.3|Series B|Oakline|Winterbourne", rest)


def test_the_sender_s_postal_address_is_part_of_the_mail() -> None:
    seller = replace(a_seller(), postal_address="Tidewire, 1 Quay Street, Bristol")
    draft = to_draft(DESK.draft(a_request(seller=seller)))
    assert draft.body.endswith("\n\nTidewire, 1 Quay Street, Bristol")


def test_the_same_lead_gets_the_same_draft() -> None:
    assert DESK.draft(a_request()) == DESK.draft(a_request())


def test_leads_get_different_openings_and_structures() -> None:
    drafts = [DESK.draft(a_request(seed=seed)) for seed in SEEDS]
    openings = {" ".join(d.paragraphs[1][0].text.split()[:5]) for d in drafts}
    assert len(openings) >= 30
    assert len({d.frame for d in drafts}) >= 15


def test_nothing_known_means_nothing_said() -> None:
    for seed in SEEDS:
        draft = DESK.draft(a_request(findings=(), seed=seed))
        assert FRAMES[draft.frame].plain
        assert not to_draft(draft).claims
        assert 50 <= len(draft.body.split()) <= 120


def test_what_is_known_is_used() -> None:
    one = (a_fact(FactField.FOUNDED_YEAR, "2004"),)
    for seed in SEEDS:
        assert company_facts(DESK.draft(a_request(findings=one, seed=seed))) == {"founded_year"}


def test_without_names_the_mail_still_reads() -> None:
    for seed in SEEDS[:20]:
        draft = DESK.draft(a_request(name=None, company=None, title=None, findings=(), seed=seed))
        assert draft.body.startswith("Hello,")
        assert "None" not in draft.body


def test_frames_to_avoid_are_avoided() -> None:
    first = DESK.draft(a_request())
    again = DESK.draft(a_request().model_copy(update={"avoid": (first.frame,)}))
    assert again.frame != first.frame


def test_when_every_frame_is_to_be_avoided_one_is_used_all_the_same() -> None:
    assert DESK.draft(a_request().model_copy(update={"avoid": tuple(FRAMES)})).frame in FRAMES


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_a_reviewer_s_reason_changes_the_next_draft(seed: str) -> None:
    def rejected(reason: str) -> DraftEmailOutput:
        return DESK.draft(a_request(seed=seed).model_copy(update={"rejection": reason}))

    assert len(rejected("This is far too long.").body.split()) <= 80
    assert not company_facts(rejected("A bit creepy, we do not know them."))
    assert rejected("Too casual for a bank").body.startswith("Dear Chris Oakley,")
    before, after = DESK.draft(a_request(seed=seed)), rejected("wrong fact")
    assert before.linkedin != after.linkedin


def test_nobody_at_the_top_is_asked_for_somebody_at_the_top() -> None:
    for seed in SEEDS:
        assert DESK.draft(a_request(title="CEO", seed=seed)).frame not in {"colleague", "pointer"}


def test_somebody_from_outside_is_asked_for_the_right_person() -> None:
    frames = {DESK.draft(a_request(title="Advisor", seed=seed)).frame for seed in SEEDS}
    assert frames == {"colleague", "pointer"}


def test_founders_hear_from_a_founder() -> None:
    frames = {DESK.draft(a_request(title="Founder", seed=seed)).frame for seed in SEEDS}
    assert "founders" in frames


def test_the_proposition_follows_the_role() -> None:
    for title, problem in (
        ("CFO", "reconciling invoices with the CRM by hand"),
        ("CTO", "looking after sync scripts"),
        ("VP Sales", "typing up the same account twice"),
        ("Gardener", "copying customer data between systems"),
    ):
        assert problem.lower() in DESK.draft(a_request(title=title)).body.lower()


def test_the_role_cites_the_source_that_lists_it() -> None:
    contact = a_fact(FactField.CONTACT, "Chris Oakley | Chief Technology Officer", "2013-11-09")
    drafts = [DESK.draft(a_request(findings=(*FACTS, contact), seed=seed)) for seed in SEEDS]
    role = [s for d in drafts for p in d.paragraphs for s in p if "as CTO" in s.text]
    assert role
    assert all("contact" in sentence.finding_ids for sentence in role)


def test_old_news_earns_no_congratulation() -> None:
    rounds = (a_fact(FactField.LAST_ROUND, "series-a, 5000000 USD", "2013-01-10"),)
    for seed in SEEDS:
        body = DESK.draft(a_request(findings=rounds, seed=seed)).body
        assert "Congratulations" not in body
        assert "January 2013" in body


def test_the_newest_event_of_the_last_year_is_what_every_draft_begins_with() -> None:
    old = a_fact(FactField.LAST_ROUND, "series-a, 5000000 USD", "2012-01-10")
    for headline in ("Pellbrook opens a second studio", "Pellbrook eröffnet ein neues Lager"):
        news = a_fact(FactField.NEWS, headline, "2013-11-02", number=2)
        drafts = [DESK.draft(a_request(findings=(*FACTS, old, news), seed=s)) for s in SEEDS]
        assert all(headline in draft.body for draft in drafts)


def test_what_is_long_ago_comes_after_how_things_stand() -> None:
    facts = (
        a_fact(FactField.LAST_ROUND, "series-a, 5000000 USD", "2012-01-10"),
        a_fact(FactField.FOUNDED_YEAR, "2004"),
    )
    drafts = [to_draft(DESK.draft(a_request(findings=facts, seed=seed))) for seed in SEEDS]
    assert sum("2004" in draft.body for draft in drafts) >= len(SEEDS) / 2


def test_what_somebody_planted_in_a_name_or_headline_is_not_said() -> None:
    planted = a_fact(
        FactField.NEWS, "Pellbrook launches {cta} <b>now</b> http://x.example", "2013-11"
    )
    wanted = a_request(name="Ann {value} <script>", company="Oak {problem}", findings=(planted,))
    text = DESK.draft(wanted).body
    assert not re.search(r"[{}<>]|http", text)
    assert "Ann" not in text
