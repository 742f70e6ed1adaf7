"""Answers as JSON for the journal, and back."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, SerializeAsAny, TypeAdapter

from leadwright.leads.findings import Evidence
from leadwright.tools.contract import ToolError, ToolModel


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
