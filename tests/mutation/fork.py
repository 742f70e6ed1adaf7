"""A test run in a copy of this process, in which one module is another than on disk."""

import ast
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

import pytest

_KILLED_BY: Final = {1: "a test", 2: "an import", 3: "an import"}  # pytest's exit codes
# Plugins are there before pytest is; of the two databases, the one that starts at once.
_WORDS: Final = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    *("-m", "not postgres", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


class _Changed(SourceFileLoader):
    """Loads a tree in place of a file."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self._tree = tree

    def get_code(self, fullname: str) -> CodeType:
        """The code of the tree."""
        del fullname
        return compile(self._tree, self.path, "exec")


@dataclass(frozen=True, kw_only=True)
class _Finder(MetaPathFinder):
    name: str
    path: Path
    tree: ast.Module

    def find_spec(
        self, fullname: str, path: object = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The changed module, when that is asked for."""
        del path, target
        if fullname != self.name:
            return None
        loader = _Changed(self.name, str(self.path), self.tree)
        return importlib.util.spec_from_file_location(self.name, self.path, loader=loader)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A run of tests, under way."""

    pid: int
    until: float

    def ended(self) -> str | None:
        """How it ended: `survived`, or by what it was killed; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            if time.monotonic() < self.until:
                return None
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            return "time"
        code = os.waitstatus_to_exitcode(status)
        return _KILLED_BY.get(code, "a crash") if code else "survived"


def begin(
    tests: Sequence[str], limit_s: float, change: tuple[str, Path, ast.Module] | None = None
) -> Trial:
    """Run tests, in a world where a module is changed."""
    pid = os.fork()
    if not pid:
        code = 99
        try:
            os.setpgid(0, 0)
            code = _run(tests, change)
        finally:
            os._exit(code)
    return Trial(pid=pid, until=time.monotonic() + limit_s)


def _run(tests: Sequence[str], change: tuple[str, Path, ast.Module] | None) -> int:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    if change:
        name, path, tree = change
        sys.meta_path.insert(0, _Finder(name=name, path=path, tree=tree))
    return int(pytest.main([*_WORDS, *tests]))
