"""The rubric: a good mail keeps every rule, and each rule has a mail that breaks it alone."""

from dataclasses import replace

import pytest

from leadwright.evaluation.rubric import RULES, Rubric, Setting
from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.seller import SellerProfile, ValueProposition

RUBRIC = Rubric()
SELLER = SellerProfile(
    company="Tidewire",
    product="one customer record",
    helps="teams that share customers",
    value_propositions=(
        ValueProposition(
            sentence="Tidewire keeps CRM and billing in step.", problem="copying customer data"
        ),
    ),
    sender_name="Mara Lindholm",
    links=("https://tidewire.example",),
)
SETTING = Setting(person_name="Livia Oakley", company="Pellbrook", seller=SELLER)
FACT = "Pellbrook was founded in 2004."
SECOND = "Public sources put Pellbrook at 75 people in May 2012."
THIRD = "Pellbrook raised a Series B in November 2012."
BODY = f"""Hi Livia,

{FACT} In that time copying customer data tends to become a habit that nobody questions.

Tidewire keeps CRM and billing in step, so a change in one shows up in the other. A wholesaler \
gave two clerks other work after a month.

Would 15 minutes next week be worth it?

Best,
Mara Lindholm
Co-founder, Tidewire"""


def claim(text: str, *ids: str) -> Claim:
    """A sentence and the findings it rests on."""
    return Claim(text=text, finding_ids=tuple(FindingId(i) for i in ids))


GOOD = Draft(
    subject="Copying customer data at Pellbrook", body=BODY, claims=(claim(FACT, "founded_year"),)
)


def broken(draft: Draft, setting: Setting = SETTING) -> tuple[str, ...]:
    """The rules a draft breaks."""
    return RUBRIC.judge(draft, setting).broken


def with_body(old: str, new: str) -> Draft:
    """The good mail with other words in one place."""
    assert old in BODY
    return replace(GOOD, body=BODY.replace(old, new))


def test_a_good_mail_keeps_every_rule() -> None:
    verdict = RUBRIC.judge(GOOD, SETTING)
    assert verdict.broken == ()
    assert verdict.share == 1.0


BAD = {
    "length_is_right": [
        replace(GOOD, body=f"Hi Livia,\n\n{FACT} Is it worth a call?\n\nMara Lindholm\nTidewire"),
        with_body("In that time", "It is a long story that can be told. " * 10 + "In that time"),
    ],
    "subject_is_short": [
        replace(GOOD, subject="Copying customer data at Pellbrook, and what to do about it now"),
    ],
    "subject_is_specific": [
        replace(GOOD, subject="Question"),
        replace(GOOD, subject="A new way of working for you"),
    ],
    "subject_is_calm": [
        replace(GOOD, subject="Re: Pellbrook"),
        replace(GOOD, subject="Pellbrook: read this!"),
    ],
    "right_name": [
        with_body("Hi Livia,", "Hi Anna,"),
        with_body("Hi Livia,", "Hi livia,"),
        with_body("Hi Livia,", "Hi LIVIA,"),
        with_body("Hi Livia,", "Hi there,"),
        with_body("Hi Livia,", "Dear Oakley,"),
    ],
    "tells_a_fact": [
        replace(GOOD, claims=()),
        replace(GOOD, claims=(claim("Somewhere else.", "founded_year"),)),
    ],
    "tells_few_facts": [
        replace(
            with_body(FACT, f"{FACT} {SECOND} {THIRD}"),
            claims=(claim(FACT, "a"), claim(SECOND, "b"), claim(THIRD, "c")),
        ),
    ],
    "asks_once": [
        with_body("Best,", "Or shall I write again?\n\nBest,"),
        with_body("be worth it?", "be worth it."),
        with_body("Best,", "Let me know.\n\nBest,"),
    ],
    "no_banned_phrase": [
        with_body("A wholesaler", "I hope this finds you well. A wholesaler"),
        with_body("A wholesaler", "It is a game-changing idea. A wholesaler"),
        with_body("A wholesaler", "I am just following up. A wholesaler"),
        with_body("A wholesaler", "I love your product. A wholesaler"),
    ],
    "no_placeholder": [
        with_body("A wholesaler", "{company} would too. A wholesaler"),
        with_body("A wholesaler", "[Company] would too. A wholesaler"),
        with_body("A wholesaler", "None would too. A wholesaler"),
    ],
    "says_who_writes": [
        with_body("Mara Lindholm\n", ""),
        replace(GOOD, body=BODY.replace("Tidewire", "We"), claims=GOOD.claims),
    ],
    "reads_easily": [
        with_body(
            "A wholesaler gave two clerks other work after a month.",
            "A wholesaler that had for many years kept two clerks busy with nothing but lists that"
            " came from one place and had to go to another place gave them other work after a"
            " month, and they were glad of it too.",
        ),
    ],
    "no_spam_trigger": [
        with_body("A wholesaler", "It is risk-free. A wholesaler"),
        with_body("A wholesaler", "Save $$$ today. A wholesaler"),
        with_body("A wholesaler", "This is NEWS. A wholesaler"),
    ],
    "plain_text": [
        with_body("A wholesaler", "A **big** wholesaler"),
        with_body("A wholesaler", "See https://elsewhere.example today. A wholesaler"),
        with_body("A wholesaler", "- one point\n- another\nA wholesaler"),
    ],
    "no_exclamation": [with_body("after a month.", "after a month!")],
}
CASES = [(rule, draft) for rule, drafts in BAD.items() for draft in drafts]


