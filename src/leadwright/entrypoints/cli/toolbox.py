"""Tools seen from outside: their public JSON, how they do, and one call by a person."""

import json as jsonlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from leadwright.clock import Deadline
from leadwright.entrypoints.cli.leads import find
from leadwright.errors import Misconfigured
from leadwright.leads.findings import Evidence
from leadwright.leads.lead import LeadId
from leadwright.leads.wording import value_text
from leadwright.models.journal import SegmentJournal
from leadwright.models.ports import JournalRow
from leadwright.tools.ports import EVERY_PROVIDER, ToolFigures, ToolState

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.tools.contract import ToolResult, ToolSpec
    from leadwright.tools.runtime import ToolRuntime

OPERATOR: Final = "operator"
NOBODY: Final = "none"  # what the journal says where no source answered


class ToolUnknown(Misconfigured):
    """No tool, or no source of it, goes by that name."""

    code = "tool_unknown"


class WrongArguments(Misconfigured):
    """The arguments of a tool are not written so that they can be read."""

    code = "wrong_arguments"


class NobodySaidWhy(Misconfigured):
    """A tool is to be switched, and it was not said by whom, or why."""

    code = "nobody_said_why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a tool does at one source."""

    tool: str
    provider: str
    on: bool
    reason: str = ""
    by: str = ""
    since: datetime | None = None
    breaker: str = "closed"
    open_until: datetime | None = None
    calls: int = 0
    cache_hits: int = 0
    errors: Mapping[str, int]
    failed_attempts: Mapping[str, int]
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    cost_usd: float = 0.0

    @property
    def is_worth_telling(self) -> bool:
        """Whether it was called, or is not as it usually is."""
        return bool(self.calls or self.failed_attempts or self.open_until or not self.on)

    def public(self) -> dict[str, object]:
        """As JSON."""
        body = asdict(self)
        for name in ("since", "open_until"):
            moment = body[name]
            body[name] = moment.isoformat() if moment else None
        return body


class Unkept(SegmentJournal):
    """The journal of a call that belongs to no lead: there is no key to seal it with."""

    async def write(self, row: JournalRow) -> None:
        """Remember the row while the command runs."""
        self._known[row.key] = row


def spec_of(house: "House", name: str, provider: str = EVERY_PROVIDER) -> "ToolSpec":
    """A tool by its name.

    Raises:
        ToolUnknown: there is none, or its sources do not hold this one. A source that is not
            set here may be set where work is done, so without any source every name will do.
    """
    spec = house.tools.specs.get(name)
    if spec is None:
        known = ", ".join(sorted(house.tools.specs))
        raise ToolUnknown(f"there is no tool {name!r}; there are {known}")
    sources = sources_of(house.tools, name)
    if provider != EVERY_PROVIDER and sources and provider not in sources:
        known = ", ".join(sources)
        raise ToolUnknown(f"{name} is not answered by {provider!r}; it has {known}")
    return spec


def sources_of(tools: "ToolRuntime", name: str) -> list[str]:
    """Who is asked for a tool, in order."""
    return [provider.name for provider in tools.waterfall.sources(name)]


def knows_companies(tools: "ToolRuntime") -> bool:
    """Whether anybody can tell which company is meant; if not, every lead waits for a person."""
    from leadwright.tools.catalogue.research import SEARCH_COMPANY

    return bool(sources_of(tools, SEARCH_COMPANY.name))


def public(spec: "ToolSpec") -> dict[str, object]:
    """A tool as other programs know it."""
    return {
        "name": spec.name,
        "description": spec.description,
        "input_schema": spec.input.model_json_schema(),
    }


def arguments_of(given: Sequence[str], as_json: str | None) -> dict[str, object]:
    """Arguments from `k=v` and from JSON; the first win.

    Raises:
        WrongArguments: they cannot be read.
    """
    arguments: dict[str, object] = {}
    if as_json is not None:
        try:
            told = jsonlib.loads(as_json)
        except ValueError as error:
            raise WrongArguments(f"--json-args is not JSON ({error}); write {{…}}") from None
        if not isinstance(told, dict):
            raise WrongArguments("--json-args must be a JSON object; write {…}")
        arguments.update(told)
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise WrongArguments(f"--arg {one!r} has no value; write --arg NAME=VALUE")
        arguments[name] = _value(value)
    return arguments


