"""XML read as a stream: no document types, so no entities that grow; no piece that fills memory."""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol
from xml.parsers import expat

from leadwright.adapters.intake.excel.package import Package

_CHUNK: Final = 1 << 16
_LONGEST_TOKEN: Final = 2 << 20


class Listener(Protocol):
    """Hears of elements by their names without prefix."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        ...

    def text(self, text: str) -> None:
        """Text inside, perhaps a part of it."""
        ...

    def end(self, name: str) -> None:
        """An element ends."""
        ...


def heard(package: Package, part: str, listener: Listener) -> Iterator[None]:
    """Read a part piece by piece; after each the listener may be asked what it has.

    Raises:
        ValueError: The part is no plain XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: listener.begin(_local(name), attributes)
    parser.EndElementHandler = lambda name: listener.end(_local(name))
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    with package.part(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise ValueError("a mark without an end")
            yield
        parser.Parse(b"", True)
        yield


def read(package: Package, part: str, listener: Listener) -> None:
    """Read a whole part, one that is small by nature."""
    for _ in heard(package, part, listener):
        pass


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_: object) -> None:
    raise ValueError("a document type, which no workbook has")
