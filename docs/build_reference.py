"""Writes docs/reference/{settings,cli,errors,tools}.md from the code: `./dev docs`.

A test holds the pages against this output, so they cannot drift.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from enum import EnumType, StrEnum
from pathlib import Path
from typing import get_args

import pydantic
import typer.main
from pydantic_core import PydanticUndefined

import leadwright
from leadwright.errors import Bug, LeadwrightError, Misconfigured, Refused, Unavailable
from leadwright.settings import Settings
from leadwright.tools.contract import ToolErrorCode, ToolModel, ToolSpec

REFERENCE = Path(__file__).resolve().parent / "reference"
MADE = "<!-- made by ./dev docs; change the code, then run it -->"
SETTINGS_INTRO = """\
Put them into `leadwright.toml`, or into the environment: `research.news_days` is
`LEADWRIGHT_RESEARCH__NEWS_DAYS`. The command line wins over the environment, the environment over
the file. Unknown names are refused, so a typo is found. A whole example:
[leadwright.example.toml](../../leadwright.example.toml)."""
CLI_INTRO = """\
Every command takes `--help`. Those that tell something take `--json`: stdout then holds JSON alone,
progress goes to stderr. Exit codes: 0 done, 1 a refusal or a failed gate, 2 wrong use or wrong
settings. From a checkout, `./dev run ARGS` is `leadwright ARGS`."""
ERRORS_INTRO = """\
Each failure has a code that stays; the message, one sentence, says what to do. There are four
kinds, by what helps."""
TOOLS_INTRO = """\
What agents and the code may call. None acts on the outside: tools that write return a proposal,
which waits for approval. A timeout, an answer of the wrong shape and the like come back as data,
see [errors.md](errors.md).

