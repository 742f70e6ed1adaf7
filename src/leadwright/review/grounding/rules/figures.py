"""Figures: head counts, money, shares and sizes told without a number."""

from decimal import Decimal
from enum import IntEnum

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.amounts import Amount, Sense, Unit
from leadwright.review.grounding.atoms.tokens import Span, at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge
from leadwright.review.grounding.rules.small_talk import counts_business, is_idle

_NEAR = (Decimal("0.7"), Decimal("1.45"))
_LOWER_BOUND = Decimal("0.9")
_MIN_DIGITS = 2
_BIG = 1000
_MONEY_FIELDS = frozenset({FactField.TOTAL_FUNDING_USD, FactField.LAST_ROUND})
_RANGES = {
    "dozens": (24, 200),
    "scores": (40, 200),
    "hundreds": (200, 2000),
    "thousands": (2000, 20000),
    "millions": (2_000_000, 1_000_000_000),
    "billions": (2_000_000_000, 10**13),
    "five-figure": (10**4, 10**5),
    "six-figure": (10**5, 10**6),
    "seven-figure": (10**6, 10**7),
    "eight-figure": (10**7, 10**8),
    "nine-figure": (10**8, 10**9),
    "double-digit": (10, 100),
    "triple-digit": (100, 1000),
}
_VAGUE = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "hundred", "thousand"})


class Fit(IntEnum):
    """How well a stated figure agrees with a known one."""

    NONE = 0
    ROUNDED = 1
    CURRENCY = 2
    EXACT = 3


def fit(amount: Amount, known: Decimal) -> Fit:
    """Compare a figure as stated with one as known; rounding up is never exact."""
    stated = amount.value
    if amount.sense is Sense.ABOVE:
        if known * _LOWER_BOUND <= stated < known:
            return Fit.EXACT
        return Fit.ROUNDED if _is_near(stated, known) else Fit.NONE
    if stated == known or (amount.unit is Unit.MONEY and _is_shorthand(stated, known)):
        return Fit.EXACT
    return Fit.ROUNDED if _is_near(stated, known) else Fit.NONE


def _is_near(stated: Decimal, known: Decimal) -> bool:
    return bool(known) and _NEAR[0] <= stated / known <= _NEAR[1]


def _is_shorthand(stated: Decimal, known: Decimal) -> bool:
    """$6.2M for 6,230,899: at least two digits, properly rounded, and never above what is known."""
    parts = stated.normalize().as_tuple()
    if len(parts.digits) < _MIN_DIGITS or not isinstance(parts.exponent, int):
        return False
    step = Decimal(1).scaleb(parts.exponent)
    return Decimal(0) <= known - stated < step / 2


def check(judge: Judge) -> None:
    """Every figure of the sentence."""
    for amount in judge.reading.amounts:
        if not (is_idle(judge, amount) or _is_sellers(judge, amount)):
            _prove(judge, amount)
    for span in judge.reading.sizes:
        _prove_size(judge, span)
    for index in judge.places(frozenset(judge.words.ordinals)):
        if at(judge.tokens, index + 1).low in judge.lists["counted_ordinals"]:
            _prove_ordinal(judge, index)


def _prove(judge: Judge, amount: Amount) -> None:
    span = judge.reading.written(amount.span)
    money = is_money(judge, amount)
    if money and not _role_holds(judge, amount):
        message = f"{span!r} is not the amount the evidence gives for this; name the right one"
        judge.fault(_best_code(judge, amount, money=True), span, message)
        return

    def test(backing: Backing) -> bool:
        return best_fit(backing, amount, money=money) is Fit.EXACT

    code = _best_code(judge, amount, money=money)
    judge.prove(span, test, code, _message(code, span))


def _message(code: ProblemCode, span: str) -> str:
    if code is ProblemCode.ROUNDING:
        return f"{span!r} is not the exact figure; write it as the evidence has it"
    if code is ProblemCode.CURRENCY_CHANGED:
        return f"{span!r} is in another currency than the evidence; keep the currency"
    return f"{span!r} is not in the evidence cited; leave it out or cite where it stands"


