"""Whoever works leads for an evaluation: all of them come to rest, and none is left out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.fakes.works_leads import FakeWorksLeads
from tests.fakes.worlds import TWELVE

from leadwright import bootstrap
from leadwright.entrypoints.cli.evals import HouseAtWork
from leadwright.entrypoints.cli.progress import Bar
from leadwright.evaluation.costs import LeadTally
from leadwright.evaluation.ports import WorksLeads
from leadwright.journey.stages import RESTING
from leadwright.settings import load

PORT = "leadwright.evaluation.ports:WorksLeads"
IMPLEMENTATIONS = [
    "leadwright.entrypoints.cli.evals:HouseAtWork",
    "tests.fakes.works_leads:FakeWorksLeads",
]
NAMES = ["Maya Brandt", "Jonas Lind", "Aiko Mori"]


@contextmanager
def house_at_work(folder: Path) -> Iterator[WorksLeads]:
    world = TWELVE
    given = load(
        database={"url": f"sqlite:///{folder / 'works.db'}"},
        research={"corpus": world},
        as_of="corpus",
    )
    with bootstrap.build(given) as house:
        yield HouseAtWork(house=house, bar=Bar(quiet=True), tally=LeadTally())


@contextmanager
def fake(folder: Path) -> Iterator[WorksLeads]:
    del folder
    yield FakeWorksLeads()


@pytest.fixture(params=[house_at_work, fake], ids=["house", "fake"])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WorksLeads]:
    with request.param(tmp_path) as made:
        yield made


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    file = tmp_path / "leads.jsonl"
    rows = [
        {"lead_id": f"N-{n}", "input": {"lead_id": f"N-{n}", "name": name, "company_name": name}}
        for n, name in enumerate(NAMES)
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


async def test_before_the_work_there_is_nobody(works: WorksLeads) -> None:
    assert list(await works.worked()) == []


async def test_every_lead_is_there_once_in_the_order_of_arrival(
    works: WorksLeads, leads: Path
) -> None:
    await works.work(leads)
    assert [one.external_id for one in await works.worked()] == ["N-0", "N-1", "N-2"]


async def test_every_lead_rests_and_its_session_is_its_own(works: WorksLeads, leads: Path) -> None:
    await works.work(leads)
    for one in await works.worked():
        assert one.session.stage in RESTING
        assert one.session.lead_id == one.lead.lead_id
        assert one.effort.seconds >= 0
