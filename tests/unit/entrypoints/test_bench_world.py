"""The made-up world of the bench."""

import csv
from pathlib import Path

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import SystemClock
from leadwright.entrypoints.cli.benches import world


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_seed_always_makes_the_same_world(tmp_path: Path) -> None:
    one, two = (world.build(tmp_path / name, companies=20, seed=3) for name in ("one", "two"))
    names = sorted(file.name for file in one.corpus.iterdir())
    assert "companies.jsonl" in names
    for name in names:
        assert (one.corpus / name).read_bytes() == (two.corpus / name).read_bytes()
    assert rows(one.write_leads("a", start=5, number=40)) == rows(
        two.write_leads("b", start=5, number=40)
    )


def test_another_seed_makes_another_world(tmp_path: Path) -> None:
    one, two = (world.build(tmp_path / str(seed), companies=20, seed=seed) for seed in (1, 2))
    assert one.companies != two.companies


def test_a_corpus_provider_reads_it(tmp_path: Path) -> None:
    made = world.build(tmp_path, companies=12, seed=1)
    provider = CorpusProvider(made.corpus, SystemClock())
    assert provider.as_of == world.TODAY
    assert len(provider.library.companies) == 24
    assert {len(people) for people in provider.library.people.values()} == {world.LISTED}


def test_nobody_comes_twice(tmp_path: Path) -> None:
    made = world.build(tmp_path, companies=15, seed=1)
    found = rows(made.write_leads("many", start=0, number=900))
    assert len({row["email"] for row in found}) == len(found)
    assert len({(row["name"].lower(), row["email"].partition("@")[2]) for row in found}) > 890


def test_leads_of_the_listed_seats_are_people_the_register_knows(tmp_path: Path) -> None:
    made = world.build(tmp_path, companies=10, seed=1)
    provider = CorpusProvider(made.corpus, SystemClock())
    known = {p.name.lower() for people in provider.library.people.values() for p in people}
    listed = rows(made.write_leads("listed", start=0, number=10 * world.LISTED))
    assert {row["name"].lower() for row in listed} <= known
