"""Does resolution hold on real companies: the development leads, and thousands made at random.

`pytest tests/integration/corpus --log-cli-level=INFO` shows the figures.
"""

import gzip
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from rapidfuzz import fuzz, process
from tests.integration.corpus import noise
from tests.integration.corpus.desk import Desk

from leadwright.leads.findings import Match, Resolution
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.linking import link
from leadwright.leads.resolution.names import spell
from leadwright.leads.resolution.vocabulary import english

log = logging.getLogger(__name__)
pytestmark = pytest.mark.corpus

Company = Sequence[CompanyRecord]
EACH = 400
TYPING = (noise.slip, noise.letter)
KINDS = (
    *(noise.none, noise.case, noise.suffix, *TYPING, noise.alias, noise.parent),
    *(noise.domain_as_name, noise.blank_name, noise.name_alone, noise.own_mail, noise.free_mail),
)


@pytest.fixture(scope="module")
def desk(data_dir: Path) -> Desk:
    return Desk(data_dir)


@pytest.fixture(scope="module")
def companies(desk: Desk) -> list[Company]:
    records = tuple(desk.provider.library.companies.values())
    return list(link(records, desk.settings.conventions, english()))


def core(company: Company) -> str:
    return spell(company[0].name, english()).core


def ids(company: Company) -> set[str]:
    return {record.record_id for record in company}


async def test_the_development_leads_are_resolved(desk: Desk, data_dir: Path) -> None:
    lines = (data_dir / "leads_dev.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for row in map(json.loads, lines):
        verdict, truth = await desk.decide(row["input"]), row["ground_truth"]
        chosen = set(verdict.entity.record_ids) if verdict.entity else set()
        if verdict.match != truth["match"] or chosen != set(truth["record_ids"]):
            wrong.append((row["lead_id"], verdict.reason))
    log.info("development leads: %d of %d right", len(lines) - len(wrong), len(lines))
    assert len(wrong) <= 0.005 * len(lines), wrong


async def test_records_are_linked_as_the_corpus_says(companies: list[Company]) -> None:
    assert len(companies) == 5116


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_a_known_company_is_found_and_never_taken_for_another(
    desk: Desk, companies: list[Company], kind: noise.Noise
) -> None:
    random, seen = Random(20_260), Counter[str]()  # noqa: S311
    shared = Counter(core(company) for company in companies)
    for company in random.sample(companies, 3 * EACH):
        lead = _noisy(desk, company, kind, random)
        if lead is None or seen.total() == EACH:
            continue
        verdict = await desk.decide(lead)
        has_twin = shared[core(company)] > 1
        seen[_outcome(verdict, ids(company), has_twin=has_twin)] += 1
    log.info("%s: %s", kind.__name__, dict(seen))
    assert seen["wrong"] <= 0.005 * seen.total()
    assert seen["missed"] <= (0.03 if kind in TYPING else 0.01) * seen.total()


@pytest.mark.parametrize("with_domain", [True, False])
async def test_a_company_that_is_not_there_is_not_found(
    desk: Desk, companies: list[Company], data_dir: Path, tmp_path: Path, with_domain: bool
) -> None:
    """Real companies, some of them with names like others, asked for after they were cut out."""
    random = Random(7)  # noqa: S311
    cores = [core(company) for company in companies]
    alike = [one for one, name in zip(companies, cores, strict=True) if _has_near(name, cores)]
    absent = [*random.sample(alike, 120), *random.sample(companies, 400)]
    gone = {record_id for one in absent for record_id in ids(one)}
    poorer = Desk(_without(gone, data_dir, tmp_path))
    left = {core(one) for one in companies if not gone & ids(one)}
    seen = Counter[str]()
    for company in absent:
        lead = _noisy(desk, company, noise.none, random)
        domain = next((one.domain for one in company if one.domain), None)
        if lead is None or core(company) in left or (with_domain and not domain):
            continue
        verdict = await poorer.decide(lead | {"company_domain": domain if with_domain else None})
        seen[verdict.match.value] += 1
        if verdict.match is not Match.NONE:
            log.info("absent %r (%s): %s", lead["company_name"], lead["email"], verdict.reason)
    log.info("absent, web address given %s: %s", with_domain, dict(seen))
    assert seen[Match.NONE] >= (0.995 if with_domain else 0.985) * seen.total()


def _noisy(desk: Desk, company: Company, kind: noise.Noise, random: Random) -> noise.Clues | None:
    people = desk.provider.library.people
    listed = [row.name for one in company for row in people.get(one.record_id, ())]
    lead = noise.a_clean_lead(company, listed, random)
    return lead if kind(lead, company, random) else None


def _outcome(verdict: Resolution, wanted: set[str], *, has_twin: bool) -> str:
    if verdict.entity is not None:
        return "right" if set(verdict.entity.record_ids) == wanted else "wrong"
    return "ambiguous twin" if has_twin and verdict.match is Match.AMBIGUOUS else "missed"


def _has_near(name: str, names: list[str]) -> bool:
    near = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=86, limit=5)
    return len(name) > 3 and any(other != name for other, _, _ in near)


def _without(record_ids: set[str], data_dir: Path, folder: Path) -> Path:
    for name in ("companies", "people"):
        with gzip.open(data_dir / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            kept = "".join(_kept(lines, record_ids))
        (folder / f"{name}.jsonl").write_text(kept, encoding="utf-8")
    return folder


def _kept(lines: Iterator[str], record_ids: set[str]) -> Iterator[str]:
    return (line for line in lines if json.loads(line)["record_id"] not in record_ids)