Kept answers stay in the process that asked. Those of a source that has a price lie in the database,
sealed, where every process finds them: each is paid for once."""
ADVICE = {
    Refused: "Change the input; trying again changes nothing. Exit code 1.",
    Unavailable: "Try again later. Exit code 1.",
    Misconfigured: "The message names the setting and the fix. Exit code 2.",
    Bug: "Please report it, with what you did.",
}
TOOL_ERRORS_INTRO = """\
They are data: `{"error": code, "retry_after_seconds": number or null, "message": text}`."""


def pages() -> dict[str, str]:
    """Every page by name."""
    return {
        "settings.md": _page("Settings", SETTINGS_INTRO, _settings()),
        "cli.md": _page("Commands", CLI_INTRO, _commands("leadwright", _program())),
        "errors.md": _page("Errors", ERRORS_INTRO, _errors()),
        "tools.md": _page("Tools", TOOLS_INTRO, _tools()),
    }


def _page(title: str, intro: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", MADE, "", intro, "", *lines]).rstrip() + "\n"


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [" | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) for row in rows]
    if lines:
        yield head
        yield "| " + " | ".join("---" for _ in head.strip("| ").split(" | ")) + " |"
        yield from (f"| {line} |" for line in lines)
        yield ""


def _settings() -> Iterator[str]:
    yield from _settings_of("", Settings)
    for name, field in Settings.model_fields.items():
        section = _section(field)
        if section:
            yield from (f"## `[{name}]`", "", inspect.getdoc(section) or "", "")
            yield from _settings_of(f"{name}.", section)


def _settings_of(prefix: str, model: type[pydantic.BaseModel]) -> Iterator[str]:
    """A table of the plain settings, then one for each table below it."""
    plain = {name: field for name, field in model.model_fields.items() if not _section(field)}
    rows = [(f"`{prefix}{n}`", _default(f), f.description or "") for n, f in plain.items()]
    yield from _table("| setting | default | what it means |", rows)
    for name, field in model.model_fields.items() if prefix else ():
        section = _section(field)
        if section:
            once = field.annotation is section
            called = f"`[{prefix}{name}]`" if once else f"Each `[[{prefix}{name}]]`"
            yield from (f"{called}: {inspect.getdoc(section)}", "")
            yield from _settings_of(f"{prefix}{name}.", section)


def _section(field: pydantic.fields.FieldInfo) -> type[pydantic.BaseModel] | None:
    parts = (field.annotation, *get_args(field.annotation))
    found = (p for p in parts if isinstance(p, type) and issubclass(p, pydantic.BaseModel))
    return next(found, None)


def _default(field: pydantic.fields.FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return "needed"
    if isinstance(value, dict):
        return ", ".join(f"{key} {amount}" for key, amount in value.items())
    return f"`{value}`" if value not in (None, (), "") else ""


def _program() -> object:
    return typer.main.get_command(importlib.import_module("leadwright.entrypoints.cli.app").app)


def _commands(name: str, command: object) -> Iterator[str]:
    below: dict[str, object] = getattr(command, "commands", {})
    if not below or getattr(command, "invoke_without_command", False):
        yield f"## `{name}`"
        yield ""
        yield inspect.cleandoc(getattr(command, "help", None) or "")
        yield ""
        yield from _table("| argument or option | what it does |", _parameters(command))
    for verb, inner in sorted(below.items()):
        if not getattr(inner, "hidden", False):
            yield from _commands(f"{name} {verb}", inner)


def _parameters(command: object) -> Iterator[tuple[str, str]]:
    for parameter in getattr(command, "params", ()):
        if getattr(parameter, "hidden", False) or parameter.name == "help":
            continue
        is_option = parameter.param_type_name == "option"
        names = [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.name]
        told = [getattr(parameter, "help", None) or ""]
        kind = parameter.type_descriptor.annotation
        if isinstance(kind, EnumType):
            told.append(f"One of: {', '.join(str(word) for word in list[StrEnum](kind))}.")
        if getattr(parameter, "envvar", None):
            told.append(f"Also by `{parameter.envvar}`.")
        if isinstance(parameter.default, int | float | str) and parameter.default not in (0, ""):
            told.append(f"Default: {parameter.default}.")
        yield ", ".join(f"`{n if is_option else n.upper()}`" for n in names), " ".join(told)


def _errors() -> Iterator[str]:
    _import_all()
    for branch, advice in ADVICE.items():
        kinds: set[type[LeadwrightError]] = {branch, *_below(branch)}
        yield from (f"## {branch.__name__}", "", advice, "")
        rows = {(f"`{kind.code}`", _first_line(kind)) for kind in kinds}
        yield from _table("| code | when |", sorted(rows))
    yield from ("## Errors of tools", "", TOOL_ERRORS_INTRO, "")
    yield from (f"- `{code}`" for code in ToolErrorCode)


def _first_line(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _below(kind: type[LeadwrightError]) -> Iterator[type[LeadwrightError]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("leadwright."):  # tests and drills have some of their own
            yield one
            yield from _below(one)


def _tools() -> Iterator[str]:
    catalogue = importlib.import_module("leadwright.tools.catalogue")
    found: dict[str, ToolSpec] = {}
    for module in pkgutil.walk_packages(catalogue.__path__, f"{catalogue.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, ToolSpec):
                found[value.name] = value
    for name, spec in sorted(found.items()):
        kept = f"kept for {spec.cache_ttl_s:,} s" if spec.cache_ttl_s else "not kept"
        yield from (f"## `{name}`", "", spec.description, "")
        rate = f"{spec.rate_per_minute:,} calls a minute" if spec.rate_per_minute else "any number"
        yield f"Effect: {spec.effect}; deadline {spec.timeout_s:g} s; answers are {kept};"
        yield f"at most: {rate}; price: {spec.cost_usd:f} USD a call."
        yield ""
        yield from _table("| input | needed | what it means |", _inputs(spec.input))
        yield from (f"Output: {', '.join(f'`{field}`' for field in spec.output.model_fields)}.", "")


def _inputs(model: type[ToolModel]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        yield f"`{name}`", "yes" if field.is_required() else "", field.description or ""


def _import_all() -> None:
    """Load all modules, so that every error knows its subclasses; doing so starts nothing."""
    for found in pkgutil.walk_packages(leadwright.__path__, "leadwright."):
        if not found.name.endswith("__main__") and "migrations" not in found.name:
            importlib.import_module(found.name)


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/reference/{name}")


if __name__ == "__main__":
    main()
