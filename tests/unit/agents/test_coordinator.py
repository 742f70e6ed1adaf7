"""The coordinator: a model may be more careful than the rules, never bolder."""

import pytest
from pydantic_ai.models import Model
from tests.unit.models.notebook import NOW, Told, a_journal, answer

from leadwright.agents import coordinator
from leadwright.agents.base import Colleagues
from leadwright.agents.coordinator import Coordinator, Decision, Move, View
from leadwright.clock import FrozenClock
from leadwright.memory.session import Tier
from leadwright.models.playbook import PlaybookModel

LEGAL = frozenset({Move.DRAFT, Move.ESCALATE, Move.DISQUALIFY, Move.MERGE, Move.REST})
UNSURE = View(legal=LEGAL, researched=True, confidence=0.72, known_facts=2)


async def decide(view: View, *models: Model) -> Decision:
    playbook = PlaybookModel({coordinator.SPEC.output_name: coordinator.play})
    colleagues = Colleagues(models=(*models, playbook), clock=FrozenClock(NOW))
    return await Coordinator(colleagues=colleagues).decide(view, a_journal())


def chooses(move: str, reason: str = "The numbers look thin") -> Told:
    return Told(answer({"move": move, "reason": reason}, tool="next_move"))


async def test_a_model_may_ask_a_person_where_the_rules_would_write() -> None:
    decision = await decide(UNSURE, chooses("escalate"))
    assert (decision.move, decision.by) == (Move.ESCALATE, "told")


@pytest.mark.parametrize("move", ["merge", "disqualify", "rest", "research", "send", ""])
async def test_a_model_may_choose_only_what_is_offered(move: str) -> None:
    decision = await decide(UNSURE, chooses(move))
    assert (decision.move, decision.by) == (Move.DRAFT, "playbook")


@pytest.mark.parametrize("move", ["draft", "escalate"])
@pytest.mark.parametrize(
    "view",
    [
        View(legal=LEGAL, researched=True, reasons=("high_value",)),
        View(legal=LEGAL, researched=True, blocked="a customer"),
        View(legal=LEGAL, researched=True, twin=True),
        View(legal=frozenset({Move.RESEARCH, Move.REST})),
        View(legal=frozenset({Move.REST}), resting=True),
        View(legal=LEGAL, researched=True, confidence=0.9),
    ],
    ids=["reason", "blocked", "twin", "new", "resting", "sure"],
)
async def test_where_the_rules_decide_no_model_is_asked(view: View, move: str) -> None:
    model = chooses(move)
    decision = await decide(view, model)
    assert decision.by == "rules"
    assert model.asked == []


async def test_its_model_sees_numbers_of_the_house_and_nothing_else() -> None:
    model = chooses("draft")
    await decide(UNSURE, model)
    (message,) = model.asked[0]
    told = [part.content for part in message.parts if part.part_kind == "user-prompt"]
    assert told == ["moves: draft, escalate\nconfidence: 0.72\nknown facts: 2"]


async def test_a_reason_that_tells_what_was_not_given_is_not_taken() -> None:
    decision = await decide(UNSURE, chooses("draft", "Vexatron paid $98,765"))
    assert decision.by == "playbook"


async def test_without_a_model_that_decides_a_person_does() -> None:
    colleagues = Colleagues(models=(chooses("merge"),), clock=FrozenClock(NOW))
    decision = await Coordinator(colleagues=colleagues).decide(UNSURE, a_journal())
    assert decision.move is Move.ESCALATE


def test_ambiguous_and_dear_leads_deserve_the_strongest_model() -> None:
    assert coordinator.tier(View(legal=LEGAL, ambiguous=True)) is Tier.COMPLEX
    assert coordinator.tier(View(legal=LEGAL, value_usd=100_000.01)) is Tier.COMPLEX
    assert coordinator.tier(View(legal=LEGAL, value_usd=100_000, known_facts=1)) is Tier.MEDIUM
    assert coordinator.tier(View(legal=LEGAL)) is Tier.FAST
