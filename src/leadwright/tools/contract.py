"""What a tool is: one job, typed input and output, limits, and errors that are data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from leadwright.leads.findings import Evidence


class Effect(StrEnum):
    """What a tool may do. None of them acts on the outside: a proposal waits for approval."""

    READ = "read"
    DRAFT = "draft"
    PROPOSE = "propose"


class Origin(StrEnum):
    """Who put the arguments of a call together."""

    HOUSE = "house"  # our code, from the lead and from checked findings
    OPERATOR = "operator"  # a person, at the command line
    MODEL = "model"  # a model, which has read what strangers wrote


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


SILENT = frozenset(
    {
        ToolErrorCode.TIMEOUT,
        ToolErrorCode.UNAVAILABLE,
        ToolErrorCode.MALFORMED,
        ToolErrorCode.RATE_LIMIT_EXCEEDED,
    }
)


class ToolError(ToolModel):
    """A failure as data; the JSON keys are public."""

    error: ToolErrorCode
    retry_after_seconds: float | None = None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider answers: the tool's output, and the evidence in it."""

    output: ToolModel
    evidence: tuple[Evidence, ...] = ()
    cost_usd: Decimal = Decimal(0)  # what it was charged; 0: the listed price of the call counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How leads share one answer: what is common to all is asked once, the rest is added after.

    Nothing but the common part leaves the house or is kept for others.
    """

    question: Callable[[ToolModel], ToolModel]  # the common part of the arguments, as it is asked
    key: Callable[[ToolModel], str]  # equal for all ways to write the same question
    narrow: Callable[[ToolModel, Answer], Answer]  # from the common answer to this lead's


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A tool of the catalogue, and its limits."""

    name: str
    description: str
    input: type[ToolModel]
    output: type[ToolModel]
    effect: Effect = Effect.READ
    timeout_s: float = 5.0  # an attempt; 5 to 10 for calls that leave the process
    rate_per_minute: int | None = None  # at each provider
    cost_usd: Decimal = Decimal(0)  # a call, whether it finds something or not
    cache_ttl_s: int = 0  # 0: never cached
    stale_days: int = 0  # how long past that an answer may stand in when all providers fail
    async_after_s: float | None = None  # parks only its own lead when slower than this
    sharing: Sharing | None = None
    found: Callable[[ToolModel], bool] | None = None  # where not, the next provider is asked too
    leaves_house: bool = False  # others see the arguments; texts of a stranger may not go there


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
    stale_since: datetime | None = None  # when it was true, where nobody could be asked again
    attempts: tuple[str, ...] = field(default=())

    @property
    def is_silent(self) -> bool:
        """Whether nobody could be asked: not the same as somebody who knows nothing."""
        return self.error is not None and self.error.error in SILENT
