"""The taint gate: where a stranger's text chose the arguments, a call may do less.

A model that has read a web page may be talked into calling a tool with what it knows. So such a
call only reads, and takes nothing out of the house but what a question about a company needs.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from leadwright.leads.lead import LeadId
from leadwright.tools.contract import Effect, Origin, ToolSpec

LONGEST_TAINTED: Final = 100  # a name, a domain, a day; no message fits
# A mail address, a number to call, an id of ours, a query that could carry anything.
_PRIVATE: Final = re.compile(r"@|(?:\d[\s().-]?){7,}|\b(?:lead|apr)_\w|[?#&=]")


def refusal(
    origin: Origin, spec: ToolSpec, arguments: Mapping[str, object], lead_id: LeadId
) -> str | None:
    """Why a call must not be made; None when nothing speaks against it."""
    named = arguments.get("lead_id")
    if named is not None and named != lead_id:
        return "it names another lead than the one that is worked"
    if origin is not Origin.MODEL:
        return None
    if spec.effect is not Effect.READ:
        return "a model that has read strangers' texts may only read"
    if spec.leaves_house and any(map(_is_private, _texts(arguments))):
        return "its arguments hold more than a question about a company needs"
    return None


def _is_private(text: str) -> bool:
    return len(text) > LONGEST_TAINTED or _PRIVATE.search(text) is not None


def _texts(value: object) -> Iterator[str]:
    match value:
        case Mapping():
            for key, inner in value.items():
                yield from (str(key), *_texts(inner))
        case list() | tuple() | set() | frozenset():
            for inner in value:
                yield from _texts(inner)
        case bool() | None:
            return
        case _:
            yield str(value)
