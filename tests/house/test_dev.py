"""`./dev` is what a newcomer meets first."""

import re
import subprocess

from tests.house import tree

DEV = tree.ROOT / "dev"


def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["/bin/sh", str(DEV), *arguments]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


def test_help_tells_of_every_command() -> None:
    told = set(re.findall(r"^\./dev (\w+)", call("help").stdout, re.MULTILINE))
    known = set(re.findall(r"^  (\w+)(?: \||\))", DEV.read_text("utf-8"), re.MULTILINE))
    assert told == known
    assert {"demo", "test", "check", "run", "setup"} <= told


def test_without_a_command_it_shows_help() -> None:
    assert call().stdout == call("help").stdout


def test_an_unknown_command_is_wrong_use() -> None:
    done = call("dance")
    assert done.returncode == 2
    assert "dance" in done.stderr
    assert not done.stdout


def test_make_is_only_another_name_for_it() -> None:
    targets = re.findall(
        r"^\.PHONY: (.*)$", (tree.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    told = set(re.findall(r"^\./dev (\w+)", call("help").stdout, re.MULTILINE))
    assert set(targets[0].split()) == told - {"run"}
