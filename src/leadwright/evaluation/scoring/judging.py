"""One lead's answer held against the truth: what is right, what was missed, what was invented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadwright.evaluation.dataset import Act, Case, RoundForm, Truth
from leadwright.evaluation.lines import AnswerLine, Facts, RoundPart

FIELDS: tuple[str, ...] = tuple(Facts.model_fields)
NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Something that was answered wrongly, ready to be read."""

    what: str
    wanted: str
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A lead with its answer. A lead that failed has none, though a line may tell of it."""

    case: Case
    line: AnswerLine | None

    @property
    def truth(self) -> Truth:
        """The right answer."""
        return self.case.truth

    @property
    def answer(self) -> AnswerLine | None:
        """The answer that counts; a lead that failed counts as wrong throughout."""
        return None if self.line is None or self.line.failed else self.line

    @property
    def research_right(self) -> bool:
        """Whether the company and all scalar facts are right, and nothing is invented."""
        right = all(field_right(self, field) for field in FIELDS)
        return company_right(self) and (right if self.truth.is_unique else not invents(self))


def pair(cases: Iterable[Case], lines: Iterable[AnswerLine]) -> tuple[Judged, ...]:
    """Every lead of the file with its answer; answers to other leads are left out."""
    by_id: Mapping[str, AnswerLine] = {line.lead_id: line for line in lines}
    return tuple(Judged(case=case, line=by_id.get(case.lead_id)) for case in cases)


def company_right(judged: Judged) -> bool:
    """The right resolution and, if unique, only records of the right company."""
    answer, truth = judged.answer, judged.truth
    if answer is None or answer.resolution is not truth.match:
        return False
    return not truth.is_unique or _is_part(answer.record_ids, truth.record_ids)


def _is_part(given: Iterable[str], whole: Iterable[str]) -> bool:
    ids = set(given)
    return bool(ids) and ids <= set(whole)


def field_right(judged: Judged, field: str) -> bool:
    """The value of the truth, or unknown where the truth is unknown."""
    if judged.answer is None:
        return False
    return _plain(_given(judged.answer, field)) == _plain(_true(judged.truth, field))


def field_found(judged: Judged, field: str) -> bool:
    """The value is known and was found; also when there was nothing to find."""
    return _true(judged.truth, field) is None or field_right(judged, field)


def people_f1(judged: Judged) -> float:
    """F1 of the names of those who decide; nobody where there is nobody is 1."""
    if judged.answer is None:
        return 0.0
    given = {_name(person.name) for person in judged.answer.decision_makers}
    true = {_name(person.name) for person in judged.truth.decision_makers}
    if not given and not true:
        return 1.0
    return 2 * len(given & true) / (len(given) + len(true))


def action_right(judged: Judged) -> bool:
    """What was done with the lead is what should be done."""
    return judged.answer is not None and judged.answer.action is judged.truth.expected_action


def escalated(judged: Judged) -> bool:
    """Whether a person was asked, by a lead that did not fail."""
    return judged.answer is not None and judged.answer.action is Act.ESCALATE


def invents(judged: Judged) -> bool:
    """Whether a lead without a unique company carries any fact. A failed lead can, too."""
    line = judged.line
    if line is None or judged.truth.is_unique:
        return False
    told = (line.decision_makers, line.recent_news, line.conflicts)
    claims = line.draft.claims if line.draft else ()
    return any((*told, claims)) or any(_given(line, field) is not None for field in FIELDS)


def news_right(judged: Judged) -> bool:
    """Exactly the recent headlines, in any order."""
    if judged.answer is None:
        return False
    return set(judged.answer.recent_news) == {item.news_id for item in judged.truth.recent_news}


def conflicts_right(judged: Judged) -> bool:
    """Exactly the fields that sources disagree about."""
    if judged.answer is None:
        return False
    return set(judged.answer.conflicts) == {item.field for item in judged.truth.conflicts}


def misses(judged: Judged) -> tuple[Miss, ...]:
    """Everything about a lead that is not as it should be, most important first."""
    answer, truth = judged.answer, judged.truth
    if answer is None:
        why = ", ".join(judged.line.escalation_reasons) if judged.line else "missing"
        return (Miss(what=NO_ANSWER, wanted=truth.expected_action.value, got=why),)
    found: list[Miss] = []
    if not company_right(judged):
        found.append(Miss(what="company", wanted=_company(truth), got=_company(answer)))
    if not action_right(judged):
        found.append(_action_miss(truth, answer))
    if invents(judged):
        found.append(Miss(what="invented", wanted="nothing", got="facts without a company"))
    if truth.is_unique:
        found += _research_misses(judged, answer)
    return tuple(found)


def _action_miss(truth: Truth, answer: AnswerLine) -> Miss:
    return Miss(
        what="action",
        wanted=_act(truth.expected_action, truth.escalation_reasons),
        got=_act(answer.action, answer.escalation_reasons),
    )


def _act(act: Act | None, reasons: Iterable[str]) -> str:
    why = ", ".join(sorted(reasons))
    return f"{act or 'none'} ({why})" if why else str(act or "none")


def _research_misses(judged: Judged, answer: AnswerLine) -> list[Miss]:
    truth = judged.truth
    found = [
        Miss(what=field, wanted=_text(_true(truth, field)), got=_text(_given(answer, field)))
        for field in FIELDS
        if not field_right(judged, field)
    ]
    lists = (
        ("decision_makers", people_f1(judged) == 1, _names(truth), _names(answer)),
        (
            "recent_news",
            news_right(judged),
            [n.news_id for n in truth.recent_news],
            answer.recent_news,
        ),
        (
            "conflicts",
            conflicts_right(judged),
            [c.field for c in truth.conflicts],
            answer.conflicts,
        ),
    )
    return found + [
        Miss(what=what, wanted=_listed(wanted), got=_listed(got))
        for what, right, wanted, got in lists
        if not right
    ]


def _names(of: Truth | AnswerLine) -> list[str]:
    return [person.name for person in of.decision_makers]


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items) or "none"


def _company(of: Truth | AnswerLine) -> str:
    match = of.match if isinstance(of, Truth) else of.resolution
    return " ".join([match.value, *sorted(of.record_ids)])


def _text(value: object) -> str:
    plain = _plain(value)
    return "unknown" if plain is None else str(plain)


def _true(truth: Truth, field: str) -> object:
    value: object = getattr(truth, field)
    return value


def _given(answer: AnswerLine, field: str) -> object:
    value: object = getattr(answer.facts, field).value
    return value


def _plain(value: object) -> object:
    if isinstance(value, RoundForm | RoundPart):
        return (value.type, value.date, value.amount_usd)
    return value


def _name(name: str) -> str:
    return " ".join(name.casefold().split())
