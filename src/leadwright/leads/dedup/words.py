"""Words dedup goes by: short forms of names, mailboxes that several people read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def mailboxes(section: str) -> frozenset[str]:
    """The `roles` or the `dotless` hosts."""
    return frozenset(_table("mailboxes.toml")[section])


@cache
def full_names() -> Mapping[str, frozenset[str]]:
    """Each given name with the names it may stand for, itself among them."""
    found: dict[str, set[str]] = {}
    for full, shorts in _table("short_forms.toml").items():
        for name in (full, *shorts):
            found.setdefault(name, {name}).add(full)
    return {name: frozenset(fulls) for name, fulls in found.items()}


def _table(file: str) -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))
