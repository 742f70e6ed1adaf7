"""A world as files: the tables of a corpus, its conventions, the leads, and a page about it."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping

from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.world import World

README = """# A fictional world

Seed {seed}: {companies} company records, {people} people, {rounds} rounds, {news} headlines.
Nothing in it is real: names are made of syllables, mail and web addresses end in `.example`, phone
numbers are in ranges kept free for fiction. The same seed makes the same files, byte for byte.

| file | what |
| --- | --- |
| companies.jsonl | what four fictional sources say about companies; they disagree |
| people.jsonl, funding_rounds.jsonl, news.jsonl | the rest of what they say |
| corpus.toml | what is special about these sources |
| leads.jsonl | {leads} leads with `input`, `ground_truth` and `metadata` |
| leads.csv | the same leads, inputs only |

`run` reads the inputs alone. `eval run` holds the answers against the ground truth.

    leadwright run leads.jsonl --corpus .
    leadwright eval run leads.jsonl --corpus .

What the leads are, and what is in the way:

{buckets}

Some headlines and descriptions try to give orders to whoever reads them. They are only text.
"""


def files(world: World) -> Mapping[str, str]:
    """The text of every file by its name."""
    tables = {f"{name}.jsonl": _lines(rows) for name, rows in world.tables.items()}
    return {
        **tables,
        "corpus.toml": world.conventions,
        "leads.jsonl": _lines(world.leads),
        "leads.csv": _sheet(world.leads),
        "README.md": _page(world),
    }


def _lines(rows: Iterable[Row]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _sheet(leads: Iterable[Row]) -> str:
    inputs = [row["input"] for row in leads]
    kept = [one for one in inputs if isinstance(one, dict)]
    written = io.StringIO()
    sheet = csv.DictWriter(written, list(kept[0]) if kept else [], lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(kept)
    return written.getvalue()


def _page(world: World) -> str:
    labels = (row["metadata"] for row in world.leads)
    buckets = Counter(str(one["bucket"]) for one in labels if isinstance(one, dict))
    rows = [f"- {name.replace('_', ' ')}: {count}" for name, count in buckets.most_common()]
    return README.format(
        seed=world.seed,
        companies=len(world.tables["companies"]),
        people=len(world.tables["people"]),
        rounds=len(world.tables["funding_rounds"]),
        news=len(world.tables["news"]),
        leads=len(world.leads),
        buckets="\n".join(rows),
    )
