"""Reading the conventions of a corpus: the shipped defaults, then the corpus's own file."""

import re
import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from leadwright.errors import Misconfigured, in_plain_words
from leadwright.leads.conventions import Conventions

FILE_NAME = "corpus.toml"


class ConventionsUnreadable(Misconfigured):
    """A corpus.toml does not hold what it should."""

    code: ClassVar[str] = "conventions_unreadable"


def load_conventions(directory: Path) -> Conventions:
    """The conventions of the corpus in a directory.

    Raises:
        ConventionsUnreadable: a key is unknown or a value does not fit.
    """
    own = directory / FILE_NAME
    return parse_conventions(own.read_bytes() if own.is_file() else b"")


def parse_conventions(own: bytes) -> Conventions:
    """The shipped conventions with a corpus's own on top.

    Raises:
        ConventionsUnreadable: a key is unknown or a value does not fit.
    """
    shipped = files(__package__).joinpath(FILE_NAME).read_text(encoding="utf-8")
    return _checked(tomllib.loads(shipped) | _parse(own))


def _parse(own: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(own.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConventionsUnreadable(f"{FILE_NAME} is not TOML: {error}. Mend it there.") from error


def _checked(raw: dict[str, Any]) -> Conventions:
    known = sorted(field.name for field in fields(Conventions))
    unknown = sorted(raw.keys() - set(known))
    if unknown:
        raise ConventionsUnreadable(
            f"{FILE_NAME} has the unknown key {unknown[0]!r}; known are {', '.join(known)}."
        )
    if isinstance(raw.get("capture_days"), dict):
        raw = raw | {"capture_days": tuple(raw["capture_days"].items())}
    try:
        conventions = TypeAdapter(Conventions).validate_python(raw)
        for pattern in (one for rank in conventions.title_ranks for one in rank):
            re.compile(pattern)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConventionsUnreadable(
            f"{FILE_NAME}, key {where} {in_plain_words(dict(first))}."
        ) from None
    except re.error as error:
        raise ConventionsUnreadable(
            f"{FILE_NAME}, key title_ranks: {error.pattern!r} is no regular expression ({error})."
        ) from error
    return conventions
