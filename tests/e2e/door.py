"""The front door: the command line as a person or a script meets it, in this process or another."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from tests.fakes.worlds import TWELVE

from leadwright.entrypoints.cli import app as program

WORLD = TWELVE
LEADS = WORLD / "leads.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> object:
        """What stands on stdout, all of it, as one JSON document."""
        return json.loads(self.out)

    def is_a_sentence(self) -> bool:
        """Whether it told what is wrong in words: no stack trace, nothing on stdout."""
        return bool(self.err.strip()) and "Traceback" not in self.err and not self.out


def call(*arguments: object, env: Mapping[str, str] | None = None) -> Outcome:
    """Give a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["leadwright", *map(str, arguments)])
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        code = _exit_code()
    return Outcome(code=code, out=out.getvalue(), err=err.getvalue())


def _exit_code() -> int:
    try:
        program.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def spawn(
    *arguments: object, given: str | None = None, env: Mapping[str, str] | None = None
) -> Outcome:
    """Give a command in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment(env),
    )
    return Outcome(code=done.returncode, out=done.stdout, err=done.stderr)


def command(*arguments: object) -> Sequence[str]:
    """The words of a command."""
    return [sys.executable, "-m", "leadwright", *map(str, arguments)]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: this one's, and more."""
    return {**os.environ, **(more or {})}  # noqa: TID251 - a child needs its path
