"""What the check found: a verdict and the problems of each sentence."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue

from leadwright.leads.findings import FindingId
from leadwright.review.grounding.sentences import Channel


class ProblemCode(StrEnum):
    """What is wrong with a sentence."""

    UNKNOWN_FINDING = "unknown_finding"
    WRONG_FINDING = "wrong_finding"
    UNCITED_FACT = "uncited_fact"
    CLAIM_NOT_IN_DRAFT = "claim_not_in_draft"
    NUMBER_NOT_IN_EVIDENCE = "number_not_in_evidence"
    ROUNDING = "rounding"
    CURRENCY_CHANGED = "currency_changed"
    DATE_NOT_IN_EVIDENCE = "date_not_in_evidence"
    NAME_NOT_IN_EVIDENCE = "name_not_in_evidence"
    WRONG_COMPANY = "wrong_company"
    TITLE_NOT_IN_EVIDENCE = "title_not_in_evidence"
    ROUND_TYPE_MISMATCH = "round_type_mismatch"
    EVENT_NOT_IN_EVIDENCE = "event_not_in_evidence"
    STATEMENT_NOT_IN_EVIDENCE = "statement_not_in_evidence"
    INDUSTRY_NOT_IN_EVIDENCE = "industry_not_in_evidence"
    QUOTE_NOT_VERBATIM = "quote_not_verbatim"
    LEAK = "leak"
    LINK_NOT_ALLOWED = "link_not_allowed"
    RECIPIENT_OR_INSTRUCTION = "recipient_or_instruction"
    PLACEHOLDER = "placeholder"


class Verdict(StrEnum):
    """Whether a sentence may stand."""

    GROUNDED = "grounded"
    UNGROUNDED = "ungrounded"
    NO_FACTS = "no_facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: its code, the words at fault, and what to do about them."""

    code: ProblemCode
    span: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReport:
    """The verdict on one sentence and the findings its claims cite."""

    channel: Channel
    text: str
    verdict: Verdict
    finding_ids: tuple[FindingId, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundingReport:
    """The verdict on a whole draft."""

    sentences: tuple[SentenceReport, ...]

    @property
    def ok(self) -> bool:
        """Whether no sentence has a problem."""
        return not any(sentence.problems for sentence in self.sentences)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem, in the order of the draft."""
        return tuple(problem for sentence in self.sentences for problem in sentence.problems)

    @property
    def grounded_share(self) -> float:
        """Grounded sentences among those that state facts; 1 when none does."""
        verdicts = [s.verdict for s in self.sentences if s.verdict is not Verdict.NO_FACTS]
        if not verdicts:
            return 1.0
        return verdicts.count(Verdict.GROUNDED) / len(verdicts)


def report_json(report: GroundingReport) -> JsonValue:
    """The report as public JSON."""
    return {
        "ok": report.ok,
        "grounded_share": round(report.grounded_share, 4),
        "sentences": [_sentence_json(sentence) for sentence in report.sentences],
        "problems": len(report.problems),
    }


def _sentence_json(sentence: SentenceReport) -> JsonValue:
    return {
        "channel": sentence.channel.value,
        "text": sentence.text,
        "verdict": sentence.verdict.value,
        "finding_ids": [str(finding_id) for finding_id in sentence.finding_ids],
        "problems": [
            {"code": problem.code.value, "span": problem.span, "message": problem.message}
            for problem in sentence.problems
        ],
    }
