"""Which reader a file needs, told by its first bytes and, where they leave it open, by its name."""

from pathlib import Path

from leadwright.adapters.intake.delimited import DelimitedFile
from leadwright.adapters.intake.errors import (
    LeadFileEmpty,
    LeadFileIsFolder,
    LeadFileMissing,
    LeadFileNotReadable,
)
from leadwright.adapters.intake.jsonl import JsonLinesFile
from leadwright.leads.intake import LeadReader

_HEAD = 4096
_BINARY_SHARE = 0.1
# First bytes of files that people send by mistake, and what to do about them.
_FOREIGN = {
    b"PK\x03\x04": "looks like an Excel workbook or a zip archive; save it as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "looks like an old Excel workbook; save it as CSV (UTF-8)",
    b"\x1f\x8b": "is compressed with gzip; unpack it first",
    b"%PDF": "is a PDF; export the leads as CSV or JSON lines",
    b"\xff\xfe": "is saved as UTF-16; save it as UTF-8",
    b"\xfe\xff": "is saved as UTF-16; save it as UTF-8",
}
_JSON_LINES = frozenset({".jsonl", ".ndjson"})


def open_leads(path: Path) -> LeadReader:
    """The reader for a file of leads.

    Raises:
        Refused: The file is missing, a folder, empty, or nothing that holds rows of text.
    """
    start = _head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise LeadFileEmpty(f"{path} is empty; give a file with a header and at least one lead.")
    if start.startswith(b"["):
        raise LeadFileNotReadable(
            f"{path} is one JSON list; write one JSON object a line instead (JSON lines)."
        )
    if start.startswith(b"{") or path.suffix.lower() in _JSON_LINES:
        return JsonLinesFile(path)
    return DelimitedFile(path)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise LeadFileIsFolder(f"{path} is a folder; name one file in it.")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise LeadFileMissing(f"There is no file {path}; check the name.") from error
    except (OSError, ValueError) as error:
        raise LeadFileNotReadable(f"{path} cannot be read ({error}); check its rights.") from error
    for magic, reason in _FOREIGN.items():
        if head.startswith(magic):
            raise LeadFileNotReadable(f"{path} {reason}.")
    if head.count(0) > _BINARY_SHARE * len(head):
        raise LeadFileNotReadable(f"{path} is no text file; give CSV or JSON lines in UTF-8.")
    return head
