"""Whatever command a document prints can be given: it exists, and takes the options shown."""

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from tests.house import tree

PRINTED = re.compile(r"^(\./dev|leadwright) (.*)$")
BLOCK = re.compile(r"^ *```(?:sh|console)?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\./dev|leadwright) [^`\n]+)`")
DOCUMENTS = sorted(path for path in tree.tracked() if path.suffix == ".md")
PLACEHOLDER = re.compile(r"^[A-Z]+$|…")


@pytest.fixture(scope="module")
def program() -> object:
    return typer.main.get_command(importlib.import_module("leadwright.entrypoints.cli.app").app)


@pytest.mark.parametrize("document", DOCUMENTS, ids=tree.shown)
def test_a_printed_command_can_be_given(document: Path, program: object) -> None:
    wrong = [line for line in _printed(document) if not _can_be_given(line, program)]
    assert not wrong, f"{tree.shown(document)} prints what cannot be given: {wrong}"


def test_commands_are_looked_for_where_they_stand() -> None:
    lines = list(_printed(tree.ROOT / "README.md"))
    assert any(line.startswith("./dev demo") for line in lines)
    assert any(line.startswith("./dev run run leads.csv") for line in lines)


@pytest.mark.parametrize("line", ["leadwright dance", "leadwright run x --fast", "./dev dance"])
def test_what_does_not_exist_is_noticed(line: str, program: object) -> None:
    assert not _can_be_given(line, program)


def _printed(document: Path) -> Iterator[str]:
    text = document.read_text("utf-8")
    blocks = "\n".join(BLOCK.findall(text)).splitlines()
    for line in (*(line.strip() for line in blocks), *INLINE.findall(BLOCK.sub("", text))):
        if PRINTED.match(line):
            yield line


def _can_be_given(line: str, program: object) -> bool:
    door, *words = shlex.split(line, comments=True)
    words = words[: words.index("<")] if "<" in words else words
    if door == "leadwright" or words[:1] == ["run"]:
        return _is_known(words[1:] if door == "./dev" else words, program)
    return f"\n  {words[0]})" in (tree.ROOT / "dev").read_text("utf-8") or words[0] == "help"


def _is_known(words: list[str], command: object) -> bool:
    """Whether the words lead to a command that takes the options among them."""
    while words and (below := getattr(command, "commands", {})):
        if PLACEHOLDER.search(words[0]):
            return True
        if words[0].startswith("--"):
            break
        verbs = words.pop(0).split("|")
        if not set(verbs) <= below.keys():
            return False
        command = below[verbs[0]]
    options = {o for p in getattr(command, "params", ()) for o in (*p.opts, *p.secondary_opts)}
    return {word for word in words if word.startswith("--")} <= options | {"--help"}
