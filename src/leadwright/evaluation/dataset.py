"""Leads whose right answers are known: one JSON line each, read strictly.

A line has `lead_id`, `input` (all that the house may see), `ground_truth` and `metadata`.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from leadwright.errors import Refused, in_plain_words, reason_of, where_json_breaks
from leadwright.leads.findings import Match


class DatasetInvalid(Refused):
    """A file of leads cannot be scored; the message names the line and what is wrong with it."""

    code: ClassVar[str] = "dataset_invalid"


class Act(StrEnum):
    """What may be done with a lead."""

    OUTREACH = "outreach"
    ESCALATE = "escalate"
    MERGE_DUPLICATE = "merge_duplicate"


class Difficulty(StrEnum):
    """How hard a lead is, as whoever labelled it says."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Form(BaseModel):
    """A part of a line; keys that scoring does not need may be there."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class RoundForm(Form):
    """A funding round: type as the source names it, ISO date, US dollars."""

    type: str | None = None
    date: str
    amount_usd: Decimal | None = None


class NamedForm(Form):
    """A person."""

    name: str
    title: str = ""


class NewsForm(Form):
    """A headline, by its id."""

    news_id: str


class ConflictForm(Form):
    """A field that sources disagree about."""

    field: str


class Truth(Form):
    """The right answer. None and () mean that the sources do not know."""

    match: Match
    record_ids: frozenset[str] = frozenset()
    founded_year: int | None = None
    employees: int | None = None
    industry: str | None = None
    country: str | None = None
    total_funding_usd: Decimal | None = None
    last_round: RoundForm | None = None
    decision_makers: tuple[NamedForm, ...] = ()
    recent_news: tuple[NewsForm, ...] = ()
    conflicts: tuple[ConflictForm, ...] = ()
    duplicate_of: str | None = None
    escalation_reasons: frozenset[str] = frozenset()
    expected_action: Act

    @model_validator(mode="after")
    def _names_the_company(self) -> Self:
        if self.is_unique and not self.record_ids:
            raise ValueError("a unique match needs the record_ids of its company")
        return self

    @property
    def is_unique(self) -> bool:
        """Whether the lead means one company of the sources."""
        return self.match is Match.UNIQUE


class _Metadata(Form):
    difficulty: Difficulty


class _Row(Form):
    lead_id: str
    input: dict[str, object]
    ground_truth: Truth | None = None
    metadata: _Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A lead of the file: its own id, the right answer, how hard it is."""

    lead_id: str
    truth: Truth
    difficulty: Difficulty


def read_cases(file: Path) -> tuple[Case, ...]:
    """All leads of a file, in its order.

    Raises:
        DatasetInvalid: the file is not there or empty, a line cannot be read, has no ground truth
            or repeats a lead.
    """
    cases: dict[str, Case] = {}
    for number, line in _lines(file):
        case = _case(file, number, line)
        if case.lead_id in cases:
            raise _invalid(file, number, f"lead {case.lead_id!r} was there before")
        cases[case.lead_id] = case
    if not cases:
        raise DatasetInvalid(f"{file} holds no leads; give a file with one JSON object a line")
    return tuple(cases.values())


def _lines(file: Path) -> list[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetInvalid(f"{file} cannot be read ({reason_of(error)})") from None
    return [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _case(file: Path, number: int, line: str) -> Case:
    try:
        row = _Row.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise _invalid(file, number, f"this is not JSON; {where_json_breaks(error)}") from None
    except ValidationError as error:
        raise _invalid(file, number, _first(error)) from None
    if row.ground_truth is None:
        raise _invalid(
            file, number, f"lead {row.lead_id!r} has no ground_truth; without it nothing is scored"
        )
    if row.input.get("lead_id", row.lead_id) != row.lead_id:
        raise _invalid(file, number, f"lead {row.lead_id!r} has another lead_id in its input")
    return Case(lead_id=row.lead_id, truth=row.ground_truth, difficulty=row.metadata.difficulty)


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the line"
    return f"{where} {in_plain_words(dict(first))}"


def _invalid(file: Path, number: int, what: str) -> DatasetInvalid:
    return DatasetInvalid(f"{file}, line {number}: {what}")
