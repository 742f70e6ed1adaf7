"""Documents cannot drift: the reference is made from the code, and every link leads somewhere.

Looked for in docs/reference, each in backticks: `section.setting` in settings.md, `leadwright noun
verb` in cli.md, the code in errors.md, the name in tools.md.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pydantic
import pytest
import typer.main
from docs import build_reference
from tests.house import tree

import leadwright
from leadwright.errors import LeadwrightError
from leadwright.tools.contract import ToolErrorCode, ToolSpec

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
CALLED = "In a clone the program is `./dev run`; where it is installed, it is `leadwright`."
INSTALLED = re.compile(r"^ *leadwright [a-z]", re.MULTILINE)
DOCUMENTS = sorted(path for path in tree.tracked() if path.suffix == ".md")


def settings_of_the_house() -> set[str]:
    return set(_settings(importlib.import_module("leadwright.settings").Settings))


def commands() -> set[str]:
    app = importlib.import_module("leadwright.entrypoints.cli.app").app
    return set(_commands("leadwright", typer.main.get_command(app)))


def error_codes() -> set[str]:
    _import_all()
    return {error.code for error in _below(LeadwrightError)} | set(ToolErrorCode)


def tools() -> set[str]:
    return {spec.name for spec in _tools()}


EXPLAINED = {
    "settings.md": settings_of_the_house,
    "cli.md": commands,
    "errors.md": error_codes,
    "tools.md": tools,
}


@pytest.mark.parametrize("page", EXPLAINED)
def test_the_reference_explains_all_there_is(page: str) -> None:
    wanted, text = EXPLAINED[page](), _page(page)
    missing = sorted(word for word in wanted if f"`{word}`" not in text)
    assert wanted, f"nothing found that {page} should explain: is this looking in the right place?"
    assert not missing, f"docs/reference/{page} says nothing about: {missing}; run ./dev docs"


@pytest.mark.parametrize("page", EXPLAINED)
def test_the_reference_is_what_the_code_says_today(page: str) -> None:
    assert _page(page) == build_reference.pages()[page], f"run ./dev docs: {page} has drifted"


@pytest.mark.parametrize("document", DOCUMENTS, ids=tree.shown)
def test_every_link_leads_somewhere(document: Path) -> None:
    astray = [link for link in _links(document) if not _arrives(document, link)]
    assert not astray, f"{tree.shown(document)} links to what is not there: {astray}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=tree.shown)
def test_a_page_that_gives_commands_says_how_the_program_is_called(document: Path) -> None:
    text = document.read_text("utf-8")
    if "\n./dev run " in text:
        assert CALLED in " ".join(text.split())
        assert not INSTALLED.search(text), "a clone has no `leadwright`; write ./dev run"


def _page(name: str) -> str:
    path = build_reference.REFERENCE / name
    return path.read_text("utf-8") if path.exists() else ""


def _links(document: Path) -> list[str]:
    text = CODE.sub("", document.read_text("utf-8"))
    return [link for link in LINK.findall(text) if "://" not in link and "mailto:" not in link]


def _arrives(document: Path, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = (document.parent / place).resolve() if place else document
    if not target.exists() or not target.is_relative_to(tree.ROOT):
        return False
    return not anchor or (target.suffix == ".md" and anchor in _anchors(target))


def _anchors(document: Path) -> set[str]:
    """The names of headings, as hosting sites make them."""
    headings = HEADING.findall(document.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _settings(model: type[pydantic.BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        parts = (field.annotation, *get_args(field.annotation))
        sections = [part for part in parts if _is_section(part)]
        for section in sections:
            yield from _settings(section, f"{prefix}{name}.")
        if not sections:
            yield f"{prefix}{name}"


def _is_section(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, pydantic.BaseModel)


def _commands(name: str, command: object) -> Iterator[str]:
    below: dict[str, object] = getattr(command, "commands", {})
    for verb, inner in below.items():
        if not getattr(inner, "hidden", False):
            yield from _commands(f"{name} {verb}", inner)
    if not below:
        yield name


def _below(error: type[LeadwrightError]) -> Iterator[type[LeadwrightError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _below(kind)


def _tools() -> Iterator[ToolSpec]:
    _import_all()
    catalogue = importlib.import_module("leadwright.tools.catalogue")
    for found in pkgutil.walk_packages(catalogue.__path__, f"{catalogue.__name__}."):
        values = vars(importlib.import_module(found.name)).values()
        yield from (value for value in values if isinstance(value, ToolSpec))


def _import_all() -> None:
    """Load what is installed, so that every error knows its subclasses; doing so starts nothing."""
    for found in pkgutil.walk_packages(leadwright.__path__, "leadwright."):
        if not found.name.endswith("__main__") and "migrations" not in found.name:
            importlib.import_module(found.name)
