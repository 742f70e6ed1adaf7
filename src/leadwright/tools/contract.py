"""What a tool is: one job, typed input and output, limits, and errors that are data."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from leadwright.leads.findings import Evidence


class Effect(StrEnum):
    """What a tool may do. None of them acts on the outside: a proposal waits for approval."""

    READ = "read"
    DRAFT = "draft"
    PROPOSE = "propose"


class ToolModel(BaseModel):
    """Base of all tool inputs and outputs: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolErrorCode(StrEnum):
    """Why a tool gave no answer."""

    TIMEOUT = "timeout"
    RATE_LIMIT_EXCEEDED = "rate_limit_exceeded"
    UNAVAILABLE = "unavailable"
    MALFORMED = "malformed"
    INVALID_INPUT = "invalid_input"
    NOT_FOUND = "not_found"
    DISABLED = "disabled"
    ACCESS_DENIED = "access_denied"


class ToolError(ToolModel):
    """A failure as data; the JSON keys are public."""

    error: ToolErrorCode
    retry_after_seconds: float | None = None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A tool of the catalogue, and its limits."""

    name: str
    description: str
    input: type[ToolModel]
    output: type[ToolModel]
    effect: Effect = Effect.READ
    timeout_s: float = 5.0  # 5 to 10 for calls that leave the process
    rate_per_minute: int | None = None
    cache_ttl_s: int = 0  # 0: never cached
    async_after_s: float | None = None  # parks only its own lead when slower than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider answers: the tool's output, and the evidence in it."""

    output: ToolModel
    evidence: tuple[Evidence, ...] = ()
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """The outcome of one tool call, as agents and the journal see it."""

    call_id: str
    tool: str
    provider: str
    output: ToolModel | None = None
    error: ToolError | None = None
    evidence: tuple[Evidence, ...] = ()
    cost_usd: Decimal = Decimal(0)
    latency_ms: float = 0.0
    cached: bool = False
    attempts: tuple[str, ...] = field(default=())
