"""Reading JSON lines from a corpus directory, plain or gzipped, with errors that name the line."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from leadwright.errors import Misconfigured, where_json_breaks
from leadwright.leads.intake.values.text import visible

Row = dict[str, Any]
T = TypeVar("T")
_HIDING = (b"\\", b"\x7f")  # an escape may stand for any character


class CorpusUnreadable(Misconfigured):
    """A file of the corpus is missing or damaged."""

    code: ClassVar[str] = "corpus_unreadable"


class ReadTable(Protocol):
    """Gives all rows of a table, each turned into what `read` makes of it."""

    def __call__(self, name: str, read: Callable[[Row], T], /, *, required: bool) -> list[T]:
        """The rows of a table."""
        ...


def table(directory: Path, name: str, read: Callable[[Row], T], *, required: bool) -> list[T]:
    """All rows of a table, each turned into what `read` makes of it.

    Raises:
        CorpusUnreadable: the table is needed and missing, or a line of it cannot be used.
    """
    path = _find(directory, name)
    if path is None:
        if required:
            raise CorpusUnreadable(
                f"The corpus folder {str(directory)!r} holds no {name}.jsonl or {name}.jsonl.gz, "
                "or is not there; set research.corpus (or --corpus) to the folder that does."
            )
        return []
    return list(_rows(path, read))


def _find(directory: Path, name: str) -> Path | None:
    candidates = (directory / f"{name}.jsonl", directory / f"{name}.jsonl.gz")
    return next((path for path in candidates if path.is_file()), None)


def _rows(path: Path, read: Callable[[Row], T]) -> Iterator[T]:
    number = 0
    try:
        with _open(path) as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield read(_object(line))
    except json.JSONDecodeError as error:
        raise CorpusUnreadable(
            f"{path.name}, line {number} is not JSON; {where_json_breaks(error)}. Mend that line."
        ) from error
    except (ValueError, TypeError, ArithmeticError) as error:
        raise CorpusUnreadable(f"{path.name}, line {number}: {error}. Mend that line.") from error
    except KeyError as error:
        raise CorpusUnreadable(
            f"{path.name}, line {number}: the key {error.args[0]!r} is missing. Add it there."
        ) from error
    except (EOFError, OSError, zlib.error) as error:
        raise CorpusUnreadable(
            f"{path.name} breaks off after line {number}: {error}. Fetch it again."
        ) from error


def _open(path: Path) -> AbstractContextManager[Iterable[bytes]]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _object(line: bytes) -> Row:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError("it is not a JSON object")
    if line.isascii() and not any(mark in line for mark in _HIDING):
        return row
    return {key: _visible(value) for key, value in row.items()}


def _visible(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a row
    """Text without what nobody sees: it could disturb a terminal, or hide words from a person."""
    if isinstance(value, list):
        return [_visible(one) for one in value]
    return visible(value) if isinstance(value, str) else value
