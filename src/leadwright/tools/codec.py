"""Answers as JSON for the journal and the shelf, and back."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, SerializeAsAny, TypeAdapter, ValidationError

from leadwright.leads.findings import Evidence
from leadwright.tools.contract import ToolError, ToolModel, ToolResult, ToolSpec


class Told(NamedTuple):
    """What the journal keeps of a call's outcome."""

    output: ToolModel | None
    evidence: tuple[Evidence, ...]
    error: ToolError | None
    attempts: tuple[str, ...] = ()
    stale_since: datetime | None = None


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)

    output: SerializeAsAny[ToolModel] | None
    evidence: tuple[Evidence, ...]
    error: ToolError | None
    attempts: tuple[str, ...]
    stale_since: datetime | None


class _Bought(BaseModel):
    paid_by: str
    provider: str
    cost_usd: Decimal
    told: str


class _Head(BaseModel):
    evidence: tuple[Evidence, ...]
    error: ToolError | None
    output: dict[str, object] | None
    attempts: tuple[str, ...] = ()
    stale_since: datetime | None = None


@cache
def _head() -> TypeAdapter[_Head]:
    return TypeAdapter(_Head)


def answer_to_json(
    output: ToolModel | None,
    evidence: tuple[Evidence, ...],
    error: ToolError | None,
    attempts: tuple[str, ...] = (),
    stale_since: datetime | None = None,
) -> str:
    """One JSON text of an answer, its evidence, and how it came about."""
    stored = _Stored.model_construct(
        output=output, evidence=evidence, error=error, attempts=attempts, stale_since=stale_since
    )
    return stored.model_dump_json()


def answer_from_json(text: str, output: type[ToolModel]) -> Told:
    """The answer and all that belongs to it, as it was."""
    head = _head().validate_json(text)
    body = output.model_validate(head.output) if head.output is not None else None
    return Told(body, head.evidence, head.error, head.attempts, head.stale_since)


def bought_to_json(result: ToolResult, *, paid_by: str) -> str:
    """One JSON text of an answer, and which call paid for it."""
    told = answer_to_json(result.output, result.evidence, result.error, result.attempts)
    return _Bought(
        paid_by=paid_by, provider=result.provider, cost_usd=result.cost_usd, told=told
    ).model_dump_json()


def bought_from_json(text: str, spec: ToolSpec) -> tuple[ToolResult, str] | None:
    """The answer and who paid for it; None when another release wrote it in another shape."""
    try:
        bought = _Bought.model_validate_json(text)
        told = answer_from_json(bought.told, spec.output)
    except ValidationError:
        return None
    result = ToolResult(
        call_id="",
        tool=spec.name,
        provider=bought.provider,
        output=told.output,
        evidence=told.evidence,
        attempts=told.attempts,
        cost_usd=bought.cost_usd,
    )
    return result, bought.paid_by
