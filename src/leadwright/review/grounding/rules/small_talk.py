"""Figures that state nothing: 15 minutes for a call, two quick questions, 24/7, 3 pm."""

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.amounts import Amount, Unit
from leadwright.review.grounding.atoms.names import Role
from leadwright.review.grounding.atoms.tokens import at
from leadwright.review.grounding.rules.judge import Judge

_SMALL = 10
_HOURS = 24
_LARGEST = 100  # in talk that is of nobody
_LONG_LETTER = 500  # words
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


def is_idle(judge: Judge, amount: Amount) -> bool:
    """Whether a figure states nothing of either side's business."""
    if amount.unit is Unit.MONEY:
        return judge.reading.written(amount.span) == "a million-dollar"
    shared = [other for other in (_out_of(judge, amount), _counted_before(judge, amount)) if other]
    spared = judge.is_aside and _is_of_nobody(judge, amount)
    if spared or _is_number_of_line(judge, amount) or any(is_idle(judge, o) for o in shared):
        return True
    if amount.unit in (Unit.PERCENT, Unit.HEADS):
        return amount.unit is Unit.PERCENT and _is_of_speech(judge, amount)
    if any(rule(judge, amount) for rule in (_is_clock, _is_idiom, _counts_names)):
        return True
    minutes = amount.noun in judge.lists["minutes"]
    rules = (_is_minutes,) if minutes else (_is_ordinal, _is_talk)
    return any(rule(judge, amount) for rule in rules)


def _is_of_speech(judge: Judge, amount: Amount) -> bool:
    """A hundred percent sure; half of the work, of nobody's."""
    sure = at(judge.tokens, amount.span[1]).low in judge.lists["percent_of_speech"]
    begin = amount.span[0]
    half = judge.tokens[begin].low == "half"
    rest = at(judge.tokens, begin - 1).low in ("last", "other", "final", "remaining")
    return sure or ((half or rest) and not (judge.of_us or judge.of_them))


def _is_minutes(judge: Judge, _: Amount) -> bool:
    """Minutes and hours of a call, not those that customers save."""
    told = judge.has("bodies") or judge.has("heads")
    spent = told and judge.of_firm and judge.has("saving")
    return not (judge.has("savings") or spent)


def _is_of_nobody(judge: Judge, amount: Amount) -> bool:
    """Three people look for it, a hundred other things: in talk of neither side's business."""
    if any(backing.figure == amount.value for backing in judge.desk.backings.values()):
        return False
    if amount.unit is Unit.HEADS:
        return amount.value <= _SMALL and amount.noun in ("people", "persons", "folks", "humans")
    plain = amount.unit in (Unit.OTHER, Unit.BARE) and amount.noun not in judge.lists["countable"]
    return plain and amount.value <= _LARGEST


def _is_number_of_line(judge: Judge, amount: Amount) -> bool:
    """`Step 2:`, `all three of you`."""
    begin, end = amount.span
    if begin <= 1 and at(judge.tokens, end).text == ":" and amount.value <= _SMALL:
        return True
    if "scale" in {at(judge.tokens, begin - step).low for step in (2, 4)}:
        return True  # on a scale of 1 to 10
    addressed = (at(judge.tokens, end).low, at(judge.tokens, end + 1).low) == ("of", "you")
    return addressed and at(judge.tokens, begin - 1).low == "all" and amount.value <= _SMALL


def _out_of(judge: Judge, amount: Amount) -> Amount | None:
    """The nine of `nine times out of ten people agree`."""
    begin = amount.span[0]
    if (at(judge.tokens, begin - 2).low, at(judge.tokens, begin - 1).low) != ("out", "of"):
        return None
    ahead = [other for other in judge.reading.amounts if other.span[1] <= begin]
    return ahead[-1] if ahead else None


def _counted_before(judge: Judge, amount: Amount) -> Amount | None:
    """The figure whose noun a bare one shares: ten minutes for you and twenty for me."""
    near = at(judge.tokens, amount.span[0] - 1).low
    if amount.unit is not Unit.BARE or near not in (",", "or", "and", "to", "other"):
        return None
    ahead = [other for other in judge.reading.amounts if other.span[1] <= amount.span[0]]
    return ahead[-1] if ahead and ahead[-1].unit is Unit.OTHER else None


