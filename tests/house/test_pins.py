"""What gets installed is pinned and hashed, and no file knows the machine it was made on."""

import re
from pathlib import Path

import pytest
from tests.house import tree

PINS = sorted((tree.ROOT / "requirements").glob("*.txt"))
ALL_PINS = [*PINS, *sorted((tree.ROOT / "benchmarks").glob("*/requirements.txt"))]
PIN = re.compile(r"^[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==[^\s;]+( ; [^\\]+)?$", re.IGNORECASE)
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")
HOME_OF_SOMEBODY = re.compile(r"(?:^|[^\w.])/(?:home|root|work|mnt|Users)/[A-Za-z.]")
LOCKS = ("uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "Pipfile.lock")


def _entries(path: Path) -> list[list[str]]:
    """Each requirement with its hashes, continued lines joined and comments dropped."""
    lines = [
        line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
    ]
    joined = "\n".join(lines).replace("\\\n", " --next ")
    return [
        [part.strip() for part in line.split(" --next ")]
        for line in joined.splitlines()
        if line.strip()
    ]


def test_there_are_pins_for_running_and_for_testing() -> None:
    assert [path.name for path in PINS] == ["run.txt", "test.txt"]


@pytest.mark.parametrize("pins", ALL_PINS, ids=tree.shown)
def test_every_package_is_pinned_and_hashed(pins: Path) -> None:
    loose = [
        entry[0]
        for entry in _entries(pins)
        if not PIN.match(entry[0]) or not entry[1:] or not all(map(HASH.match, entry[1:]))
    ]
    assert _entries(pins)
    assert not loose, f"run ./dev lock: {loose}"


@pytest.mark.parametrize("pins", ALL_PINS, ids=tree.shown)
def test_pins_name_no_host_and_no_folder(pins: Path) -> None:
    lines = pins.read_text("utf-8").splitlines()
    places = [
        line for line in lines if "://" in line or re.search(r"(^|\s|=)(/|[A-Za-z]:\\)", line)
    ]
    options = [line for line in lines if re.search(r"^\s*--?(?!-?hash=)", line)]
    assert not places + options, f"run ./dev lock: {places + options}"


def test_the_tests_run_on_the_pins_that_users_run_on() -> None:
    run, test = ({entry[0] for entry in _entries(path)} for path in PINS)
    assert run <= test


def test_no_lock_file_records_where_packages_came_from() -> None:
    kept = [tree.shown(path) for path in tree.tracked() if path.name in LOCKS]
    assert not kept, f"they name index hosts; requirements/*.txt holds the pins: {kept}"


def test_no_file_names_a_folder_of_one_machine() -> None:
    named = [
        f"{tree.shown(path)}:{number}: {line.strip()[:80]}"
        for path in tree.tracked()
        for number, line in enumerate(
            path.read_text("utf-8", errors="ignore").splitlines(), start=1
        )
        if HOME_OF_SOMEBODY.search(line) and "/home/nonroot" not in line
    ]
    assert not named, f"say it relative to the project: {named}"