def is_money(judge: Judge, amount: Amount) -> bool:
    """Whether a figure is an amount of money, also without a currency: raised 10 million."""
    if amount.unit is Unit.MONEY:
        return True
    plain = amount.unit is Unit.BARE or amount.noun in judge.lists["funding"]
    return plain and amount.value >= _BIG and judge.has("funding")


def _role_holds(judge: Judge, amount: Amount) -> bool:
    """Whether money said to be the total, or of a round, is that one as far as it is known."""
    field = _money_role(judge, amount)
    if field is None:
        return True
    known = [b for b in judge.fields(field) if b.figure is not None]
    free = [b for b in judge.cited if b.is_free_text]
    if not known:
        return bool(free) or field is FactField.LAST_ROUND
    return any(best_fit(b, amount, money=True) is Fit.EXACT for b in (*known, *free))


def _money_role(judge: Judge, amount: Amount) -> FactField | None:
    """The field that the nearest word asks for, where one is clearly nearer."""
    totals = [p for p in judge.places(judge.lists["totals"]) if _is_total(judge, p)]
    rounds = [named.span[0] for named in judge.reading.rounds]
    rounds += judge.places(frozenset({"round"}))
    spans = [other.span for other in judge.reading.amounts if is_money(judge, other)]
    totals, rounds = (
        judge.nearest(amount.span, totals, spans),
        judge.nearest(amount.span, rounds, spans),
    )
    total = judge.distance(amount.span, totals)
    closest = judge.distance(amount.span, rounds)
    if total is None and closest is None:
        return None
    if closest is None or (total is not None and total + 1 < closest):
        return FactField.TOTAL_FUNDING_USD
    return FactField.LAST_ROUND if total is None or closest + 1 < total else None


def _is_total(judge: Judge, place: int) -> bool:
    """`to date` and `so far`, not any date and any far."""
    low, before = judge.tokens[place].low, at(judge.tokens, place - 1).low
    return {"date": "to", "far": "so"}.get(low, before) == before


def best_fit(backing: Backing, amount: Amount, *, money: bool) -> Fit:
    """How well the best figure of a finding agrees with a stated one."""
    fits = [_fit_typed(backing, amount, money=money)]
    fits += [_fit_text(backing, amount, known, money=money) for known in backing.amounts]
    return max(fits)


def _fit_typed(backing: Backing, amount: Amount, *, money: bool) -> Fit:
    """Against the value: head counts from employees, money from funding."""
    if backing.figure is None:
        return Fit.NONE
    if backing.field is FactField.EMPLOYEES:
        heads = amount.unit in (Unit.HEADS, Unit.BARE) and not money
        return fit(amount, backing.figure) if heads else Fit.NONE
    if backing.field not in _MONEY_FIELDS or not money:
        return Fit.NONE
    found = fit(amount, backing.figure)
    if amount.currency not in (None, "USD"):
        return Fit.CURRENCY if found is Fit.EXACT else Fit.NONE
    return found


def _fit_text(backing: Backing, amount: Amount, known: Amount, *, money: bool) -> Fit:
    """Against a figure in a quote: it must count the same thing."""
    if money:
        return _fit_money_text(backing, amount, known)
    if (amount.unit is Unit.PERCENT) != (known.unit is Unit.PERCENT) or known.unit is Unit.MONEY:
        return Fit.NONE
    if not (_counts_same(amount, known) or _may_be_untitled(backing, amount, known)):
        return Fit.NONE
    return Fit.EXACT if amount.value == known.value and _keeps_sense(amount, known) else Fit.NONE


def _keeps_sense(amount: Amount, known: Amount) -> bool:
    return amount.sense is not Sense.ABOVE or known.sense is Sense.ABOVE