def _is_ordinal(judge: Judge, amount: Amount) -> bool:
    """The 2nd of something that nobody counts."""
    follow = at(judge.tokens, amount.span[1] + 1).low
    return amount.noun in _ORDINAL_ENDS and follow not in judge.lists["counted_ordinals"]


def _is_talk(judge: Judge, amount: Amount) -> bool:
    """A dozen reasons, half a loaf, zero risk, three systems."""
    if amount.in_words and judge.tokens[amount.span[0]].low in ("a", "half"):
        return not (amount.unit is Unit.BARE or counts_business(judge, amount.span[1]))
    if _is_multiple(judge, amount):
        return False
    letters = amount.noun in judge.lists["letter_nouns"] and amount.value <= _LONG_LETTER
    small = amount.value <= _SMALL and _is_small_talk(judge, amount)
    return not amount.value or letters or small


def _is_multiple(judge: Judge, amount: Amount) -> bool:
    """Ten times faster, three times as many, 5 times the output."""
    follow = at(judge.tokens, amount.span[1] + 1).low
    return amount.noun == "times" and (
        follow in ("as", "the", "more", "less") or follow.endswith("er")
    )


def _is_small_talk(judge: Judge, amount: Amount) -> bool:
    """Two quick questions, from one to ten, three systems: small, in words, nothing they own."""
    if amount.noun in judge.lists["idle_nouns"]:
        return True
    before = at(judge.tokens, amount.span[0] - 1).low
    if before == "or":
        return amount.in_words
    owned = before in judge.lists["owns"] and (judge.of_them or judge.has("third_parties"))
    if not amount.in_words or owned or amount.noun in judge.lists["countable"]:
        return False
    heads = amount.unit is Unit.BARE and FactField.EMPLOYEES in {b.field for b in judge.cited}
    return not heads


def _is_clock(judge: Judge, amount: Amount) -> bool:
    """10:30, 11am, Friday after 2."""
    begin, end = amount.span
    tokens = judge.tokens
    if at(tokens, end).low in ("am", "pm", "a.m.", "p.m."):
        return True
    if amount.value <= _HOURS and judge.has("weekdays"):
        asked = tokens[-1].text == "?" and amount.noun not in judge.lists["countable"]
        if amount.unit is Unit.BARE or asked or _is_hour(judge, amount):
            return True
    if amount.value <= _HOURS and judge.has("meeting") and _is_hour(judge, amount):
        return True
    ahead = at(tokens, end).text == ":" and at(tokens, end + 1).is_number
    return ahead or (at(tokens, begin - 1).text == ":" and at(tokens, begin - 2).is_number)


def _is_hour(judge: Judge, amount: Amount) -> bool:
    """Open from 8 to 6."""
    return (
        amount.unit in (Unit.BARE, Unit.OTHER)
        and at(judge.tokens, amount.span[0] - 1).low in judge.lists["before_hours"]
        and amount.noun not in judge.lists["countable"]
    )


def _is_idiom(judge: Judge, amount: Amount) -> bool:
    begin, end = amount.span
    text = judge.sentence.text
    start, stop = judge.tokens[begin].start, judge.tokens[end - 1].end
    around = text[max(0, start - 4) : stop + 10]
    return any(idiom in around for idiom in judge.lists["idioms"])


def _counts_names(judge: Judge, amount: Amount) -> bool:
    """`Your two founders, Jane and Bob`: as many as are named."""
    people = {k.key for k in judge.reading.known if k.roles & {Role.PERSON, Role.LEAD, Role.PART}}
    return amount.value == len(people) > 0


def counts_business(judge: Judge, index: int) -> bool:
    """Whether one of the next words is something a company has or sells to."""
    lists = judge.lists
    own = lists["countable"] | lists["heads"] | lists["your_nouns"] | lists["plurals"]
    near = {at(judge.tokens, index + step).low for step in range(4)}
    return not near.isdisjoint(own) or not near.isdisjoint(lists["funding"] | {"dollars", "$"})
