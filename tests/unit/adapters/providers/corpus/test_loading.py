from datetime import date
from pathlib import Path

import pytest
from tests.unit.adapters.providers.corpus.shelf import COMPANIES, NOW, a_corpus, a_provider, company

from leadwright.adapters.providers.corpus.conventions import (
    ConventionsUnreadable,
    load_conventions,
)
from leadwright.adapters.providers.corpus.files import CorpusUnreadable
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import FrozenClock
from leadwright.tools.catalogue.research import NewsInput, SearchCompanyInput

ANY = SearchCompanyInput(company_name="Orbita")


async def test_only_the_companies_must_be_there(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path, people=None, funding_rounds=None, news=None)
    assert (await a_provider(folder).call("search_company", ANY)).evidence


async def test_plain_files_are_read_as_well_as_packed_ones(tmp_path: Path) -> None:
    (tmp_path / "companies.jsonl").write_text(
        '{"record_id":"a:1","source":"a","source_key":"1","observed_on":"2020-01-01","name":"Orbita"}\n\n'
    )
    answer = await a_provider(tmp_path).call("search_company", ANY)
    assert len(answer.output.model_dump()["companies"]) == 1


async def test_a_folder_without_companies_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CorpusUnreadable, match=r"no companies\.jsonl"):
        await a_provider(tmp_path).call("search_company", ANY)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (company("", "Nameless"), "record_id is ''"),
        ({"record_id": "a:1"}, "the key 'source' is missing"),
        (company("a:1", "X", observed_on="yesterday"), "isoformat"),
        (company("a:1", "X", employees="many"), "employees is 'many', it must be a whole number"),
        (company("a:1", "X", aliases="Y"), "aliases is 'Y', it must be a list"),
    ],
)
async def test_a_bad_row_is_named_with_its_line(
    tmp_path: Path, row: dict[str, object], reason: str
) -> None:
    folder = a_corpus(tmp_path, companies=[*COMPANIES, row])
    with pytest.raises(CorpusUnreadable, match=f"line 5: .*{reason}"):
        await a_provider(folder).call("search_company", ANY)


@pytest.mark.parametrize("line", ["{", "[1]", "\udcff"])
async def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "companies.jsonl").write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(CorpusUnreadable, match="line 1"):
        await a_provider(tmp_path).call("search_company", ANY)


async def test_a_file_cut_in_the_middle_is_noticed(tmp_path: Path) -> None:
    packed = a_corpus(tmp_path) / "companies.jsonl.gz"
    packed.write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(CorpusUnreadable, match="breaks off"):
        await a_provider(tmp_path).call("search_company", ANY)


async def test_two_records_with_one_id_are_refused(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path, companies=[COMPANIES[0], COMPANIES[0]])
    with pytest.raises(CorpusUnreadable, match="occur twice"):
        await a_provider(folder).call("search_company", ANY)


def test_the_corpus_knows_its_own_day(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path)
    assert a_provider(folder).as_of == date(2013, 12, 12)
    (folder / "corpus.toml").write_text("as_of = 2013-05-05\n")
    assert a_provider(folder).as_of == date(2013, 5, 5)
    (folder / "corpus.toml").write_text("dated_sources = []\ncapture_days = {}\n")
    assert a_provider(folder).as_of == date(2026, 8, 8)


def test_a_corpus_of_unheard_of_sources_lives_on_the_day_of_its_newest_row(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path)
    (folder / "corpus.toml").unlink()
    assert a_provider(folder).as_of == date(2026, 8, 8)


def test_a_corpus_overrides_single_conventions(tmp_path: Path) -> None:
    shipped = load_conventions(tmp_path)
    (tmp_path / "corpus.toml").write_text("news_days = 30\n")
    own = load_conventions(tmp_path)
    assert (own.news_days, own.title_ranks) == (30, shipped.title_ranks)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("newsdays = 30", "unknown key 'newsdays'"),
        ("news_days = 'many'", "news_days"),
        ("title_ranks = [['(']]", "no regular expression"),
        ("news_days =", "not TOML"),
    ],
)
def test_a_convention_that_cannot_be_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "corpus.toml").write_text(text)
    with pytest.raises(ConventionsUnreadable, match=reason):
        load_conventions(tmp_path)


async def test_sources_nobody_described_get_news_counted_from_today(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path)
    (folder / "corpus.toml").write_text("news_anchor_sources = []\n")
    answer = await a_provider(folder).call(
        "search_company_news", NewsInput(company_name="Orbita", record_ids=("old:orbita",))
    )
    assert answer.evidence == ()


def test_an_installation_may_say_how_old_news_is_to_be(tmp_path: Path) -> None:
    folder = a_corpus(tmp_path)
    said = CorpusProvider(folder, FrozenClock(NOW)).conventions
    given = CorpusProvider(folder, FrozenClock(NOW), news_days=7).conventions
    assert (said.news_days, given.news_days) == (730, 7)
    assert given.title_ranks == said.title_ranks
