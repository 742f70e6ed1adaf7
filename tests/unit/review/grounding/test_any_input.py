"""Whatever is written, the check answers; what it answers depends on nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.review.grounding.world import fictional

from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, Others

FACTS = fictional()[0]
FINDINGS, CONTEXT = FACTS.findings(), FACTS.context(Others.of(["Tom Whitfield", "Quillify"]))
CHECKER = Checker()

PIECES = [
    "Zendrix",
    "Zendrix's",
    "you",
    "raised",
    "founded",
    "$10M",
    "€6",
    "1.2.3,4",
    "2004",
    "2013-13-45",
    "Series",
    "B",
    "seed",
    "round",
    "of",
    "in\n",
    "the",
    "a",
    "an",
    "CEO",
    "VP",
    "Jane",
    "Roe",
    ",",
    ".",
    "!",
    "?",
    ":",
    ";",
    "'",
    '"',
    "“",
    "”",
    "(",
    ")",
    "[",
    "]",
    "{{",
    "}}",
    "–",  # noqa: RUF001
    "—",
    "-",
    "/",
    "&",
    "%",
    "+",
    "Inc.",
    "U.S.",
    "e.g.",
    "10/01/2013",
    "last",
    "June\n",
    "five",
    "years",
    "ago",
    "million",
    "half",
    "dozen",
    "twenty",
    "five",
    "people",
    "Q1",
    "'13",
    "early",
    "mid",
    "h",
    "24/7",
    "https://a.b/c",
    "x@y.z",
    "@",
    "chief\n",
    "officer",
    "of",
    "and",
    "for",
    "new",
    "award",
    "hired",
    "Dr.",
    "J.",
    "²",
    "٣",
    "名",
    "é",
    "ﬁ",
    "\u200b\u202e",
    "\n",
    "\n\n",
    "-",
    "•",
    "Best,",
    "Hi",
    "Dear",
    "1)",
    "37signals",
    "B2B",
]
TEXT = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
)
IDS = st.sampled_from([*FACTS.values(), "ev9", ""])
CLAIM = st.builds(
    lambda text, ids: Claim(text=text, finding_ids=tuple(FindingId(i) for i in ids)),
    TEXT,
    st.lists(IDS, max_size=3),
)
DRAFT = st.builds(
    lambda subject, body, call, claims: Draft(
        subject=subject, body=body, call_script=call, claims=tuple(claims)
    ),
    TEXT,
    TEXT,
    TEXT,
    st.lists(CLAIM, max_size=3),
)


@given(DRAFT)
def test_any_draft_gets_a_report(draft: Draft) -> None:
    report = CHECKER.check(draft, FINDINGS, CONTEXT)
    assert report.ok is not any(sentence.problems for sentence in report.sentences)
    assert report == CHECKER.check(draft, FINDINGS, CONTEXT)


@given(st.integers(1, 10**6).filter(lambda n: n != FACTS.employees))
def test_no_other_head_count_stands(number: int) -> None:
    text = f"Zendrix has {number} employees."
    claims = (Claim(text=text, finding_ids=(FindingId("employees"),)),)
    assert not CHECKER.check(Draft(subject="", body=text, claims=claims), FINDINGS, CONTEXT).ok


@given(st.integers(1800, 2099).filter(lambda year: year != FACTS.year))
def test_no_other_founding_year_stands(year: int) -> None:
    text = f"Zendrix was founded in {year}."
    claims = (Claim(text=text, finding_ids=(FindingId("founded_year"),)),)
    assert not CHECKER.check(Draft(subject="", body=text, claims=claims), FINDINGS, CONTEXT).ok


@given(DRAFT)
def test_an_unknown_finding_is_never_overlooked(draft: Draft) -> None:
    report = CHECKER.check(draft, FINDINGS, CONTEXT)
    cited = {
        i for claim in draft.claims if claim.text.strip(" .!?,;:-\"'") for i in claim.finding_ids
    }
    if "ev9" in cited:
        assert not report.ok
