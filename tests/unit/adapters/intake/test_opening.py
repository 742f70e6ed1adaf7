"""Which file is read how, and which not at all."""

import os
from pathlib import Path

import pytest

from leadwright.adapters.intake import open_leads
from leadwright.adapters.intake.delimited import DelimitedFile
from leadwright.adapters.intake.document import JsonFile
from leadwright.adapters.intake.errors import (
    LeadFileEmpty,
    LeadFileIsFolder,
    LeadFileLocked,
    LeadFileMissing,
    LeadFileNotReadable,
)
from leadwright.adapters.intake.excel import ExcelFile
from leadwright.adapters.intake.jsonl import JsonLinesFile
from leadwright.errors import Refused
from leadwright.leads.intake import RawRow


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("leads.jsonl", b'{"name": "Ann"}', JsonLinesFile),
        ("leads.jsonl", b"oops\n{}", JsonLinesFile),
        ("leads.csv", b"name\nAnn", DelimitedFile),
        ("leads.tsv", b"name\temail\nAnn\tx", DelimitedFile),
        ("leads", b"name\nAnn", DelimitedFile),
        ("leads", b'\xef\xbb\xbf \n{"name": "Ann"}', JsonLinesFile),
        ("leads.json", b'{"name": "Ann"}\n{"name": "Ben"}', JsonLinesFile),
        ("leads.txt", b'{"name": "Ann"}', JsonLinesFile),
        ("leads.json", b'{"name": "Ann"\n{"name": "Ben"}', JsonLinesFile),
        ("leads.json", b'{\n "name": "Ann"\n}', JsonFile),
        ("leads.txt", b'{"leads": [{"name": "Ann"}]}', JsonFile),
        ("leads.txt", b'[{"name": "Ann"}]', JsonFile),
        ("leads.json", b"oops", JsonFile),
        ("leads.csv", b"PK\x03\x04rest", ExcelFile),
        ("leads.csv", "name\nAnn".encode("utf-16"), DelimitedFile),
    ],
)
def test_first_bytes_and_name_tell_the_form(
    tmp_path: Path, name: str, content: bytes, reader: type
) -> None:
    assert isinstance(open_leads(written(tmp_path, name, content)).form, reader)


@pytest.mark.parametrize(
    ("name", "content", "error", "advice"),
    [
        ("a.csv", b"", LeadFileEmpty, "header"),
        ("a.csv", b"\xef\xbb\xbf \n\n", LeadFileEmpty, "header"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", LeadFileNotReadable, "save it as .xlsx"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0rest" + "EncryptedPackage".encode("utf-16-le"),
            LeadFileLocked,
            "password",
        ),
        ("a.csv.gz", b"\x1f\x8brest", LeadFileNotReadable, "unpack"),
        ("a.pdf", b"%PDF-1.7", LeadFileNotReadable, "as a table"),
        ("a.xls", b"<html><table>", LeadFileNotReadable, "web page"),
        ("a.csv", "name\nAnn".encode("utf-32"), LeadFileNotReadable, "UTF-8"),
        ("a.bin", b"\x00\x01\x02\x00" * 50, LeadFileNotReadable, "CSV, Excel"),
    ],
)
def test_a_file_that_holds_no_rows_is_refused_by_name_with_advice(
    tmp_path: Path, name: str, content: bytes, error: type[Refused], advice: str
) -> None:
    with pytest.raises(error, match=advice) as caught:
        open_leads(written(tmp_path, name, content))
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(LeadFileIsFolder, match="folder"):
        open_leads(tmp_path)
    with pytest.raises(LeadFileMissing, match=r"nobody\.csv"):
        open_leads(tmp_path / "nobody.csv")
    with pytest.raises(LeadFileMissing):
        open_leads(Path("a\x00b.csv"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "leads.csv")
    with pytest.raises(LeadFileNotReadable, match="pipe"):
        open_leads(tmp_path / "leads.csv")
    with pytest.raises(LeadFileNotReadable, match="device"):
        open_leads(Path("/dev/zero"))


def test_a_single_nul_makes_no_binary_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"name,email\nA\x00nn,ann@acme.example\n")
    assert len(list(open_leads(path).rows())) == 1


@pytest.mark.corpus
def test_the_development_leads_are_read_whole_and_without_their_answers(data_dir: Path) -> None:
    rows = list(open_leads(data_dir / "leads_dev.jsonl").rows())
    assert len(rows) == 250
    assert all(isinstance(row, RawRow) and "ground_truth" not in row.values for row in rows)
