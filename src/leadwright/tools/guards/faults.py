"""What went wrong at a source, as data: its code, its words, and whether to try there again."""

import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from leadwright.errors import Misconfigured, Refused, Unavailable
from leadwright.tools.contract import ToolError, ToolErrorCode, ToolSpec
from leadwright.tools.ports import MalformedAnswer, NothingFound, RateLimited

_log: Final = logging.getLogger("leadwright.tools")
# Asked for by kind, the narrower one first; what is not named here is a failure nobody foresaw.
_CODES: Final = (
    (RateLimited, ToolErrorCode.RATE_LIMIT_EXCEEDED),
    (MalformedAnswer, ToolErrorCode.MALFORMED),
    (NothingFound, ToolErrorCode.NOT_FOUND),
    (Refused, ToolErrorCode.INVALID_INPUT),
    (Unavailable, ToolErrorCode.UNAVAILABLE),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an attempt brought nothing."""

    error: ToolError
    may_retry: bool = True
    cost_usd: Decimal = Decimal(0)


def told(provider: str, spec: ToolSpec, error: Exception) -> Fault:
    """The fault behind an exception."""
    if isinstance(error, TimeoutError):
        said = f"{provider} took longer than {spec.timeout_s:g} s"
        return Fault(ToolError(error=ToolErrorCode.TIMEOUT, message=said))
    code = next((code for kind, code in _CODES if isinstance(error, kind)), None)
    if code is None:
        return _unforeseen(provider, spec, error)
    return Fault(
        ToolError(error=code, retry_after_seconds=_retry_after(error), message=str(error)),
        may_retry=not isinstance(error, Refused),
        cost_usd=error.cost_usd if isinstance(error, NothingFound) else Decimal(0),
    )


def misshapen(provider: str) -> Fault:
    """An answer that is not of the tool's type."""
    said = f"{provider} answered in another shape"
    return Fault(ToolError(error=ToolErrorCode.MALFORMED, message=said))


def _retry_after(error: Exception) -> float | None:
    return error.retry_after_s if isinstance(error, RateLimited) else None


def _unforeseen(provider: str, spec: ToolSpec, error: Exception) -> Fault:
    _log.error("%s failed at %s", provider, spec.name, exc_info=error)
    said = f"{provider} failed ({type(error).__name__})"  # its words may hold a path or a key
    failed = ToolError(error=ToolErrorCode.UNAVAILABLE, message=said)
    return Fault(failed, may_retry=not isinstance(error, Misconfigured))
