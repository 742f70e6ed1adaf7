"""A small fictional corpus on disk."""

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import FrozenClock

Row = Mapping[str, object]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def company(record_id: str, name: str, **more: object) -> Row:
    source, _, key = record_id.partition(":")
    row = {"record_id": record_id, "source": source, "source_key": key, "name": name}
    return row | {"observed_on": "2012-05-09", "source_url": f"http://x.example/{key}"} | more


COMPANIES = [
    company(
        "old:orbita",
        "Orbita Systems",
        domain="orbita.com",
        country="US",
        founded_year=2001,
        founded_raw="2001-06",
        employees=40,
        industry="software",
        industry_raw="web",
        total_funding_usd=2000000,
        total_funding_text="$2M",
        description="Orbits for everybody",
        overview="Orbita plans orbits. It was founded in a garage.",
        products=["Orbita Planner"],
        tags=["space", "planning"],
        competitors=["Vostok Group", " Mir  Labs "],
    ),
    company(
        "new:orbita",
        "Orbita",
        observed_on="2013-12-02",
        total_funding_usd=2500000,
        aliases=["Sputnik Labs"],
    ),
    company("list:VST", "Vostok", observed_on="2026-08-08", country="DE"),
    company("old:vostok-group", "Vostok Group"),
]
PEOPLE: list[Row] = [
    {"record_id": "old:orbita", "source": "old", "person_id": "p1", "name": "Ann Lee"}
    | {"title": "CEO", "is_current": False, "seq": 1},
    {"record_id": "old:orbita", "source": "old", "person_id": "p1", "name": "Ann Lee"}
    | {"title": "Chair", "is_current": True, "seq": 2},
    {"record_id": "old:orbita", "source": "old", "person_id": "p2", "name": "Bo Ray"}
    | {"title": "CTO", "is_current": True, "seq": 0},
]
ROUNDS: list[Row] = [
    {"round_id": "r1", "record_id": "old:orbita", "source": "old", "round_type": "series-a"}
    | {"date": "2011-03", "amount": 2000000, "currency": "USD", "amount_usd": 2000000}
    | {"investors": ["North Fund"]},
    {"round_id": "r2", "record_id": "new:orbita", "source": "snap", "round_type": None}
    | {"date": "2013-01-05", "amount": 500000, "currency": "EUR"},
    {"round_id": "r3", "record_id": "new:orbita", "source": "snap", "date": None},
]
NEWS: list[Row] = [
    {"news_id": "n1", "record_id": "old:orbita", "source": "old", "date": "2013-02-01"}
    | {"headline": "Orbita opens in Lyon"},
    {"news_id": "n2", "record_id": "new:orbita", "source": "new", "date": "2013-02-01"}
    | {"headline": "Orbita  opens in LYON"},
    {"news_id": "n3", "record_id": "new:orbita", "source": "new", "date": "2013-03"}
    | {"headline": "Orbita buys Mir", "source_url": "http://news.example/3"},
    {"news_id": "n4", "record_id": "old:orbita", "source": "old", "date": "2009-01-01"}
    | {"headline": "Orbita is founded"},
    {"news_id": "n5", "record_id": "old:orbita", "source": "old", "date": None, "headline": "x"},
]
CONVENTIONS = """
related_sources = [["old", "new"]]
news_anchor_sources = ["old", "new"]
dated_sources = ["old", "new", "snap"]
name_and_state_sources = []
code_alias_sources = []
[capture_days]
snap = 2013-12-12
"""


def a_corpus(folder: Path, **tables: Sequence[Row] | None) -> Path:
    """Write the corpus, with some tables replaced or (None) left out."""
    usual: dict[str, Sequence[Row] | None] = {
        "companies": COMPANIES,
        "people": PEOPLE,
        "funding_rounds": ROUNDS,
        "news": NEWS,
    }
    for name, rows in (usual | tables).items():
        if rows is not None:
            lines = "".join(json.dumps(row) + "\n" for row in rows)
            (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (folder / "corpus.toml").write_text(CONVENTIONS)
    return folder


def a_provider(folder: Path) -> CorpusProvider:
    return CorpusProvider(folder, FrozenClock(NOW))
