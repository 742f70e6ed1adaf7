"""A journal in memory, and models that do as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from random import Random

from pydantic import JsonValue
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.profiles import ModelProfile
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition
from pydantic_ai.usage import RequestUsage

from leadwright.leads.lead import LeadId
from leadwright.models.journal import SegmentJournal
from leadwright.models.ports import JournalRow

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LEAD = LeadId("lead_1")


@dataclass(slots=True)
class Notebook:
    """Rows in the order written; the last of a key counts."""

    written: list[JournalRow] = field(default_factory=list)

    async def write(self, row: JournalRow) -> None:
        self.written.append(row)

    async def of_segment(self, segment_id: str) -> tuple[JournalRow, ...]:
        mine = {row.key: row for row in self.written if row.segment_id == segment_id}
        return tuple(mine.values())

    def blind(self, text: str) -> str:
        return blake2b(text.encode(), key=b"notebook", digest_size=10).hexdigest()


def a_journal(notebook: Notebook | None = None) -> SegmentJournal:
    """The journal of a segment that has just begun."""
    return SegmentJournal(
        segment_id="lead_1:1", lead_id=LEAD, release="test-1", store=notebook or Notebook()
    )


async def reopened(notebook: Notebook) -> SegmentJournal:
    """The journal of the same segment after a crash."""
    journal = a_journal(notebook)
    journal.remember(await notebook.of_segment(journal.segment_id))
    return journal


def answer(args: dict[str, JsonValue], *, tool: str = "reply", tokens: int = 10) -> ModelResponse:
    """An answer by a tool call, with what it took."""
    return ModelResponse(
        parts=[ToolCallPart(tool, args)],
        usage=RequestUsage(input_tokens=tokens, output_tokens=tokens),
    )


class Told(Model):
    """Says what it is told to, in turn; the last for ever. An exception is raised."""

    def __init__(self, *says: ModelResponse | Exception, name: str = "told") -> None:
        super().__init__(
            profile=ModelProfile(supports_tools=True, supports_json_schema_output=True)
        )
        self._says = list(says)
        self._name = name
        self.asked: list[list[ModelMessage]] = []

    @property
    def model_name(self) -> str:
        return self._name

    @property
    def system(self) -> str:
        return "told"

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        del model_settings, model_request_parameters
        self.asked.append(messages)
        said = self._says[min(len(self.asked), len(self._says)) - 1]
        if isinstance(said, Exception):
            raise said
        return said


def a_request(text: str = "Who?") -> list[ModelMessage]:
    """Messages with one question."""
    return [ModelRequest.user_text_prompt(text)]


def parameters(tools: Sequence[str] = ("reply",)) -> ModelRequestParameters:
    """What a request offers: output tools by name."""
    return ModelRequestParameters(
        output_mode="tool", output_tools=[ToolDefinition(name=name) for name in tools]
    )


def seeded(seed: int | str) -> Random:
    """Chance that can be repeated."""
    return Random(seed)  # noqa: S311 - nothing secret hangs on it
