"""Dates and times counted from today."""

from datetime import date

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.dates import Dated, Day
from leadwright.review.grounding.atoms.elapsed import Elapsed, Step
from leadwright.review.grounding.atoms.tokens import at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_FIELDS = {
    "founding": FactField.FOUNDED_YEAR,
    "funding": FactField.LAST_ROUND,
}
_MARGIN = 1
_REACH = 8  # words, a comma counting for more: beyond it a word says nothing about a date
_SHORT_QUOTE = 40


def check(judge: Judge) -> None:
    """Every date of the sentence."""
    for dated in judge.reading.dates:
        if not (_is_appointment(judge, dated) or _is_sellers(judge, dated)):
            _prove(judge, dated)
    for elapsed in judge.reading.elapsed:
        if not _is_idle(judge, elapsed):
            _prove_elapsed(judge, elapsed)


def _prove(judge: Judge, dated: Dated) -> None:
    span = judge.reading.written(dated.span)
    role = _role(judge, dated.span)

    def days(backing: Backing) -> list[Day]:
        seen = backing.seen if role is None and _was_seen(judge, dated, backing) else ()
        return [*_days(backing), *seen]

    def test(backing: Backing) -> bool:
        return _may_speak(backing, role) and any(
            when.holds(day) for when in dated.readings for day in days(backing)
        )

    message = f"{span!r} is not the date the evidence gives; use the one in the finding cited"
    judge.prove(span, test, ProblemCode.DATE_NOT_IN_EVIDENCE, message)


def _prove_elapsed(judge: Judge, elapsed: Elapsed) -> None:
    span = judge.reading.written(elapsed.span)
    today: date | None = judge.desk.context.today
    role = _role(judge, elapsed.span)

    def test(backing: Backing) -> bool:
        if today is None or not _may_speak(backing, role):
            return _is_told(backing, judge, elapsed)
        counted = any(elapsed.holds(day, today) for day in _days(backing))
        return counted or _is_told(backing, judge, elapsed)

    if _lies_between(judge, elapsed):
        judge.facts += 1
        return
    message = f"{span!r} does not count exactly to a date in the evidence; give the date itself"
    judge.prove(span, test, ProblemCode.DATE_NOT_IN_EVIDENCE, message)


def _lies_between(judge: Judge, elapsed: Elapsed) -> bool:
    """`Two months later`: the exact time between two dates that the sentence cites."""
    behind = at(judge.tokens, elapsed.span[1]).low
    if behind not in ("later", "earlier", "after", "before", "apart"):
        return False
    days = [backing.day for backing in judge.cited if backing.day is not None]
    return any(
        elapsed.holds(first, date(then.year, then.month, then.day))
        for first in days
        for then in days
        if then.month is not None and then.day is not None and then != first
    )


def _is_told(backing: Backing, judge: Judge, elapsed: Elapsed) -> bool:
    """Whether a source says it in so many words: a three-year deal."""
    if not backing.is_free_text:
        return False
    told = [known for reading in backing.readings for known in reading.elapsed]
    same = any(known.count == elapsed.count and known.step is elapsed.step for known in told)
    begin, end = elapsed.span
    return same or backing.wording.has_phrase(judge.tokens[begin:end])


def _may_speak(backing: Backing, role: FactField | None) -> bool:
    """Whether a finding may give a date in this role; headlines may give any."""
    if role is None or backing.field is FactField.NEWS:
        return True
    if role is FactField.LAST_ROUND:
        return backing.field in (FactField.LAST_ROUND, FactField.TOTAL_FUNDING_USD)
    return backing.field is role


def _days(backing: Backing) -> list[Day]:
    """The days a finding gives: its value, and those in its quotes that speak of the same."""
    days = [backing.day] if backing.day else []
    texts = [text for text in backing.texts if len(text) <= _SHORT_QUOTE]
    founding = backing.field is FactField.FOUNDED_YEAR
    if not founding or len(texts) == len(backing.texts):
        return [*days, *backing.days]
    year = backing.day.year if backing.day else None
    return days + [day for day in backing.days if day.year == year]


def _was_seen(judge: Judge, dated: Dated, backing: Backing) -> bool:
    """Whether a date tells when a source saw what else the sentence says: 20 people in May 2012."""
    near, far = at(judge.tokens, dated.span[0] - 1).low, at(judge.tokens, dated.span[0] - 2).text
    if near == "since" or (near == "from" and far != ","):  # ", from May 2012" dates the source
        return False
    others = [other for other in judge.reading.dates if other is not dated]
    days = [cited.day for cited in judge.cited if cited.day is not None]
    if not all(any(when.holds(day) for o in others for when in o.readings) for day in days):
        return False  # the sentence still owes the day of an event it cites
    return backing.id in judge.used or (backing.person is not None and bool(judge.reading.titles))


