"""Titles: the one a sentence gives a person must be the one a source lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.names import Role
from leadwright.review.grounding.atoms.titles import Title, title_words
from leadwright.review.grounding.atoms.tokens import Span, at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_PEOPLE = frozenset({Role.PERSON, Role.LEAD, Role.PART})
_LONG_TAIL = 12
_CLOSE = 4  # words between a name and its title
_BESIDE = 2
_JOINS = ("and", "&", "/", ",", "-")
_FIELDS = (FactField.DECISION_MAKER, FactField.CONTACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Somebody in the sentence who may bear a title; no key means the lead, spoken to."""

    span: Span
    key: str | None


def check(judge: Judge) -> None:
    """Every title of the sentence that is given to somebody."""
    titles = [title for title in judge.reading.titles if not title.is_plural]
    shared = [title for title in judge.reading.titles if title.is_plural]
    if not titles and not shared:
        return
    bearers = _bearers(judge)
    if not bearers:
        return
    for title in titles:
        for bearer in _bearers_of(judge, title, bearers):
            _prove(judge, title, bearer)
    for title in shared:
        for bearer in _list_beside(judge, title, bearers):
            _prove(judge, title, bearer)


def _bearers(judge: Judge) -> list[Bearer]:
    known = [
        Bearer(span=_with_honorific(judge, known.span), key=known.key)
        for known in judge.reading.known
        if known.roles & _PEOPLE and Role.OWN not in known.roles
    ]
    you = [
        Bearer(span=(index, index + 1), key=None)
        for index, token in enumerate(judge.tokens)
        if _is_you(judge, index) or (token.low == "your" and _is_role_of(judge, index))
    ]
    return sorted((*known, *you), key=lambda bearer: bearer.span)


def _with_honorific(judge: Judge, span: Span) -> Span:
    """`Dr. Jane Roe` as a whole."""
    begin = span[0] - 1 if at(judge.tokens, span[0] - 1).text == "." else span[0]
    named = at(judge.tokens, begin - 1).low in judge.lists["honorifics"]
    return (begin - 1, span[1]) if named else span


def _is_you(judge: Judge, index: int) -> bool:
    """`You` as the one who is or does something, not `with you`."""
    before = at(judge.tokens, index - 1).low
    return judge.tokens[index].low == "you" and before not in judge.lists["prepositions"]


def _is_role_of(judge: Judge, index: int) -> bool:
    """`Your role as`."""
    near = (at(judge.tokens, index + step).low for step in (1, 2))
    return not judge.lists["your_roles"].isdisjoint(near)


def _bearers_of(judge: Judge, title: Title, bearers: Sequence[Bearer]) -> list[Bearer]:
    """Who bears a title: the person right behind it, else the one before it in the same clause."""
    begin, end = title.span
    after = next((b for b in bearers if b.span[0] >= end), None)
    before = next((b for b in reversed(bearers) if b.span[1] <= begin), None)
    if after and _follows_closely(judge, title, after, before):
        return [after]
    if before and _precedes(judge, title, before):
        return [before]
    if after and after.key is not None and _leads_to(judge, end, after.span[0]):
        return [after]
    return [after] if after and after.key is None and _as_title_you(judge, title, after) else []


def _follows_closely(judge: Judge, title: Title, after: Bearer, before: Bearer | None) -> bool:
    """`CEO Jane Roe`, `your CEO, Jane Roe`, `the CEO is Jane Roe`."""
    begin, end = title.span[1], after.span[0]
    if after.key is None:
        return False
    if _is_tail(judge, begin, end):
        return True
    last = at(judge.tokens, end - 1).low
    apart = last == "," and (end - begin == 1 or _is_tail(judge, begin, end - 1))
    if not (apart or (end - begin <= _BESIDE and last in judge.lists["title_equals"])):
        return False
    if before is None or before.key is None:
        return True
    first = _chain_start(judge, title)
    opens = at(judge.tokens, first - 1).low in judge.lists["opens_title"]
    tied = {token.low for token in judge.tokens[before.span[1] : first]}
    return opens and not tied.isdisjoint(judge.lists["title_breaks"])


def _chain_start(judge: Judge, title: Title) -> int:
    """Where a row of titles begins: the founder in `founder, chair and CEO`."""
    begin = title.span[0]
    for other in reversed([t for t in judge.reading.titles if t.span[1] <= title.span[0]]):
        joined = [token.low for token in judge.tokens[other.span[1] : begin]]
        if not all(low in _JOINS for low in joined):
            break
        begin = other.span[0]
    return begin


def _is_tail(judge: Judge, begin: int, end: int) -> bool:
    """Whether only the rest of the title stands before the name: `VP, Mobile & Web Al`."""
    between = judge.tokens[begin:end]
    if not between:
        return True
    bare = all(t.is_capitalised or t.low in judge.lists["title_tail"] for t in between)
    return bare and len(between) <= _LONG_TAIL and between[-1].low not in ("and", "&", "or", ",")


