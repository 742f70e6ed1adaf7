"""Deeds: events, funding rounds by name, and headlines told in other words."""

from collections.abc import Mapping

from leadwright.leads.findings import FactField, NewsValue
from leadwright.review.grounding.atoms.events import Event
from leadwright.review.grounding.atoms.names import Role
from leadwright.review.grounding.atoms.rounds import Round
from leadwright.review.grounding.atoms.scan import Reading
from leadwright.review.grounding.atoms.tokens import at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_STEM = 5
_FOUNDER = frozenset({"founder"})


def check(judge: Judge) -> None:
    """Events and rounds of the sentence, and who bought whom."""
    _check_sides(judge)
    for named in judge.reading.rounds:
        _prove_round(judge, named)
    for event in judge.reading.events:
        _prove_event(judge, event)


def _prove_round(judge: Judge, named: Round) -> None:
    if _is_general(judge, named):
        return
    span = judge.reading.written(named.span)

    def test(backing: Backing) -> bool:
        told = backing.field is FactField.NEWS and backing.wording.has_word(named.kind)
        return told or named.kind in backing.rounds

    message = f"{span!r} is not the round in the evidence; name it as the finding does"
    judge.prove(span, test, ProblemCode.ROUND_TYPE_MISMATCH, message)


def _is_general(judge: Judge, named: Round) -> bool:
    """`We work with Series A startups` says nothing of this company."""
    near = {at(judge.tokens, named.span[1] + step).low for step in (0, 1, 2)}
    return not near.isdisjoint(judge.lists["plurals"]) and judge.of_us and not judge.claimed


def _check_sides(judge: Judge) -> None:
    """Who bought whom must be told as the headline tells it."""
    said = _side(judge.reading, judge.lists)
    if said is None:
        return
    told = [_side(reading, judge.lists) for b in judge.cited for reading in b.readings]
    sides = {side for side in told if side is not None}
    if sides and said not in sides:
        message = "the headline tells it the other way round: buyer and bought are exchanged"
        judge.fault(ProblemCode.EVENT_NOT_IN_EVIDENCE, judge.sentence.text, message)


def _side(reading: Reading, lists: Mapping[str, frozenset[str]]) -> str | None:
    """Whether the company written to is the buyer or the one bought, if a text tells."""
    tokens = reading.tokens
    verb = next((i for i, t in enumerate(tokens) if t.low in lists["bought"]), None)
    if verb is None:
        return None
    own = {i for k in reading.known if Role.OWN in k.roles for i in range(*k.span)}
    own |= {i for i, token in enumerate(tokens) if token.low in ("you", "your")}
    passive = at(tokens, verb + 1).low == "by"
    if own & {verb + 2, verb + 3} if passive else own & {verb + 1}:
        return "buyer" if passive else "bought"
    if any(_is_subject(reading, index, verb, lists) for index in own):
        return "bought" if passive else "buyer"
    return None


def _is_subject(
    reading: Reading, index: int, verb: int, lists: Mapping[str, frozenset[str]]
) -> bool:
    """Whether only small words stand between a name and the verb."""
    between = [token.low for token in reading.tokens[index + 1 : verb]]
    return index < verb and all(
        low in lists["skip"] or low in lists["your_nouns"] or low.endswith("ly") for low in between
    )


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


def check_headline(judge: Judge) -> None:
    """A sentence that cites headlines alone must share something with one of them."""
    if not (judge.claimed and judge.cited and judge.whole) or any(
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
