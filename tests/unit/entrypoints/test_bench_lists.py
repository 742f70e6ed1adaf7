"""The made-up list of the intake bench is long, careless and always the same."""

import csv
from pathlib import Path

from leadwright.entrypoints.cli.benches.intake import lists


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    one, two = (lists.write(tmp_path / name, rows=300) for name in ("one.csv", "two.csv"))
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != lists.write(tmp_path / "other.csv", rows=300, seed=2).read_bytes()


def test_a_list_has_the_rows_asked_for_some_of_them_broken(tmp_path: Path) -> None:
    with lists.write(tmp_path / "list.csv", rows=3_000).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == lists.HEADER
    assert len(rows) == 3_000
    broken = [row for row in rows if len(row) > len(header) or not any(row[i] for i in (1, 5))]
    assert 10 < len(broken) < 60
    names = [(row[1].casefold(), row[5].casefold()) for row in rows if row not in broken]
    assert len(set(names)) < len(names)  # people who come again


def test_nobody_shares_an_address_by_chance(tmp_path: Path) -> None:
    with lists.write(tmp_path / "list.csv", rows=5_000).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    people: dict[str, set[str]] = {}
    for row in rows:
        if "@" in row["E-Mail"]:
            people.setdefault(row["E-Mail"].lower(), set()).add(row["Company"].split()[2])
    assert max(len(companies) for companies in people.values()) == 1