def _role(judge: Judge, span: tuple[int, int]) -> FactField | None:
    """The field that the nearest word asks for, where one is clearly nearer than the other."""
    near, far = at(judge.tokens, span[0] - 1).low, at(judge.tokens, span[0] - 2).low
    if near in ("since", "by", "until") or (far, near) == ("as", "of"):
        return None
    spans = [dated.span for dated in judge.reading.dates]
    gaps = {
        name: judge.distance(span, judge.nearest(span, _cues(judge, name), spans))
        for name in _FIELDS
    }
    close = {name: gap for name, gap in gaps.items() if gap is not None and gap <= _REACH}
    founding, funding = close.get("founding"), close.get("funding")
    if founding is None and funding is None:
        return None
    if funding is None or (founding is not None and founding + _MARGIN <= funding):
        return FactField.FOUNDED_YEAR if _is_founding_sure(judge) else None
    if founding is None or funding + _MARGIN <= founding:
        return FactField.LAST_ROUND
    return None


def _cues(judge: Judge, name: str) -> list[int]:
    places = judge.places(judge.lists[name])
    if name == "funding":
        places += [named.span[0] for named in judge.reading.rounds]
    return places


def _is_founding_sure(judge: Judge) -> bool:
    """`Started` and `launched` may be said of a product too; then the headline decides."""
    return not any(backing.field is FactField.NEWS for backing in judge.cited)


def _is_appointment(judge: Judge, dated: Dated) -> bool:
    """A day proposed for a call, or the year that is running or next, when nothing is claimed."""
    if (judge.claimed and judge.cited) or judge.has("founding"):
        return False
    when = dated.when
    if judge.has("funding") and not (judge.is_aside and when.first_year is None):
        return False
    if judge.is_aside and judge.has("me"):
        return True  # I found one from 2009
    return _is_proposed(judge, dated)


def _is_proposed(judge: Judge, dated: Dated) -> bool:
    """The 3rd of May at noon; budgets for next year."""
    when = dated.when
    if when.day is None and when.first_year is None and not judge.reading.events:
        return True
    if when.day is not None or when.first_year is None:
        asks = judge.has("meeting") or judge.has("weekdays")
        return asks or judge.tokens[-1].text == "?"
    return _is_planned_year(judge, dated)


def _is_planned_year(judge: Judge, dated: Dated) -> bool:
    """Budgets for 2014; it's 2013, and invoices still arrive by fax."""
    today, before = judge.desk.context.today, at(judge.tokens, dated.span[0] - 1).low
    if today is None or judge.reading.events or before == "since":
        return False
    year = dated.when.first_year
    return year == today.year + 1 or (year == today.year and (before == "for" or not judge.of_them))


def _is_sellers(judge: Judge, dated: Dated) -> bool:
    begin, end = dated.span
    return judge.of_us and judge.desk.seller.wording.has_phrase(judge.tokens[begin:end])


def _is_idle(judge: Judge, elapsed: Elapsed) -> bool:
    """Time that says nothing of the company: the next two weeks, I read it last week."""
    begin, end = elapsed.span
    if judge.desk.seller.wording.has_phrase(judge.tokens[begin:end]):
        return True
    ahead = not elapsed.is_ago and at(judge.tokens, begin - 1).low in judge.lists["ahead"]
    if ahead or (judge.is_aside and (judge.has("me") or not judge.reading.events)):
        return True
    if elapsed.is_calendar and at(judge.tokens, end).low == "'s":  # last month's invoices
        told = at(judge.tokens, end + 1).low in judge.lists["mishaps"]
        return not told and _tells_no_event(judge)
    if elapsed.step in (Step.DAY, Step.WEEK):
        return _is_idle_short(judge, elapsed)
    return not ((judge.claimed and judge.cited) or judge.of_them or judge.of_us)


def _is_idle_short(judge: Judge, elapsed: Elapsed) -> bool:
    """Days and weeks: I read it last week, two days a month; not what we say we save."""
    if elapsed.is_ago:
        return _tells_no_event(judge)
    follow = at(judge.tokens, elapsed.span[1]).low
    if follow in judge.lists["compared"] or judge.has("savings"):
        return False
    if follow in ("a", "per", "each", "every"):
        return True
    return judge.has("meeting") or not (judge.of_us or judge.cited)


def _tells_no_event(judge: Judge) -> bool:
    """Whether nothing in the sentence happened to the company: we spoke of you last week."""
    news = any(backing.field is FactField.NEWS for backing in judge.cited)
    return not (news or judge.reading.events or judge.has("funding") or judge.has("founding"))
