"""Outreach: what a model changes in a mail, and what stays the frame's."""

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.builders import a_lead
from tests.unit.leads.reading.ledger import a_headline, a_person, read, said

from leadwright.agents.outreach import (
    LONGEST_SUBJECT,
    MailSentence,
    OutreachOutput,
    compose,
    prompt,
)
from leadwright.leads.findings import FactField
from leadwright.tools.catalogue.drafting.contract import (
    CallLine,
    CallPart,
    DraftEmailOutput,
    Sentence,
    to_draft,
)
from leadwright.tools.catalogue.drafting.items import fact_items

FRAME = DraftEmailOutput(
    subject=Sentence(text="Acme after 40", finding_ids=("employees",)),
    paragraphs=(
        (Sentence(text="Hi Ann,"),),
        (
            Sentence(text="Acme is listed at 40 people.", finding_ids=("employees",)),
            Sentence(text="May I ask one thing?"),
        ),
        (Sentence(text="Best,\nNora Lind\nAccount Executive, Northwind"),),
    ),
    linkedin=(Sentence(text="Acme is listed at 40 people, I see.", finding_ids=("employees",)),),
    call_script=(CallLine(text="Hello Ann.", part=CallPart.OPENING),),
    frame="one",
)
FINDINGS = read(
    said(40, FactField.EMPLOYEES), a_person("Bo Ray", "CEO"), a_headline("2013-10-02", "Acme grows")
)


def test_an_empty_answer_leaves_the_frame_as_it_is() -> None:
    assert compose(FRAME, OutreachOutput()) == to_draft(FRAME)


def test_a_new_subject_drops_what_the_old_one_rested_on() -> None:
    draft = compose(FRAME, OutreachOutput(subject="One question"))
    assert draft.subject == "One question"
    assert draft.body == to_draft(FRAME).body
    assert "Acme after 40" not in [claim.text for claim in draft.claims]


def test_new_sentences_are_the_mail_and_the_other_channels_stay() -> None:
    told = [
        MailSentence(text="Hi Ann,"),
        MailSentence(text="You are 40 people.", findings=["employees"], new_paragraph=True),
    ]
    draft, frame = compose(FRAME, OutreachOutput(sentences=told)), to_draft(FRAME)
    assert draft.body == "Hi Ann,\n\nYou are 40 people."
    assert (draft.linkedin_message, draft.call_script) == (
        frame.linkedin_message,
        frame.call_script,
    )
    assert {claim.text for claim in draft.claims} == {
        "You are 40 people.",
        "Acme after 40",
        "Acme is listed at 40 people, I see.",
    }


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(texts=st.lists(st.tuples(WORDS, st.booleans(), st.booleans()), max_size=14))
def test_every_claim_of_a_composed_mail_stands_in_it(
    texts: list[tuple[str, bool, bool]],
) -> None:
    told = [
        MailSentence(text=text, findings=["employees"] if cited else [], new_paragraph=new)
        for text, cited, new in texts
    ]
    draft = compose(FRAME, OutreachOutput(sentences=told))
    channels = [draft.subject, draft.body, draft.linkedin_message, draft.call_script]
    assert all(claim.text in "\n".join(channels) for claim in draft.claims)
    assert len(draft.subject) <= LONGEST_SUBJECT


def test_a_prompt_shows_the_mail_line_by_line_and_the_findings_as_data() -> None:
    text = prompt(a_lead(), FINDINGS, FRAME)
    assert text.splitlines()[0] == "To: unknown role"
    assert "employees: 40 (2013-12-02)" in text
    assert "2 ['employees'] Acme is listed at 40 people." in text
    assert text.endswith("3  Best,\nNora Lind\nAccount Executive, Northwind")


@given(
    title=st.text(st.characters(codec="utf-8") | st.sampled_from("<>\n"), min_size=1, max_size=80)
)
def test_findings_cannot_end_their_own_marks(title: str) -> None:
    findings = read(a_person("Bo Ray", f"CEO {title}"))
    text = prompt(a_lead(), findings, FRAME)
    assert text.count("<findings>") == text.count("</findings>") == 1
    assert text.count("<") == text.count(">") == 2


def test_what_sources_disagree_about_is_not_offered_to_a_mail() -> None:
    findings = read(
        said(2004, FactField.FOUNDED_YEAR, "old"),
        said(2005, FactField.FOUNDED_YEAR, "new"),
        said(40, FactField.EMPLOYEES),
    )
    assert FactField.FOUNDED_YEAR in findings.conflicts
    assert [item.field for item in fact_items(findings)] == [FactField.EMPLOYEES]
