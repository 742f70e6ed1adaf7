"""The commands that the first pages print do what the pages say, one after another."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.door import Outcome, call
from tests.house import tree

PAGES = ["README.md", "docs/quickstart.md", "docs/howto/start.md"]
BLOCK = re.compile(r"^```(?:sh|console)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STANDS = frozenset({"lead_…", "ID"})  # for an id that the reader puts in
OTHERS = frozenset({"setup", "test", "check", "docs", "lock"})  # ./dev does those itself


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the files that the pages speak of."""
    shutil.copytree(tree.ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(tree.ROOT / "docs" / "examples" / "companies", tmp_path / "companies")
    shutil.copy(tree.ROOT / "docs" / "examples" / "leads.csv", tmp_path / "leads.csv")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("checkout")
def test_what_a_page_prints_can_be_done_in_its_order(page: str) -> None:
    for line in commands((tree.ROOT / page).read_text("utf-8")):
        told = call(*as_given(line))
        assert told.code == 0, f"{page}: {line}\n{told.err}"
        assert "Traceback" not in told.err


@pytest.mark.usefixtures("checkout")
def test_the_quickstart_counts_what_there_is() -> None:
    ran = run()
    assert "waits for approval │     2" in ran.out
    assert "needs a person     │     2" in ran.out
    assert "merged             │     1" in ran.out
    assert "Row 7 was refused" in ran.out
    assert "2026-11-01" in ran.out
    assert "5 seen before" in run().out


def run() -> Outcome:
    return call("run", "docs/examples/leads.csv", "--corpus", "docs/examples/companies")


def commands(text: str) -> Iterator[list[str]]:
    """The commands of ours among the printed ones, as words."""
    for line in "\n".join(BLOCK.findall(text)).splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["./dev"] and words[1] not in OTHERS:
            yield words[2:] if words[1] == "run" else words[1:]


def as_given(words: list[str]) -> list[str]:
    """With ids of leads that are there, and without questions."""
    if words == ["init"]:
        return ["init", "--yes"]
    if words == ["worker"]:  # which would never end
        return ["worker", "--once", "9"]
    if "lead_…" in words or "ID" in words:
        stage = "escalated" if "retry" in words else "awaiting_approval"
        return [
            first("lead_", "leads", "list", "--stage", stage) if w in STANDS else w for w in words
        ]
    return [first("apr_", "approvals", "list") if w == "apr_…" else w for w in words]


def first(begins: str, *listing: str) -> str:
    """The first id of a list."""
    found = re.search(rf"{begins}\w+", call(*listing).out)
    return found[0] if found else "none"
