"""Tables the tools go by, as data files read on first use. All are written for this package."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def raw(file: str) -> dict[str, object]:
    """A file as it is."""
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


@cache
def words(file: str, name: str) -> frozenset[str]:
    """One list of a file as a closed set."""
    listed = raw(file)[name]
    return frozenset(map(str, listed)) if isinstance(listed, list) else frozenset()