@pytest.mark.parametrize(("rule", "draft"), CASES)
def test_each_rule_can_fail_alone(rule: str, draft: Draft) -> None:
    assert broken(draft) == (rule,)


def test_every_rule_has_a_mail_that_breaks_it() -> None:
    assert set(BAD) == {rule.__name__ for rule in RULES}


def test_the_score_is_the_share_of_rules_kept() -> None:
    share = RUBRIC.judge(with_body("after a month.", "after a month!"), SETTING).share
    assert share == pytest.approx(1 - 1 / len(RULES))


def test_an_empty_mail_keeps_hardly_a_rule() -> None:
    assert RUBRIC.judge(Draft(subject="", body=""), SETTING).share < 0.6


def test_where_nothing_is_known_no_fact_is_asked_for() -> None:
    unknown = replace(SETTING, facts_known=False)
    assert broken(replace(GOOD, claims=()), unknown) == ()


def test_the_person_s_own_role_is_no_third_fact() -> None:
    role = "As CTO you know."
    draft = replace(
        with_body(FACT, f"{FACT} {SECOND} {role}"),
        claims=(claim(FACT, "a"), claim(SECOND, "b"), claim(role, "contact")),
    )
    assert broken(draft) == ()


def test_a_name_given_surname_first_is_greeted_by_the_given_name() -> None:
    turned = replace(SETTING, person_name="Oakley, Livia")
    assert broken(GOOD, turned) == ()
    assert broken(with_body("Hi Livia,", "Hi Oakley,"), turned) == ("right_name",)


def test_nobody_is_greeted_by_a_guess() -> None:
    nameless = replace(SETTING, person_name=None)
    assert broken(GOOD, nameless) == ("right_name",)
    assert broken(with_body("Hi Livia,", "Hello,"), nameless) == ()


def test_a_company_may_shout_and_exclaim_in_its_own_name() -> None:
    shouting = replace(SETTING, company="OAKFIZZ!")
    draft = replace(
        GOOD,
        subject="Copying customer data at OAKFIZZ",
        body=BODY.replace("Pellbrook", "OAKFIZZ!"),
        claims=(claim(FACT.replace("Pellbrook", "OAKFIZZ!"), "founded_year"),),
    )
    assert broken(draft, shouting) == ()


def test_the_seller_s_own_link_is_allowed() -> None:
    assert broken(with_body("A wholesaler", "See https://tidewire.example. A wholesaler")) == ()
