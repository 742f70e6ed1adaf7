"""Files as bad as they come: each is taken, or refused by name, and changes nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.torture import documents, excel, hall, tables
from tests.torture.hall import Fate, Hall
from tests.torture.nasty import Nasty

from leadwright.leads.ports import KeptRefusal

NASTY = (*tables.ALL, *documents.ALL, *excel.ALL)
FOREIGN_WORDS = ("Traceback", "Expecting", "Errno", "codec", "pydantic", "line contains", "0x")


@pytest.fixture(scope="session")
def first_hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hall.found(tmp_path_factory.mktemp("first_hall"))


@pytest.fixture
def here(first_hall: Path, tmp_path: Path) -> Iterator[Hall]:
    (tmp_path / "database").mkdir()
    with hall.opened(first_hall, tmp_path / "database") as opened:
        yield opened


def test_there_are_many_of_them_and_each_has_its_name() -> None:
    assert len(NASTY) >= 75
    assert len({nasty.name for nasty in NASTY}) == len(NASTY)


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.name)
async def test_a_nasty_file_meets_its_fate_once(nasty: Nasty, here: Hall, tmp_path: Path) -> None:
    file = nasty.write(tmp_path)
    fate = await here.take(file, nasty.columns)
    again = await here.take(file, nasty.columns)
    kept = await here.store.leads.refusals(file.name)

    assert (fate.error.code if fate.error else "") == nasty.error, fate.error
    if not nasty.error:
        assert fate.report.received == nasty.taken
        assert [f"{r.row} {r.field} {r.code}" for r in kept] == list(nasty.refused)
        assert any(nasty.remark in remark for remark in fate.report.remarks or ("",))
        assert again.report.known == again.report.received == nasty.taken
    assert again.held == fate.held, "the same file again changes nothing"
    assert not [said for said in _said(fate, kept) if not _is_plain(said)]
    for name in nasty.names:
        assert name in await _people(here)


def _said(fate: Fate, kept: tuple[KeptRefusal, ...]) -> list[str]:
    errors = [str(fate.error)] if fate.error else []
    return [*errors, *fate.report.remarks, *(refusal.reason for refusal in kept)]


def _is_plain(sentence: str) -> bool:
    """One line for people, which ends like a sentence and quotes no library."""
    is_foreign = any(word in sentence for word in FOREIGN_WORDS)
    return sentence.isprintable() and sentence.endswith(".") and not is_foreign


async def _people(here: Hall) -> set[str]:
    rows = await here.store.desk.list_leads(limit=1000)
    return {row.lead.person.name or "" for row in rows}