def _precedes(judge: Judge, title: Title, before: Bearer) -> bool:
    """`Jane Roe, your CEO`, `Jane Roe (CEO)`, `Jane runs it as CEO`, `you are the CEO`."""
    rest = _without_titles(judge, before.span[1], title.span[0])
    cues = judge.lists["you_cues" if before.key is None else "title_cues"]
    tied = _ends_in_cue(judge, rest, cues)
    if before.key is None or (title.is_soft and len(rest) > _CLOSE):
        return tied and (before.key is None or "as" in rest)
    beside = judge.lists["title_breaks"].isdisjoint(rest)
    return tied or (beside and all(low in judge.lists["title_links"] for low in rest))


def _ends_in_cue(judge: Judge, rest: Sequence[str], cues: frozenset[str]) -> bool:
    """Whether the words before a title end in `as`, `is`, `holds the`, `being your`."""
    kept = list(rest)
    while kept and kept[-1] in judge.lists["before_title"]:
        kept.pop()
    return bool(kept) and kept[-1] in cues


def _without_titles(judge: Judge, begin: int, end: int) -> list[str]:
    """The words of a stretch, less other titles and what joins them: `, founder and`."""
    inner = [title.span for title in judge.reading.titles if begin <= title.span[0] < end]
    dropped = {index for span in inner for index in range(*span)}
    dropped |= {span[1] for span in inner if at(judge.tokens, span[1]).low in _JOINS}
    return [judge.tokens[index].low for index in range(begin, end) if index not in dropped]


def _leads_to(judge: Judge, begin: int, end: int) -> bool:
    """`As CEO of Acme, Jane`: only the company and small words stand between."""
    own = {
        index
        for known in judge.reading.known
        if Role.OWN in known.roles
        for index in range(*known.span)
    }
    inner = [t.span for t in judge.reading.titles if begin <= t.span[0] < end]
    own |= {index for span in inner for index in range(span[0] - 1, span[1])}
    own |= {index for index in range(begin, end) if judge.tokens[index].is_capitalised}
    rest = [judge.tokens[index].low for index in range(begin, end) if index not in own]
    return len(rest) <= _CLOSE and all(low in judge.lists["title_after"] for low in rest)


def _as_title_you(judge: Judge, title: Title, you: Bearer) -> bool:
    """`As CEO, you`, not `as a founder myself`."""
    before = [at(judge.tokens, title.span[0] - step).low for step in (1, 2)]
    between = [token.low for token in judge.tokens[title.span[1] : you.span[0]]]
    return "as" in before and judge.lists["selves"].isdisjoint(between) and "." not in between


def _list_beside(judge: Judge, title: Title, bearers: Sequence[Bearer]) -> list[Bearer]:
    """`Your co-founders Jane and Bob`, `Jane and Bob, your co-founders`."""
    begin, end = title.span
    named = [b for b in bearers if b.key is not None]
    behind = [b for b in named if b.span[0] >= end]
    if behind and behind[0].span[0] - end <= _BESIDE:
        return _unbroken(judge, behind)
    ahead = [b for b in named if b.span[1] <= begin]
    if ahead and begin - ahead[-1].span[1] <= _CLOSE:
        return _unbroken(judge, ahead[::-1])
    return []


def _unbroken(judge: Judge, bearers: Sequence[Bearer]) -> list[Bearer]:
    """The names of one list, up to the first that is not joined by a comma or `and`."""
    found = list(bearers[:1])
    for bearer in bearers[1:]:
        near, far = sorted((found[-1].span, bearer.span))
        between = judge.tokens[near[1] : far[0]]
        if not between or any(token.low not in (",", "and", "&", "or") for token in between):
            break
        found.append(bearer)
    return found


def _prove(judge: Judge, title: Title, bearer: Bearer) -> None:
    span = judge.reading.written(title.span)
    person_key = bearer.key
    if _is_lead(judge, bearer):
        if title.words <= title_words(judge.desk.context.person_title or "", judge.words):
            return
        keys = judge.desk.lead_names if bearer.key is None else frozenset({bearer.key})
    else:
        keys = frozenset({person_key or ""})

    def test(backing: Backing) -> bool:
        if backing.field is FactField.NEWS:
            return all(backing.wording.has_word(word) for word in title.words) and any(
                key in backing.wording.squeezed for key in keys
            )
        listed = backing.field in _FIELDS and not keys.isdisjoint(backing.person_names)
        return listed and title.words <= backing.title

    message = f"no source gives this person the title {span!r}; use the title in the finding"
    judge.prove(span, test, ProblemCode.TITLE_NOT_IN_EVIDENCE, message)


def _is_lead(judge: Judge, bearer: Bearer) -> bool:
    return (
        bearer.key is None
        or Role.LEAD in judge.desk.book.roles.get(bearer.key, frozenset())
        or (bearer.key in judge.desk.lead_keys)
    )
