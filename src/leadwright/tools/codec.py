"""Answers as JSON for the journal, and back."""

from functools import cache

from pydantic import BaseModel, ConfigDict, SerializeAsAny, TypeAdapter

from leadwright.leads.findings import Evidence
from leadwright.tools.contract import ToolError, ToolModel


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True)

    output: SerializeAsAny[ToolModel] | None
    evidence: tuple[Evidence, ...]
    error: ToolError | None


class _Head(BaseModel):
    evidence: tuple[Evidence, ...]
    error: ToolError | None
    output: dict[str, object] | None


@cache
def _head() -> TypeAdapter[_Head]:
    return TypeAdapter(_Head)


def answer_to_json(
    output: ToolModel | None, evidence: tuple[Evidence, ...], error: ToolError | None
) -> str:
    """One JSON text of an answer and its evidence."""
    return _Stored.model_construct(output=output, evidence=evidence, error=error).model_dump_json()


def answer_from_json(
    text: str, output: type[ToolModel]
) -> tuple[ToolModel | None, tuple[Evidence, ...], ToolError | None]:
    """The answer and its evidence, as they were."""
    head = _head().validate_json(text)
    body = output.model_validate(head.output) if head.output is not None else None
    return body, head.evidence, head.error
