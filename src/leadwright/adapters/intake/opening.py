"""Which reader a file needs, told by its first bytes and, where they leave it open, by its name."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from leadwright.adapters.intake.delimited import DelimitedFile
from leadwright.adapters.intake.document import JsonFile, holds_leads
from leadwright.adapters.intake.errors import LeadFileEmpty, LeadFileLocked, LeadFileNotReadable
from leadwright.adapters.intake.excel import ExcelFile
from leadwright.adapters.intake.jsonl import JsonLinesFile
from leadwright.adapters.intake.laid_out import Form, LaidOutFile
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.source import opened
from leadwright.adapters.intake.text import HEAD, UTF8, TextFile, TooLong, encoding_of
from leadwright.leads.intake.columns import NOTHING_MAPPED, Column

_NUL_SHARE: Final = 0.1
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE: Final = "save it as .xlsx or CSV"
_UNPACK: Final = "is compressed; unpack it first"
# First bytes of files that people send by mistake, and what to do about them.
_FOREIGN: Final = {
    b"\x1f\x8b": _UNPACK,
    b"BZh": _UNPACK,
    b"\xfd7zXZ": _UNPACK,
    b"7z\xbc\xaf": _UNPACK,
    b"Rar!": _UNPACK,
    b"%PDF": f"is a PDF; get the leads as a table, {_SAVE}",
    b"{\\rtf": f"is a text document; get the leads as a table, {_SAVE}",
    b"BEGIN:VCARD": "holds visiting cards; export the contacts as CSV",
    b"SQLite format 3": "is a database; export the leads from it as CSV",
    b"\x89PNG": "is a picture; give the table behind it",
    b"\xff\xd8\xff": "is a picture; give the table behind it",
    b"\xff\xfe\x00\x00": "is saved as UTF-32; save it as UTF-8",
    b"<": f"is a web page or XML, whatever its name says; open it in a spreadsheet and {_SAVE}",
}
_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})


def open_leads(path: Path, columns: Mapping[Column, str] = NOTHING_MAPPED) -> LaidOutFile:
    """The reader for a file of leads; `columns` says which column holds a field.

    Raises:
        Refused: The file is missing, a folder, empty, or nothing that holds leads.
    """
    return LaidOutFile(_form(path, columns), columns)


def _form(path: Path, columns: Mapping[Column, str]) -> Form:
    with opened(path) as file:
        head = file.read(HEAD) or b""
        is_whole = len(head) == file.size
    if head.startswith(_ZIP):
        return ExcelFile(path, columns)
    text = beginning(path, head)
    if not text and is_whole:
        raise LeadFileEmpty(f"{path} is empty; give a file with a header and at least one lead.")
    suffix = path.suffix.lower()
    if text.startswith("{"):
        return _objects(path)
    if suffix in _JSON_LINES and not text.startswith("["):
        return JsonLinesFile(path)
    if suffix == ".json" or text.startswith("["):
        return JsonFile(path)
    return DelimitedFile(path, columns)


def beginning(path: Path, head: bytes) -> str:
    """The first letters of a file of text.

    Raises:
        Refused: it is none.
    """
    if head.startswith(_OLD_OFFICE):
        _refuse_old_office(path)
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    for mark, why in _FOREIGN.items():
        if head.startswith(mark) or text.startswith(mark.decode("latin-1")):
            raise LeadFileNotReadable(f"{path} {why}.")
    if encoding == UTF8 and head.count(0) > _NUL_SHARE * len(head):
        raise LeadFileNotReadable(f"{path} is no table or text; give CSV, Excel (.xlsx) or JSON.")
    return text


def _refuse_old_office(path: Path) -> None:
    with opened(path) as file:
        while chunk := file.read(1 << 16):
            if _PACKAGE in chunk:
                raise LeadFileLocked(f"{path} is protected by a password; save it without one.")
    raise LeadFileNotReadable(f"{path} is an old Excel workbook (.xls) or the like; {_SAVE}.")


def _objects(path: Path) -> Form:
    """JSON lines where the first line is an object, or the second one begins another; else JSON."""
    lines = _filled(TextFile(path, Remarks()).lines())
    first, second = next(lines, ""), next(lines, "")
    if isinstance(first, TooLong):
        return JsonFile(path)
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        is_lines = isinstance(second, str) and second.lstrip().startswith("{")
        return JsonLinesFile(path) if is_lines else JsonFile(path)
    holds_list = isinstance(value, dict) and any(
        isinstance(inner, list) and holds_leads(name, value) for name, inner in value.items()
    )
    return JsonFile(path) if holds_list else JsonLinesFile(path)


def _filled(lines: Iterator[str | TooLong]) -> Iterator[str | TooLong]:
    return (line for line in lines if isinstance(line, TooLong) or line.strip())
