"""Lists of people who must not be written to, as programs export them and people type them."""

from pathlib import Path

import pytest

from leadwright.adapters.intake import StopList, Unread
from leadwright.errors import Refused
from leadwright.leads.donottouch import Suppressible


def read(folder: Path, content: str | bytes) -> list[str]:
    """The rows in few words."""
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [told(row) for row in StopList(path).rows()]


def told(row: Suppressible | Unread) -> str:
    if isinstance(row, Unread):
        return f"row {row.row}: {row.given}"
    return f"{row.kind} {row.value}"


ANN, BEN = "address ann@acme.example", "address ben@acme.example"


@pytest.mark.parametrize(
    "content",
    [
        "ann@acme.example\nBen@acme.example\n",
        "Email\nann@acme.example\nben@acme.example",
        "\ufeffemail;reason\nann@acme.example;moved\n\nben@acme.example;angry\n",
        "First Name,Email Address,Web\nA,ann@acme.example,a.example\nB,ben@acme.example,a.example",
        "Ann,acme.example,ann@acme.example\nBen,acme.example,ben@acme.example\n",
        "Ann Lee <ann@acme.example>\nben+news@acme.example\n",
        "E-Mail-Adresse\tGrund\r\nann@acme.example\tä\r\nben@acme.example\t\r\n".encode("utf-16"),
    ],
)
def test_addresses_are_found_with_and_without_a_header(
    tmp_path: Path, content: str | bytes
) -> None:
    assert read(tmp_path, content) == [ANN, BEN]


def test_companies_and_numbers_are_found_too(tmp_path: Path) -> None:
    rows = "@acme.example\nwww.other.example\n+1 415 555 0101\nann@acme.example\n"
    assert read(tmp_path, rows) == [
        "domain acme.example",
        "domain other.example",
        "phone +14155550101",
        ANN,
    ]
    assert read(tmp_path, "Domain,Note\nacme.example,x\n") == ["domain acme.example"]


def test_a_row_without_an_address_never_stands_for_its_whole_company(tmp_path: Path) -> None:
    rows = "email,website\n,acme.example\nann@acme.example,acme.example\n"
    assert read(tmp_path, rows) == ["row 2: ", ANN]


def test_what_names_nobody_is_told_by_its_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = "email\nnobody\nann@acme.example\n@gmail.com\n\nben@acme.example\n"
    assert read(tmp_path, rows) == ["row 2: nobody", ANN, "row 4: @gmail.com", BEN]


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"PK\x03\x04\x00\x00" * 10, b"\x00" * 500])
def test_a_file_that_is_no_list_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        read(tmp_path, content)
