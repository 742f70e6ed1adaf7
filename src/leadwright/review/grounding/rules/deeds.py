"""Deeds: events, funding rounds by name, and headlines told in other words."""

from leadwright.leads.findings import FactField, NewsValue
from leadwright.review.grounding.atoms.events import Event
from leadwright.review.grounding.atoms.names import Role
from leadwright.review.grounding.atoms.rounds import Round
from leadwright.review.grounding.atoms.tokens import at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_STEM = 5
_FOUNDER = frozenset({"founder"})


def check(judge: Judge) -> None:
    """Events and rounds of the sentence, and whether it tells the headline it cites."""
    for named in judge.reading.rounds:
        _prove_round(judge, named)
    for event in judge.reading.events:
        _prove_event(judge, event)
    _check_headline(judge)


def _prove_round(judge: Judge, named: Round) -> None:
    if _is_general(judge, named):
        return
    span = judge.reading.written(named.span)

    def test(backing: Backing) -> bool:
        return named.kind in backing.rounds

    message = f"{span!r} is not the round in the evidence; name it as the finding does"
    judge.prove(span, test, ProblemCode.ROUND_TYPE_MISMATCH, message)


def _is_general(judge: Judge, named: Round) -> bool:
    """`We work with Series A startups` says nothing of this company."""
    near = {at(judge.tokens, named.span[1] + step).low for step in (0, 1, 2)}
    return not near.isdisjoint(judge.lists["plurals"]) and judge.of_us and not judge.claimed


def _prove_event(judge: Judge, event: Event) -> None:
    span = judge.reading.written(event.span)
    sources = frozenset(
        field for kind in event.kinds for field in judge.words.event_sources.get(kind, ())
    )

    def test(backing: Backing) -> bool:
        if backing.field.value in sources or event.kinds & backing.events:
            return True
        return "found" in event.kinds and bool(backing.title & _FOUNDER)

    message = f"nothing cited says so: {span!r}; cite the finding that does or leave it out"
    judge.prove(span, test, ProblemCode.EVENT_NOT_IN_EVIDENCE, message)


def _check_headline(judge: Judge) -> None:
    """A sentence that cites headlines alone must share something with one of them."""
    if not (judge.claimed and judge.cited) or any(
        b.field is not FactField.NEWS for b in judge.cited
    ):
        return
    said = _content(judge)
    if judge.facts or not said:
        return
    told = frozenset(low[:_STEM] for backing in judge.cited for low in backing.wording.lows)
    if said.isdisjoint(told) and any(_has_headline(backing) for backing in judge.cited):
        span = judge.sentence.text
        message = "the sentence shares no word with the headline it cites; tell that headline"
        judge.fault(ProblemCode.WRONG_FINDING, span, message)


def _has_headline(backing: Backing) -> bool:
    value = backing.finding.value
    return isinstance(value, NewsValue) and bool(value.headline)


def _content(judge: Judge) -> frozenset[str]:
    """The stems of the words that carry the sentence, without the company's own name."""
    own = {
        index
        for known in judge.reading.known
        if known.roles & {Role.OWN, Role.LEAD, Role.SELLER}
        for index in range(*known.span)
    }
    skip = judge.lists["function"] | judge.lists["openers"] | judge.lists["skip"]
    return frozenset(
        token.low[:_STEM]
        for index, token in enumerate(judge.tokens)
        if index not in own and token.is_word and len(token.low) >= _STEM and token.low not in skip
    )
