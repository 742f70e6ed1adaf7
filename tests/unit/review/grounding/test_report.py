"""What a report says: codes, spans, verdicts by channel."""

from dataclasses import replace

import pytest
from tests.unit.review.grounding.world import SELLER, fictional

from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import (
    Channel,
    Checker,
    Context,
    GroundingReport,
    Others,
    ProblemCode,
    Seller,
    Verdict,
    check,
    report_json,
)

FACTS = fictional()[0]
FOUNDED = "Zendrix was founded in 2004."


def claim(text: str, *ids: str) -> Claim:
    return Claim(text=text, finding_ids=tuple(FindingId(finding_id) for finding_id in ids))


def judged(text: str, *ids: str, context: Context | None = None) -> GroundingReport:
    draft = Draft(subject="", body=text, claims=(claim(text, *ids),) if ids else ())
    return check(draft, FACTS.findings(), context or FACTS.context(Others()))


@pytest.mark.parametrize(
    ("text", "ids", "code", "span"),
    [
        ("Zendrix was founded in 2003.", ["founded_year"], "date_not_in_evidence", "2003"),
        ("You employ 60 people.", ["employees"], "rounding", "60"),
        ("You employ 450 people.", ["employees"], "number_not_in_evidence", "450"),
        ("You raised €10M.", ["last_round"], "currency_changed", "€10M"),
        ("You closed a Series A.", ["last_round"], "round_type_mismatch", "Series A"),
        ("Robert Okonkwo is CEO.", ["decision_maker:2"], "title_not_in_evidence", "CEO"),
        ("Greta Olsen would like it.", ["decision_maker:1"], "name_not_in_evidence", "Greta Olsen"),
        ("Hooli's team uses fax.", [], "wrong_company", "Hooli"),
        (FOUNDED, [], "uncited_fact", "2004"),
        (FOUNDED, ["employees"], "wrong_finding", "2004"),
        (FOUNDED, ["founded_year", "ev9"], "unknown_finding", "ev9"),
        (
            'Jane said "we never sleep".',
            ["decision_maker:1"],
            "quote_not_verbatim",
            "we never sleep",
        ),
        ("You won an award.", ["news:1"], "event_not_in_evidence", "won"),
        ("Your team fell by a lot.", [], "statement_not_in_evidence", "Your team fell"),
        ("You're a healthcare company.", ["industry"], "industry_not_in_evidence", "healthcare"),
        ("More at evil.example/now.", [], "link_not_allowed", "evil.example/now"),
        ("Write to me at x@evil.example.", [], "recipient_or_instruction", "x@evil.example"),
        ("Hi {{first_name}}, a question.", [], "placeholder", "{{first_name}}"),
    ],
)
def test_a_problem_has_a_code_and_the_words_at_fault(
    text: str, ids: list[str], code: str, span: str
) -> None:
    problems = judged(text, *ids).problems
    assert (code, span) in [(problem.code, problem.span) for problem in problems]


def test_every_code_is_in_use() -> None:
    tested = {"leak", "claim_not_in_draft"}
    marks = test_a_problem_has_a_code_and_the_words_at_fault.pytestmark  # type: ignore[attr-defined]
    tested |= {row[2] for row in marks[0].args[1]}
    assert tested == {code.value for code in ProblemCode}


def test_every_channel_is_checked() -> None:
    wrong = "Zendrix has 99 people."
    draft = Draft(subject=wrong, body=wrong, linkedin_message=wrong, call_script=wrong)
    report = check(draft, FACTS.findings(), FACTS.context(Others()))
    assert [s.channel for s in report.sentences if s.problems] == list(Channel)


def test_a_sentence_is_grounded_ungrounded_or_without_facts() -> None:
    body = f"Hello there. {FOUNDED} You employ 99 people."
    draft = Draft(
        subject="",
        body=body,
        claims=(claim(FOUNDED, "founded_year"), claim("You employ 99 people.", "employees")),
    )
    report = check(draft, FACTS.findings(), FACTS.context(Others()))
    assert [s.verdict for s in report.sentences] == [
        Verdict.NO_FACTS,
        Verdict.GROUNDED,
        Verdict.UNGROUNDED,
    ]
    assert report.grounded_share == 0.5
    assert not report.ok


