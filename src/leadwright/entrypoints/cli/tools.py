"""`leadwright tools`: what there is to call, how it does, and the switch for each."""

import asyncio
import json as jsonlib
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli import toolbox
from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Db,
    Json,
    print_json,
    say,
    settings,
)
from leadwright.entrypoints.cli.plan import looking
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.toolbox import Health
from leadwright.tools.ports import EVERY_PROVIDER, Switch

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.settings import Settings

app = typer.Typer(help="Tools: what there is, how it does, and switches.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The tool, as `leadwright tools list` names it.")]
Provider = Annotated[
    str, typer.Option(help="Only at this source; else at all of them.", show_default=False)
]
As = Annotated[str, typer.Option("--as", help="Who does it, for the audit trail.")]


@app.command("list")
def list_(corpus: Corpus = None, db: Db = None, config: Config = None, json: Json = False) -> None:
    """List the tools: what each does, where its answers come from, what a call may cost."""
    with looking(settings(db=db, config=config, corpus=corpus)) as house:
        if json:
            print_json([toolbox.public(spec) for spec in house.tools.specs.values()])
            return
        off = {(s.tool, s.provider) for s in asyncio.run(house.store.tools.all()) if s.is_off}
        Screen().print(_catalogue(house, off))


@app.command("run")
def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Name,
    arg: Annotated[list[str] | None, typer.Option(help="One argument, NAME=VALUE.")] = None,
    json_args: Annotated[
        str | None, typer.Option(help="All arguments as a JSON object.", show_default=False)
    ] = None,
    lead: Annotated[
        str | None, typer.Option(help="The lead it is for; then its journal has the call.")
    ] = None,
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Run one tool and print its answer with the evidence.

    It goes the way every call goes: limits, breaker, cache, switches. Tools that write only print
    what they would propose.
    """
    from leadwright import bootstrap

    arguments = toolbox.arguments_of(arg or [], json_args)
    given = settings(db=db, config=config, corpus=corpus, as_of=as_of)
    with bootstrap.build(given) as house:
        spec = toolbox.spec_of(house, name)
        result = asyncio.run(toolbox.run(house, spec, arguments, lead))
    told = toolbox.result_json(spec, result)
    if json:
        print_json(told)
    else:
        _tell(told)
    if result.error is not None:
        raise typer.Exit(1)


@app.command("status")
def status(corpus: Corpus = None, db: Db = None, config: Config = None, json: Json = False) -> None:
    """Show how each tool does at each source: switch, breaker, calls, failures, time and cost."""
    with looking(settings(db=db, config=config, corpus=corpus)) as house:
        found = asyncio.run(toolbox.health(house))
    if json:
        print_json([one.public() for one in found])
    else:
        Screen().print(_board(found))


@app.command("disable")
def disable(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Name,
    reason: Annotated[str, typer.Option(help="Why; others will read it.")],
    actor: As,
    provider: Provider = EVERY_PROVIDER,
    corpus: Corpus = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Switch a tool off; running processes heed it within a second."""
    if not reason.strip():
        raise toolbox.NobodySaidWhy("--reason is empty; say in a few words why it is switched off")
    order = _Order(tool=name, provider=provider, is_off=True, reason=reason, actor=actor)
    _switch(order, settings(db=db, config=config, corpus=corpus), as_json=json)