def _value(text: str) -> object:
    if text[:1] in {"[", "{"}:
        try:
            value: object = jsonlib.loads(text)
        except ValueError:
            return text
        return value
    return text


async def run(
    house: "House", spec: "ToolSpec", arguments: Mapping[str, object], reference: str | None
) -> "ToolResult":
    """One call by a person, through all the guards; with a lead, it is in the lead's journal."""
    from leadwright.tools.contract import Origin
    from leadwright.tools.runtime import ToolCall

    house.prepare()
    named = reference or arguments.get("lead_id")
    lead_id = (await find(house, str(named))).lead.lead_id if named else LeadId("")
    if "lead_id" in spec.input.model_fields and named:
        arguments = {**arguments, "lead_id": lead_id}
    kind = SegmentJournal if lead_id else Unkept
    journal = kind(
        segment_id=f"{lead_id or 'nobody'}:{OPERATOR}:{house.clock.now().isoformat()}",
        lead_id=lead_id,
        release=house.settings.release,
        store=house.store.journal,
        deadline=Deadline(house.clock, house.settings.work.phase_s),
    )
    call = ToolCall(
        tool=spec.name,
        arguments=arguments,
        agent=OPERATOR,
        phase=OPERATOR,
        origin=Origin.OPERATOR,
    )
    tools = replace(house.tools, grants={OPERATOR: frozenset(house.tools.specs)})
    return await tools.call(call, journal)


def result_json(spec: "ToolSpec", result: "ToolResult") -> dict[str, object]:
    """What came of a call; the keys of `error` are public."""
    from leadwright.tools.contract import Effect

    return {
        "tool": result.tool,
        "provider": result.provider,
        "is_proposal": spec.effect is Effect.PROPOSE,
        "output": result.output.model_dump(mode="json") if result.output else None,
        "error": result.error.model_dump(mode="json") if result.error else None,
        "evidence": [_evidence(item) for item in result.evidence],
        "attempts": list(result.attempts),
        "cached": result.cached,
        "stale_since": result.stale_since.isoformat() if result.stale_since else None,
        "cost_usd": float(result.cost_usd),
        "latency_ms": round(result.latency_ms, 1),
    }


def _evidence(item: Evidence) -> dict[str, object]:
    return {
        "field": item.field.value,
        "value": value_text(item.value),
        "source": item.source,
        "ref": item.ref,
        "url": item.url,
        "observed_on": item.observed_on.isoformat(),
        "quote": item.quote,
    }


async def health(house: "House") -> list[Health]:
    """Every tool at every source that offers it, and where the journal knows of others."""
    states = {(s.tool, s.provider): s for s in await house.store.tools.all()}
    figures = {(f.tool, f.provider): f for f in await house.store.tools.figures()}
    offered = [
        (name, source) for name in house.tools.specs for source in sources_of(house.tools, name)
    ]
    others = [key for key in (*states, *figures) if key[1] not in {EVERY_PROVIDER, NOBODY}]
    off = {name for (name, source), s in states.items() if source == EVERY_PROVIDER and s.is_off}
    alone = off - {name for name, _ in (*offered, *others)}  # off, and nobody offers it
    silent = [key for key in figures if key[1] == NOBODY] + [(name, NOBODY) for name in alone]
    now = house.clock.now()
    return [
        _health(key, states.get((key[0], EVERY_PROVIDER)), states.get(key), figures.get(key), now)
        for key in sorted({*offered, *others, *silent})
    ]


def _health(
    key: tuple[str, str],
    whole: ToolState | None,
    own: ToolState | None,
    figures: ToolFigures | None,
    now: datetime,
) -> Health:
    off = next((state for state in (whole, own) if state is not None and state.is_off), None)
    until = own.open_until if own else None
    told = Health(
        tool=key[0],
        provider=key[1],
        on=off is None,
        reason=off.reason if off else "",
        by=off.actor if off else "",
        since=off.changed_at if off else None,
        breaker=_breaker(until, now),
        open_until=until,
        errors={},
        failed_attempts=dict(own.failures) if own else {},
    )
    if figures is None:
        return told
    return replace(
        told,
        calls=figures.calls,
        cache_hits=figures.cache_hits,
        errors=dict(figures.errors),
        p50_ms=figures.p50_ms,
        p95_ms=figures.p95_ms,
        cost_usd=float(figures.cost_usd),
    )


def _breaker(until: datetime | None, now: datetime) -> str:
    if until is None:
        return "closed"
    return "open" if until > now else "half-open"
