"""What we give away to begin with works as it is given."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.house import tree

from leadwright import bootstrap
from leadwright.adapters.intake import open_leads
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import FrozenClock
from leadwright.evaluation.dataset import read_cases
from leadwright.review.rules.ruleset import RuleSet
from leadwright.settings import Settings, load

EXAMPLES = tree.ROOT / "docs" / "examples"
SETTINGS = tree.ROOT / "leadwright.example.toml"
HIDDEN = re.compile(r"^# (?=\[|[a-z_]+ = )", re.MULTILINE)


def test_the_rows_of_the_quickstart_can_be_read() -> None:
    assert len(list(open_leads(EXAMPLES / "leads.csv").rows())) == 6


def test_the_corpus_holds_companies_people_rounds_and_news() -> None:
    provider = CorpusProvider(EXAMPLES / "companies", FrozenClock(datetime(2026, 1, 1, tzinfo=UTC)))
    library = provider.library
    assert provider.as_of == date(2026, 11, 1)
    for table in (library.people, library.rounds, library.news):
        assert table
        assert table.keys() <= library.companies.keys()


def test_the_rules_are_added_to_those_that_ship() -> None:
    rules = RuleSet.parse((EXAMPLES / "rules.json").read_text("utf-8")).rules
    written = json.loads((EXAMPLES / "rules.json").read_text("utf-8"))["escalation_rules"]
    assert len(rules) == len(RuleSet.default().rules) + len(written)


def test_the_leads_with_known_answers_are_of_two_kinds() -> None:
    cases = read_cases(EXAMPLES / "known.jsonl")
    assert {case.truth.is_unique for case in cases} == {True, False}


def test_the_settings_are_the_defaults_written_out() -> None:
    assert load(SETTINGS).seller == Settings().seller


@pytest.mark.usefixtures("_in_a_folder_with_its_files")
def test_the_settings_work_with_every_line_taken_in(tmp_path: Path) -> None:
    full = tmp_path / "full.toml"
    full.write_text(HIDDEN.sub("", SETTINGS.read_text("utf-8")), encoding="utf-8")
    given = load(full, database={"url": f"sqlite:///{tmp_path / 'all.db'}"})
    with bootstrap.build(given) as house:
        assert house.settings.icp.terms
        assert house.settings.rules.file
        assert house.settings.research.corpus
        assert house.rules.customers


@pytest.fixture
def _in_a_folder_with_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "companies").symlink_to(EXAMPLES / "companies")
    (tmp_path / "rules.json").write_text((EXAMPLES / "rules.json").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