@app.command("enable")
def enable(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Name,
    actor: As,
    reason: Annotated[str, typer.Option(help="Why; others will read it.")] = "",
    provider: Provider = EVERY_PROVIDER,
    corpus: Corpus = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Switch a tool on again."""
    order = _Order(tool=name, provider=provider, is_off=False, reason=reason, actor=actor)
    _switch(order, settings(db=db, config=config, corpus=corpus), as_json=json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    tool: str
    provider: str
    is_off: bool
    reason: str
    actor: str


def _switch(order: _Order, given: "Settings", *, as_json: bool) -> None:
    from leadwright import bootstrap

    if not order.actor.strip():
        raise toolbox.NobodySaidWhy("--as is empty; say who switches the tool")
    with bootstrap.build(given) as house:
        toolbox.spec_of(house, order.tool, order.provider)
        now = house.clock.now()
        switch = Switch(**asdict(order), at=now, release=house.settings.release)
        asyncio.run(house.store.tools.switch(switch))
    if as_json:
        print_json({**asdict(order), "at": now.isoformat()})
        return
    where = f"{order.tool} at {order.provider}" if order.provider else order.tool
    say(f"{where} is switched {'off' if order.is_off else 'on'}.")


def _catalogue(house: "House", off: set[tuple[str, str]]) -> Table:
    table = Table(show_edge=False)
    table.add_column("tool", no_wrap=True)
    for column in ("effect", "sources"):
        table.add_column(column, overflow="fold")
    for column in ("$ a call", "limit s"):
        table.add_column(column, justify="right")
    table.add_column("switch")
    for spec in house.tools.specs.values():
        sources = toolbox.sources_of(house.tools, spec.name)
        closed = [source for source in sources if (spec.name, source) in off]
        switch = "off" if (spec.name, EVERY_PROVIDER) in off else "on"
        if switch == "on" and closed:
            switch = f"off at {', '.join(closed)}"
        prices = {house.tools.waterfall.price(spec, source) for source in sources}
        table.add_row(
            spec.name,
            spec.effect.value,
            ", ".join(sources) or "none",
            " to ".join(f"{price:.2f}" for price in sorted({min(prices), max(prices)}))
            if prices
            else "",
            f"{spec.timeout_s:g}",
            switch,
        )
    return table


def _board(found: list[Health]) -> Group:
    """Two lines each, which fit any screen: where and how it stands, then its figures."""
    told = [one for one in found if one.is_worth_telling]
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in told:
        nobody = "no answer" if one.calls else "no source"
        source = nobody if one.provider == toolbox.NOBODY else one.provider
        table.add_row(Text(one.tool, style="bold"), Text(f"{source}: {_state(one)}"))
        table.add_row("", Text(_figures(one), style="dim"))
    more = words.counted(len(found) - len(told), "other is", "others are")
    return Group(table, Text(f"{more} on and not called yet", style="dim"))


def _figures(one: Health) -> str:
    if not one.calls and not one.failed_attempts:
        return "not called yet"
    failures = Counter(one.errors) + Counter(one.failed_attempts)
    parts = [
        words.counted(one.calls, "call"),
        f"{one.cache_hits:,} from the cache",
        f"{one.p50_ms:,.0f} ms (p95 {one.p95_ms:,.0f})",
        f"${one.cost_usd:.2f}",
        *(f"{code} {number:,}" for code, number in failures.items()),
    ]
    return ", ".join(parts)


def _state(one: Health) -> str:
    if not one.on:
        return f"off, by {one.by}: {one.reason}"
    if one.open_until is None:
        return "on"
    return f"left alone until {one.open_until:%H:%M:%S}" if one.breaker == "open" else "on trial"


def _tell(told: dict[str, object]) -> None:
    console = Screen()
    if told["error"]:
        console.print_json(jsonlib.dumps(told["error"]))
        return
    if told["is_proposal"]:
        console.print("A proposal; nothing was written.", style="bold")
    console.print_json(jsonlib.dumps(told["output"], default=str))
    evidence = told["evidence"]
    for item in evidence if isinstance(evidence, list) else ():
        where = item["url"] or item["ref"]
        line = (
            f"{item['field']}: {item['quote']} ({item['source']}, {item['observed_on']}, {where})"
        )
        console.print(Text(line), soft_wrap=True)
    stale = f", as of {told['stale_since']}" if told["stale_since"] else ""
    console.print(
        Text(f"From {told['provider']}{stale}, ${told['cost_usd']:.2f}, {told['latency_ms']} ms"),
        style="dim",
    )
