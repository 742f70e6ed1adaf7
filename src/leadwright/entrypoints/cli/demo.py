"""`leadwright demo`: the main job on a fictional world, in a database of its own."""

import asyncio
import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from leadwright.entrypoints.cli.options import Json, note, print_json, settings
from leadwright.errors import Refused

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.entrypoints.cli.telling.tale import Tale
    from leadwright.journey.ports import LeadRow
    from leadwright.sandbox import Row

Console = Annotated[
    bool, typer.Option("--no-console", help="Show the demo in this terminal and nowhere else.")
]
Keep = Annotated[
    Path | None,
    typer.Option(
        "--keep", metavar="DIR", help="Keep everything in this folder, to look at it afterwards."
    ),
]
HEADERS: Final = {
    "lead_id": "Lead ID",
    "name": "Name",
    "title": "Title",
    "email": "E-mail",
    "phone": "Phone",
    "company_name": "Company",
    "company_domain": "Website",
    "country": "Country",
    "deal_value": "Deal value",
    "currency": "Currency",
    "source": "Source",
}
# The first reason that some lead has is told as the second and the third story.
HANDED_OVER: Final = ("high_value", "regulated_industry", "stale_contact")
UNDECIDED: Final = ("conflicting_data", "ambiguous_company")
WORTH: Final = {"news": 3, "last_round": 3, "decision_maker": 2}  # what a mail may begin with
MIX: Final = {"outreach": 30, "escalate": 16, "merge_duplicate": 3}
MOST: Final = 200  # leads to choose the stories from


class FolderInUse(Refused):
    """The folder to keep the demo in holds files already."""

    code = "folder_in_use"


def demo(no_console: Console = False, keep: Keep = None, json: Json = False) -> None:
    """See it work: fictional leads researched, drafted for or handed over; no key, no network."""
    del no_console  # it is all there is
    with _place(keep) as place:
        _lay_out(place)
        result, tales = _worked(place, quiet=json)
    if json:
        print_json(result)
        return
    from leadwright.entrypoints.cli.telling import shown

    shown.tell(result, tales, kept=keep)


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory() as place:
            yield Path(place)
        return
    if keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise FolderInUse(f"{str(keep)!r} is not empty; give --keep a new folder")
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderInUse(
            f"{str(keep)!r} cannot be made ({error.strerror}); take another"
        ) from None
    yield keep


def _lay_out(place: Path) -> None:
    """The leads as somebody would have them, and the settings."""
    from leadwright.sandbox import build_world

    text = files(__package__).joinpath("demo.toml").read_text(encoding="utf-8")
    (place / "leadwright.toml").write_text(text, encoding="utf-8")
    world = settings(config=place / "leadwright.toml").sandbox
    rows = _mixed(build_world(world.seed or 1, world.leads).leads)
    leads = [cast("dict[str, object]", row["input"]) for row in rows]
    (place / "leads.csv").write_text(_table(leads), encoding="utf-8")


def _mixed(rows: "Sequence[Row]") -> "list[Row]":
    """As an ordinary week has them: many that are plain, some that are not, a few twice.

    Worlds are made to be hard; their leads are nearly all of the other kind.
    """
    truth = {row["lead_id"]: cast("dict[str, object]", row["ground_truth"]) for row in rows}
    chosen: set[object] = set()
    for action, number in MIX.items():
        matching = [one for one, known in truth.items() if known["expected_action"] == action]
        for one in matching[:number]:
            chosen |= {one, truth[one]["duplicate_of"] or one}
    return [row for row in rows if row["lead_id"] in chosen]


def _table(leads: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADERS.values())
    writer.writerows([lead.get(key) for key in HEADERS] for lead in leads)
    return text.getvalue()


def _worked(place: Path, *, quiet: bool) -> "tuple[dict[str, object], dict[str, Tale]]":
    """The work itself, and the leads whose stories are told."""
    from leadwright import bootstrap
    from leadwright.entrypoints.cli.run import work

    url = f"sqlite:///{place / 'leadwright.db'}"
    given = settings(config=place / "leadwright.toml", db=url)
    if not quiet:
        note("Fictional leads, a fictional world, no key, no network. Nothing is sent.\n")
    with bootstrap.build(given) as house:
        result = asyncio.run(work(house, place / "leads.csv", quiet=quiet))
        if quiet:
            return result, {}
        return asyncio.run(_told(house, result))


async def _told(
    house: "House", result: dict[str, object]
) -> "tuple[dict[str, object], dict[str, Tale]]":
    from leadwright.entrypoints.cli.leads import read_tale
    from leadwright.entrypoints.cli.telling import shown

    rows = await house.desk.list_leads(limit=MOST)
    tales = {
        title: await read_tale(house, row.lead.lead_id) for title, row in _chosen(rows).items()
    }
    return {**result, "reasons": shown.reasons_of(rows)}, tales


def _chosen(rows: "Sequence[LeadRow]") -> "dict[str, LeadRow]":
    """A draft with much behind it, one that was handed over, one that nobody can decide."""
    chosen: dict[str, LeadRow] = {}
    drafts = [row for row in rows if row.session.draft and row.session.findings]
    if drafts:
        chosen["A message that only needs a yes"] = max(drafts, key=_telling)
    for title, codes in (
        ("One that a person should take", HANDED_OVER),
        ("One where it would rather ask than guess", UNDECIDED),
    ):
        row = _first(rows, codes)
        if row is not None:
            chosen[title] = row
    return chosen


def _first(rows: "Sequence[LeadRow]", codes: Sequence[str]) -> "LeadRow | None":
    """One stopped for these reasons alone, the first of them before all; the dearest of those."""
    stopped = [(row, row.session.halt.reasons) for row in rows if row.session.halt]
    alone = [
        (codes.index(reasons[0]), place)
        for place, (_, reasons) in enumerate(stopped)
        if set(reasons) <= set(codes)
    ]
    return stopped[min(alone)[1]][0] if alone else None


def _telling(row: "LeadRow") -> tuple[int, int]:
    """How much a draft has to tell: what its mail cites, news above all; then facts found."""
    draft, findings = row.session.draft, row.session.findings
    if draft is None or findings is None:
        return (0, 0)
    cited = {one for claim in draft.claims if claim.text in draft.body for one in claim.finding_ids}
    worth = sum(WORTH.get(one.partition(":")[0], 1) for one in cited)
    return (worth, len(findings.findings))
