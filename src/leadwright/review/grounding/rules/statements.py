"""Statements: what is said of the reader's company without a name or a number."""

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.happenings import HappeningReader, cheers_for
from leadwright.review.grounding.atoms.names import Role
from leadwright.review.grounding.atoms.statements import StatementReader
from leadwright.review.grounding.atoms.tokens import Span
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_THEIRS = frozenset({Role.OWN, Role.PERSON, Role.PART})
_FREE_TEXT = frozenset({FactField.NEWS})
_EVENTFUL = frozenset({FactField.NEWS, FactField.LAST_ROUND, FactField.TOTAL_FUNDING_USD})


def check(judge: Judge) -> None:
    """Last of the rules: a sentence in which nothing was proved may state nothing of them."""
    told = judge.claimed and bool(judge.cited)
    if judge.problems or (told and (judge.facts or _tells_news(judge))):
        return
    named = tuple(k.span for k in judge.reading.known if k.roles & _THEIRS)
    span = _stated(judge, named, told=told and any(b.is_free_text for b in judge.cited))
    if span is not None:
        _fault(judge, judge.reading.written(span))


def _stated(judge: Judge, named: tuple[Span, ...], *, told: bool) -> Span | None:
    """What it states; words that a source may tell as well count only where they tell a change."""
    titles = [title.span for title in judge.reading.titles]
    if judge.of_them or named or judge.has("businesslike"):
        for statement in StatementReader(judge.tokens, named, titles, judge.words).find():
            if statement.happened or not told:
                return statement.span
    if not judge.lows.isdisjoint(judge.words.happenings):
        for span in HappeningReader(judge.tokens, named, judge.words).find():
            if not _looks_back(judge, judge.tokens[span[1] - 1].low):
                return span
    return _cheered(judge) if judge.has("praise") else _boasted(judge)


def _looks_back(judge: Judge, low: str) -> bool:
    """`Your recent milestone`, where the draft tells of a headline or a round elsewhere."""
    backings = (judge.desk.backings.get(finding_id) for finding_id in judge.desk.told)
    told = any(backing is not None and backing.field in _EVENTFUL for backing in backings)
    return told and low in judge.lists["looks_back"]


def _cheered(judge: Judge) -> Span | None:
    """Congratulations on something that nothing in the draft has told."""
    said = cheers_for(judge.tokens, judge.words)
    if not said or any(token.low in judge.lists["looks_back"] for token in said):
        return None
    named = any(token.low in judge.lists["mishaps"] for token in said)
    if not (named or said[0].low == "your" or said[0].low.endswith("ing")):
        return None
    first, last = judge.tokens.index(said[0]), judge.tokens.index(said[-1])
    return (first, last + 1)


def _boasted(judge: Judge) -> Span | None:
    """`We are the market leader`, where the seller's own texts do not say so."""
    if not judge.of_firm or not judge.has("boasts"):
        return None
    for place in judge.places(judge.lists["boasts"]):
        near = {token.low for token in judge.tokens[max(0, place - 4) : place]}
        low = judge.tokens[place].low
        if near & judge.lists["to_be"] and not judge.desk.seller.wording.has_word(low):
            return (place, place + 1)
    return None


def _tells_news(judge: Judge) -> bool:
    """A headline told in other words is held against the headline by another rule."""
    return all(backing.field in _FREE_TEXT for backing in judge.cited)


def _fault(judge: Judge, span: str) -> None:
    message = f"{span!r} is said of them and nothing is cited for it; cite a finding or ask instead"
    judge.fault(ProblemCode.STATEMENT_NOT_IN_EVIDENCE, span, message)