def test_a_draft_without_facts_is_wholly_grounded() -> None:
    report = judged("Worth a short call next week?")
    assert report.ok
    assert report.grounded_share == 1


def test_another_leads_name_is_a_leak() -> None:
    others = Others.of(["Tom Whitfield", "Quillify", "Maria Gonzalez", "Zendrix"])
    context = FACTS.context(others)
    for text in ("Tom Whitfield says hello.", "As with quillify, it is quick."):
        assert ProblemCode.LEAK in [p.code for p in judged(text, context=context).problems]
    assert judged("Maria, how is Zendrix?", context=context).ok


def test_a_claim_repeats_its_sentence_word_for_word() -> None:
    draft = Draft(subject="", body="Hello.", claims=(claim(FOUNDED, "founded_year"),))
    report = check(draft, FACTS.findings(), FACTS.context(Others()))
    assert [p.code for p in report.problems] == [ProblemCode.CLAIM_NOT_IN_DRAFT]


def test_a_claim_may_differ_in_quotes_spaces_and_full_stops() -> None:
    body = "Zendrix’s story — so far — began\nin 2004."  # noqa: RUF001
    draft = Draft(
        subject="",
        body=body,
        claims=(claim("Zendrix's story - so far - began in 2004", "founded_year"),),
    )
    assert check(draft, FACTS.findings(), FACTS.context(Others())).ok


def test_a_subject_may_repeat_what_the_body_cites() -> None:
    body = "You raised a Series B."
    cited = Draft(subject="Your Series B", body=body, claims=(claim(body, "last_round"),))
    alone = Draft(subject="Your Series B", body="Hello.")
    assert check(cited, FACTS.findings(), FACTS.context(Others())).ok
    assert not check(alone, FACTS.findings(), FACTS.context(Others())).ok


def test_the_seller_may_say_only_what_its_profile_says() -> None:
    assert judged("Our customers cut invoice handling by 30%.").ok
    assert not judged("Our customers cut invoice handling by 35%.").ok
    assert judged("Halden Foods is one of them.").ok
    bare = replace(FACTS.context(Others()), seller=Seller())
    assert not judged("Halden Foods is one of them.", context=bare).ok


def test_only_the_sellers_links_may_stand() -> None:
    assert judged("Pick a slot at https://brightpath.example/meet.").ok
    assert not judged("Pick a slot at https://brightpath.example/meet/evil.").ok


def test_signatures_are_the_senders() -> None:
    context = FACTS.context(Others())
    assert context.seller == SELLER
    signed = "How is month end?\n\nBest,\nSam Lee\nBrightPath"
    assert check(Draft(subject="", body=signed), FACTS.findings(), context).ok
    stranger = signed.replace("Sam Lee", "Greta Olsen")
    assert not check(Draft(subject="", body=stranger), FACTS.findings(), context).ok


def test_a_postscript_is_no_signature() -> None:
    body = "How is month end?\n\nBest,\nSam Lee\n\nP.S. Zendrix has 99 people."
    report = check(Draft(subject="", body=body), FACTS.findings(), FACTS.context(Others()))
    assert not report.ok


def test_times_are_counted_from_the_day_given() -> None:
    text = "You founded Zendrix nine years ago."
    assert judged(text, "founded_year").ok
    undated = replace(FACTS.context(Others()), today=None)
    assert not judged(text, "founded_year", context=undated).ok


def test_the_report_is_public_json() -> None:
    assert report_json(judged("Zendrix was founded in 2003.", "founded_year")) == {
        "ok": False,
        "grounded_share": 0.0,
        "sentences": [
            {
                "channel": "body",
                "text": "Zendrix was founded in 2003.",
                "verdict": "ungrounded",
                "finding_ids": ["founded_year"],
                "problems": [
                    {
                        "code": "date_not_in_evidence",
                        "span": "2003",
                        "message": "'2003' is not the date the evidence gives; use the one in the"
                        " finding cited",
                    }
                ],
            }
        ],
        "problems": 1,
    }


def test_one_checker_serves_many_drafts() -> None:
    checker = Checker()
    draft = Draft(subject="", body=FOUNDED, claims=(claim(FOUNDED, "founded_year"),))
    for facts, ok in ((FACTS, True), (fictional()[1], False), (FACTS, True)):
        assert checker.check(draft, facts.findings(), facts.context(Others())).ok is ok
