"""Words and codes intake goes by, as data files read on first use.

`countries.json` and the names in `currencies.json` come from the Unicode CLDR; see NOTICE.md.
"""

import json
import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(file: str, section: str) -> frozenset[str]:
    """A closed set of lower-case words."""
    return frozenset(_toml(file)[section])


@cache
def lists(file: str) -> dict[str, list[str]]:
    """A table of names, each with its list of words."""
    return _toml(file) if file.endswith(".toml") else _json(file)


@cache
def currency_tables() -> dict[str, dict[str, list[str | None]]]:
    """The sections of `currencies.json`."""
    tables: dict[str, dict[str, list[str | None]]] = json.loads(_text("currencies.json"))
    return tables


def _toml(file: str) -> dict[str, list[str]]:
    return tomllib.loads(_text(file))


def _json(file: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = json.loads(_text(file))
    return table


def _text(file: str) -> str:
    return files(__package__).joinpath(file).read_text(encoding="utf-8")
