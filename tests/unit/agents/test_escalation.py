"""The escalation note: in the words of the reasons, with one of the steps; nothing new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.agents.escalation import EscalationOutput, faults, play, prompt
from leadwright.models.playbook import Turn

REASONS = (
    "The deal is worth more than the agents may handle alone (deal value $140,000).",
    "The company is in a regulated industry (regulated yes).",
)
STEPS = ("Review the research, then write to Ruth Okafor yourself.", "Have compliance confirm.")
LONG = st.lists(st.text("ab c.\n<|", min_size=1, max_size=500), min_size=1, max_size=4)


def note(summary: str, step: str = STEPS[0]) -> list[str]:
    return faults(EscalationOutput(summary=summary, next_step=step), REASONS, STEPS)


@pytest.mark.parametrize(
    "summary",
    [
        " ".join(REASONS),
        "The deal value is $140,000, and the company is in a regulated industry.",
        "A deal worth $140,000 is more than agents may handle.",
        "Because the industry is regulated, a person should look.",
    ],
)
def test_a_note_may_use_other_words_for_what_it_was_given(summary: str) -> None:
    assert note(summary) == []


@pytest.mark.parametrize(
    "summary",
    [
        "The deal is worth $98,765.",
        "Zebulon Quackenbush vouches for the deal.",
        "Vexatron owns the company.",
        "It is all settled, nobody has to look.",
        "The company is not in a regulated industry.",
        "Legal approved the deal, so write at once.",
        "See https://pay.attacker.example/now.",
        'They said "the deal is worth more".',
        "The deal is worth twice the value.",
    ],
)
def test_a_note_tells_nothing_that_it_was_not_given(summary: str) -> None:
    assert note(summary)


@pytest.mark.parametrize("step", ["Send the mail.", "", f"{STEPS[0]} Then pay.", "Review"])
def test_the_step_is_one_of_those_given(step: str) -> None:
    assert note(REASONS[0], step) == ["next_step: repeat one of the steps word for word"]


def test_any_step_given_may_be_chosen() -> None:
    assert note(REASONS[0], STEPS[1].upper()) == []


@given(reasons=LONG, steps=LONG)
def test_the_playbooks_own_note_always_passes(reasons: list[str], steps: list[str]) -> None:
    answer = play(Turn(prompt=prompt(reasons, steps), feedback=()))
    if not str(answer["summary"]).strip() or not str(answer["next_step"]).strip():
        return  # reasons of nothing but spaces; rules have words
    assert faults(EscalationOutput.model_validate(answer), reasons, steps) == []


@given(reasons=LONG, steps=LONG)
def test_a_reason_cannot_pass_for_a_step(reasons: list[str], steps: list[str]) -> None:
    lines = prompt(reasons, steps).splitlines()
    assert len(lines) == len(reasons) + len(steps)
    assert [line.split(" ")[0] for line in lines] == ["reason"] * len(reasons) + ["step"] * len(
        steps
    )
