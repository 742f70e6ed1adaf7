"""`run --dry-run`: the whole plan before anything happens, and nothing is written."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.door import LEADS, WORLD, Outcome, call
from tests.e2e.test_leads import flat

FILE = (
    "Kundennr;Vorname;Nachname;E-Mail;Firma;Auftragswert;Lieblingsfarbe\n"
    "1;Ada;Fielding;ada@copper.example;Copper GmbH;120.000,00 EUR;blau\n"
    "2;Bo;Ray;;Brass AG;4.500,00 EUR;rot\n"
    "3;Ada;Fielding;ada@copper.example;Copper GmbH;120.000,00 EUR;\n"
    "4;;;;;9.000,00 EUR;\n"
)


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """A file with odd headers: a large deal, nobody to write to, a twin, a row without a name."""
    file = tmp_path / "leads.csv"
    file.write_text(FILE, encoding="utf-8")
    return file


def dry(*more: object) -> Outcome:
    told = call("run", "--dry-run", *more)
    assert told.code == 0, told.err
    return told


def planned(*more: object) -> dict[str, Any]:
    told = dry(*more, "--json").json()
    assert isinstance(told, dict)
    return told


def test_nothing_is_written_where_there_was_nothing(leads: Path, tmp_path: Path) -> None:
    dry(leads, "--corpus", WORLD)
    assert sorted(tmp_path.iterdir()) == [leads]


def test_a_plan_says_what_is_read_as_what_with_an_example(leads: Path) -> None:
    told = flat(dry(leads).out)
    assert re.search(r"CSV.*, 4 rows", told)
    assert "E-Mail e-mail ada@copper.example" in told
    assert "Auftragswert deal value 120.000,00 EUR" in told
    assert "Lieblingsfarbe kept, not read blau" in told


def test_a_plan_counts_what_the_rows_would_become(leads: Path) -> None:
    plan = planned(leads)
    assert (plan["rows"], plan["new"], plan["refused"]) == (4, 2, 1)
    assert (plan["same_person_in_file"], plan["same_person_in_database"]) == (1, None)
    assert [one["row"] for one in plan["refusals"]] == [5]
    assert plan["value"] == {"under $10,000": 1, "over $100,000": 1}
    assert sum(plan["priority"].values()) == 2
    assert plan["stopped_before_research"] == {"high_value": 1, "invalid_contact": 1}
    assert plan["leads_stopped_before_research"] == 2
    assert plan["written"] is False


def test_a_plan_names_steps_tools_fields_and_cost(leads: Path) -> None:
    plan = planned(leads, "--corpus", WORLD)
    steps = {step["step"]: step["tools"] for step in plan["steps"]}
    assert list(steps) == ["Research", "Rules", "Message", "CRM", "Wait"]
    assert "corpus" in steps["Research"]["search_company"]
    assert plan["estimate"]["cost_usd"] == 0
    assert 0 < plan["estimate"]["tokens"] <= plan["estimate"]["tokens_at_most"]
    told = flat(dry(leads, "--corpus", WORLD).out)
    assert "the playbook plays every agent, and it costs nothing" in told
    assert "company name, decision maker, next step, e-mail draft and stage" in told


def test_a_plan_asks_those_that_the_settings_let_be_asked(leads: Path) -> None:
    Path("leadwright.toml").write_text("[tools.search_company]\nproviders = ['house']\n")
    research = planned(leads, "--corpus", WORLD)["steps"][0]["tools"]
    assert research["search_company"] == []
    assert "corpus" in research["search_company_news"]


def test_without_a_source_the_plan_says_that_nobody_offers_it(leads: Path) -> None:
    assert "nobody answers search_company" in flat(dry(leads).out)


def test_a_plan_beside_a_database_knows_who_is_in_it(db: str, place: Path) -> None:
    before = (place / "worked.db").read_bytes()
    plan = planned(LEADS, "--corpus", WORLD, "--db", db)
    assert (plan["rows"], plan["unchanged"], plan["new"]) == (12, 12, 0)
    assert plan["same_person_in_database"] == 0
    assert (place / "worked.db").read_bytes() == before


def test_the_plan_and_the_run_agree(tmp_path: Path) -> None:
    plan = planned(LEADS, "--corpus", WORLD)
    ran = call("run", LEADS, "--corpus", WORLD, "--json").json()
    assert isinstance(ran, dict)
    assert plan["new"] + plan["same_person_in_file"] == ran["received"]
    assert plan["refused"] == ran["refused"]
    listed = call("leads", "show", "D-01", "--json").json()
    assert isinstance(listed, dict)
    touched = {name for one in listed["proposals"] if one["before"] for name in one["before"]}
    assert touched <= set(plan["crm_fields"])
    assert tmp_path.joinpath("leadwright.db").is_file()


def test_a_file_that_cannot_be_read_has_no_plan(tmp_path: Path) -> None:
    told = call("run", "nowhere.csv", "--dry-run")
    assert told.code == 1
    assert told.is_a_sentence()
    assert not list(tmp_path.iterdir())


def test_a_column_that_a_person_names_is_read_as_he_says(leads: Path) -> None:
    plan = planned(leads, "--map", "title=Lieblingsfarbe")
    assert {"column": "Lieblingsfarbe", "field": "title", "sample": "blau"} in plan["columns"]


def test_a_plan_without_company_data_says_that_every_lead_waits_for_a_person(leads: Path) -> None:
    assert "Every lead: no source of company data is set" in flat(dry(leads).out)
    assert planned(leads)["company_data"] is False
    assert planned(leads, "--corpus", WORLD)["company_data"] is True
    assert "Every lead" not in flat(dry(leads, "--corpus", WORLD).out)
