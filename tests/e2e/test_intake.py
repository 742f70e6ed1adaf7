"""A file as people bring it: odd headers, German numbers, and words for what could not be read."""

from pathlib import Path
from typing import Any, cast

import pytest
from tests.e2e.door import Outcome, call

GERMAN = (
    "Kundenliste Herbst;;;;\n"
    "Kunde;Ansprechpartner;Adresse 2;Auftragswert (€);Land\n"
    "Kühn GmbH;Weiß, Jörg;joerg@kuehn.example;45.000,00;D\n"
    "Brook AG;Ben Ode;ben@brook.example;1.234;Oesterreich\n"
    "Halb;Ann\n"
)
MAPS = ("--map", "email=Adresse 2", "--map", "firma=Kunde")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kunden.csv"
    path.write_bytes(GERMAN.encode("cp1252"))
    return path


def ran(*words: object) -> Outcome:
    return call("run", *words, "--db", "sqlite:///own.db")


def summary(*words: object) -> dict[str, Any]:
    return cast("dict[str, Any]", ran(*words, "--json").json())


def test_a_german_export_is_read_as_it_is_meant(file: Path) -> None:
    told = summary(file, *MAPS)
    assert (told["received"], told["refused"]) == (2, 1)
    (refusal,) = told["refusals"]
    assert (refusal["row"], refusal["code"]) == (5, "too_few_cells")
    assert any("Windows-1252" in remark for remark in told["remarks"])
    assert any("row 2" in remark for remark in told["remarks"])

    leads = cast(
        "list[dict[str, Any]]", call("leads", "list", "--db", "sqlite:///own.db", "--json").json()
    )
    assert {lead["deal_value"] for lead in leads} == {"45,000 EUR", "1,234 EUR"}
    assert {lead["person"] for lead in leads} == {"Jörg Weiß", "Ben Ode"}


def test_the_same_file_again_changes_nothing(file: Path) -> None:
    ran(file, *MAPS)
    again = summary(file, *MAPS)
    assert (again["unchanged"], again["received"]) == (2, 2)


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("fax=Kunde", "the fields are: external_id, name"),
        ("email", "must be field=column"),
        ("email=Post", "it has: Kunde, Ansprechpartner, Adresse 2"),
    ],
)
def test_a_wrong_map_is_told_with_the_right_words(file: Path, pair: str, words: str) -> None:
    told = ran(file, "--map", pair)
    assert told.code == 2
    assert told.is_a_sentence()
    assert words in " ".join(told.err.split())


def test_a_run_tells_the_refusals_of_its_own_file(tmp_path: Path) -> None:
    for place, field in (("a", "Deal size"), ("b", "Title")):
        (tmp_path / place).mkdir()
        rows = f"Name,Company,{field}\nAda Fielding,Copper,\n,,5\n" + ",,5\n" * (place == "a")
        (tmp_path / place / "leads.csv").write_text(rows)
        told = call("run", tmp_path / place / "leads.csv", "--json").json()
        assert isinstance(told, dict)
        assert told["refused"] == len(told["refusals"]) == (2 if place == "a" else 1)
