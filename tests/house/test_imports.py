"""Who may import what: the floors of the house, and fakes in place of mocks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

MOCKS = ("unittest.mock", "mock", "pytest_mock")


def test_stairs_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [sys.executable, str(linter), "--no-cache"]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_fakes_are_written_not_mocked() -> None:
    mocked = [
        f"{tree.shown(path)}: {name}"
        for path in tree.modules(tree.SOURCE, tree.TESTS)
        for name in _imported(tree.parsed(path))
        if any(name == mock or name.startswith(f"{mock}.") for mock in MOCKS)
    ]
    assert not mocked, f"write a fake in tests/fakes instead: {mocked}"


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