def _counts_same(amount: Amount, known: Amount) -> bool:
    if amount.unit is Unit.HEADS or known.unit is Unit.HEADS:
        return amount.unit is known.unit
    return amount.noun[:4] == known.noun[:4]


def _may_be_untitled(backing: Backing, amount: Amount, known: Amount) -> bool:
    """Figures without a named thing: the head count in a bare quote, any figure of a headline."""
    if backing.field is FactField.EMPLOYEES:
        heads = amount.unit in (Unit.HEADS, Unit.BARE)
        return heads and known.unit is Unit.BARE and backing.figure in (None, known.value)
    return backing.field is FactField.NEWS and amount.unit is not Unit.HEADS


def _fit_money_text(backing: Backing, amount: Amount, known: Amount) -> Fit:
    allowed = backing.field in _MONEY_FIELDS or backing.is_free_text
    if not allowed or known.unit in (Unit.HEADS, Unit.PERCENT):
        return Fit.NONE
    found = fit(amount, known.value)
    if found is Fit.NONE or amount.currency is None or amount.currency == known.currency:
        return found
    if known.currency is None:
        return found if amount.currency == "USD" else Fit.NONE
    return Fit.CURRENCY if found is Fit.EXACT else Fit.NONE


def _best_code(judge: Judge, amount: Amount, *, money: bool) -> ProblemCode:
    """Why a figure fails: another currency, a rounding, or not there at all."""
    sources = judge.cited or list(judge.desk.backings.values())
    best = max((best_fit(b, amount, money=money) for b in sources), default=Fit.NONE)
    if best is Fit.CURRENCY:
        return ProblemCode.CURRENCY_CHANGED
    if best is Fit.ROUNDED:
        return ProblemCode.ROUNDING
    return ProblemCode.NUMBER_NOT_IN_EVIDENCE


def _is_sellers(judge: Judge, amount: Amount) -> bool:
    """Whether the seller's own texts have the figure for the same thing."""
    if amount.unit in (Unit.HEADS, Unit.MONEY) and not judge.of_us:
        return False
    return any(
        known.value == amount.value
        and known.unit is amount.unit
        and known.currency == amount.currency
        and known.noun[:4] == amount.noun[:4]
        for reading in judge.desk.seller.readings
        for known in reading.amounts
    )


def _prove_size(judge: Judge, span: Span) -> None:
    """Hundreds of people, doubled, a six-figure grant."""
    written = judge.reading.written(span)
    low = written.lower()
    if judge.desk.seller.wording.has_word(low) or _is_figure_of_speech(judge, span):
        return
    bounds = _RANGES.get(low)

    def test(backing: Backing) -> bool:
        if backing.field is FactField.EMPLOYEES or backing.field in _MONEY_FIELDS:
            known = backing.figure or Decimal(0)
            heads = backing.field is FactField.EMPLOYEES
            fits = judge.has("heads") if heads else judge.has("funding")
            return bounds is not None and fits and bounds[0] <= known < bounds[1]
        return all(backing.wording.has_word(part) for part in low.split("-"))

    message = f"{written!r} is a size the evidence does not give; state the figure it gives"
    judge.prove(written, test, ProblemCode.NUMBER_NOT_IN_EVIDENCE, message)


def _prove_ordinal(judge: Judge, index: int) -> None:
    """Your second office, the third round."""
    low = judge.tokens[index].low
    span = judge.reading.written((index, index + 2))

    def test(backing: Backing) -> bool:
        return backing.wording.has_word(low)

    message = f"{span!r} is a count the evidence does not give; leave the number out"
    judge.prove(span, test, ProblemCode.NUMBER_NOT_IN_EVIDENCE, message)


def _is_figure_of_speech(judge: Judge, span: Span) -> bool:
    """Doubling down; dozens of tabs, a hundred things: nothing a company counts as its own."""
    follow = at(judge.tokens, span[1]).low
    if follow in ("down", "check", "dip"):
        return True
    return judge.tokens[span[0]].low in _VAGUE and not counts_business(judge, span[1])
