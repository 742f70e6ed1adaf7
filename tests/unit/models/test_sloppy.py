"""The sloppy model errs as told: every lie it keeps is really a lie, and really in its answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_ai.messages import ToolCallPart
from tests.unit.models.notebook import Told, a_request, answer, parameters, seeded

from leadwright.models.sloppy import Lie, Other, Slip, SloppyModel, mail, notes
from leadwright.models.sloppy.bending import bend, beside
from leadwright.models.sloppy.lies import book
from leadwright.models.sloppy.slips import WHOLE, draw

PROMPT = """To: CFO
<findings>
employees: 180 (2026-09-30)
founded_year: 2014 (2026-09-30)
decision_maker:1: Oskar Lunde | CEO and founder (2026-09-30)
</findings>
subject: Invoices at Harborline Freight
1  Hi Maya,
2 ['employees'] Harborline Freight was listed at 180 people in September 2026.
2  Is matching invoices by hand a topic?
3  Best wishes,
Nora Lind"""
OTHER = Other(person="Priya Raman", company="Saltmarsh Foods", email="priya@saltmarsh.example")


@pytest.mark.parametrize(
    ("sentence", "bent"),
    [
        ("You were founded in 2014.", {"2012", "2013", "2015"}),
        ("You are 180 people.", {"200"}),
        ("You are 200 people.", {"300"}),
        ("You raised $18 million.", {"$20 million", "$18 billion", "€18 million"}),
        ("Oskar Lunde is your CEO.", {"CFO"}),
    ],
)
def test_a_bent_sentence_says_something_else(sentence: str, bent: set[str]) -> None:
    found = {bend(sentence, seeded(seed)) for seed in range(40)}
    assert sentence not in found
    assert all(any(word in str(one) for word in bent) for one in found)


def test_a_sentence_without_facts_cannot_be_bent() -> None:
    assert bend("Is this a topic for you?", seeded(1)) is None


def test_what_is_told_beside_a_finding_is_not_what_it_says() -> None:
    for seed in range(40):
        told = beside("employees", "180", seeded(seed))
        assert told is not None
        assert "180" not in told
    assert beside("contact", "Maya Brandt | CFO", seeded(1)) is None


def test_a_mail_is_read_from_its_prompt_and_answered_as_it_stands() -> None:
    told = mail.Mail.read(PROMPT).answer()["sentences"]
    assert told == [
        {"text": "Hi Maya,", "findings": [], "new_paragraph": False},
        {
            "text": "Harborline Freight was listed at 180 people in September 2026.",
            "findings": ["employees"],
            "new_paragraph": True,
        },
        {"text": "Is matching invoices by hand a topic?", "findings": [], "new_paragraph": False},
        {"text": "Best wishes,\nNora Lind", "findings": [], "new_paragraph": True},
    ]


@given(seed=st.integers(0, 10_000), slip=st.sampled_from([s for s in Slip if s not in WHOLE]))
def test_every_lie_kept_stands_in_the_mail(seed: int, slip: Slip) -> None:
    letter = mail.Mail.read(PROMPT)
    mail.spoil(letter, slip, [OTHER], seeded(seed))
    said = {sentence.text: tuple(sentence.cited) for sentence in letter.sentences}
    if slip is not Slip.NEEDLESS_DOUBT:
        assert len(letter.lies) == 1
    for lie in letter.lies:
        assert lie.text in said or lie.text == letter.subject
        assert lie.cited is None or said[lie.text] == lie.cited


@given(seed=st.integers(0, 10_000), slip=st.sampled_from([s for s in Slip if s not in WHOLE]))
def test_every_lie_kept_stands_in_the_note(seed: int, slip: Slip) -> None:
    note, lies = notes.spoil(
        {"summary": "Too dear.", "next_step": "Look."}, slip, [OTHER], seeded(seed)
    )
    assert [isinstance(lie, Lie) for lie in lies] == [True]
    assert lies[0].text in f"{note['summary']} {note['next_step']}"


def test_slips_that_spoil_the_whole_stand_alone() -> None:
    always = dict.fromkeys(Slip, 1.0)
    (slip,) = draw(always, seeded(1))
    assert slip in WHOLE
    others = {slip: 1.0 for slip in Slip if slip not in WHOLE}
    assert set(draw(others, seeded(1))) == set(others)
    assert draw(dict.fromkeys(Slip, 0.0), seeded(1)) == ()


def test_the_book_of_lies_fills_every_place() -> None:
    lies = book()
    assert set(lies) == {"mail", "leaks", "notes", "others", "bent"}
    assert all(word != other for word, other in lies["bent"]["words"])


@pytest.mark.parametrize("slip", list(Slip))
async def test_an_answer_never_takes_more_tokens_than_the_limit_allows(slip: Slip) -> None:
    honest = answer({"sentences": None, "subject": None}, tokens=7)
    model = SloppyModel(Told(honest), seed=1, rates={slip: 1.0})
    said = await model.request(a_request(PROMPT), {"max_tokens": 30}, parameters())
    assert said.usage.input_tokens == 7
    assert said.usage.output_tokens <= 30
    assert said.model_name == "sloppy:told"
    assert model.slips[slip] == 1


async def test_without_rates_it_is_the_model_it_wraps() -> None:
    honest = answer({"a": 1})
    model = SloppyModel(Told(honest), seed=1, rates={})
    said = await model.request(a_request(), None, parameters())
    (call,) = said.parts
    assert isinstance(call, ToolCallPart)
    assert call.args == {"a": 1}
    assert not any(model.slips.values())
