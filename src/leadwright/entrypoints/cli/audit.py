"""`leadwright audit`: who did what and why, and the proof that nobody changed it since."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import trail
from leadwright.entrypoints.cli.options import Config, Db, Json, note, print_json, say, settings
from leadwright.entrypoints.cli.screen import Screen
from leadwright.errors import Misconfigured

if TYPE_CHECKING:
    from leadwright.adapters.store import Store
    from leadwright.adapters.store.repositories.proving import Proved
    from leadwright.adapters.witness import Notary
    from leadwright.adapters.witness.export import Stretch
    from leadwright.governance.checkpoints import Signed
    from leadwright.settings import Settings

app = typer.Typer(help="Who did what, and the proof of it.", no_args_is_help=True)
Checkpoints = Annotated[
    Path | None,
    typer.Option(help="Checkpoints to hold it to; default: audit.checkpoints.", show_default=False),
]
PublicKey = Annotated[
    Path | None,
    typer.Option(
        help="Public key they are signed with; default: that of audit.key_file.", show_default=False
    ),
]


class WrongStretch(Misconfigured):
    """`--segment` is not two numbers of events."""

    code = "wrong_stretch"


@app.command("verify")
def verify(
    checkpoints: Checkpoints = None,
    public_key: PublicKey = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Prove that no event and no call was changed, added, moved or taken away.

    The end of a trail is proved up to the last checkpoint: keep a copy of them, and of the public
    key, where those who administer the database cannot write.
    """
    given = settings(db=db, config=config)
    with _opened(given) as (store, notary):
        marks = _marks(notary, checkpoints, public_key)
        proved = asyncio.run(store.audit.verify([signed.checkpoint for signed in marks]))
    told = _proved_json(proved, marks)
    if json:
        print_json(told)
        return
    say(
        f"The audit trail holds: {proved.events:,} events, and {proved.calls:,} calls in the "
        f"journal, of which events name {proved.calls_told:,}."
    )
    if marks:
        when = marks[-1].checkpoint.time.isoformat(timespec="seconds")
        say(
            f"It is that of all {len(marks):,} checkpoints, the last of {when}; "
            f"{told['events_since']:,} events came after."
        )
    else:
        say(
            "There is no checkpoint to hold it to, so a trail that lost its end, or was made "
            "anew, would look the same. `leadwright run` and workers write checkpoints."
        )


@app.command("search")
def search(  # noqa: PLR0913, PLR0917 - one parameter an option
    lead: Annotated[str | None, typer.Option(help="Only what is about this lead.")] = None,
    action: Annotated[str | None, typer.Option(help="Only this action.")] = None,
    actor: Annotated[
        str | None, typer.Option(help="Only by: agent:NAME, user:NAME or system.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only from this time on: 2026-11-01 or 7d, 12h, 30m.")
    ] = None,
    calls: Annotated[
        bool, typer.Option("--calls", help="With --lead: its model requests and tool calls too.")
    ] = False,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 100,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Find what happened: who, what, when, why, under which release, at what cost."""
    wanted = trail.Wanted(
        lead=lead, action=action, actor=actor, since=since, calls=calls, limit=limit
    )
    with _opened(settings(db=db, config=config)) as (store, notary):
        events = asyncio.run(trail.found(store, wanted, notary.clock.now()))
    if json:
        print_json(events)
    else:
        Screen().print(trail.table(events))


@app.command("export")
def export(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Annotated[Path, typer.Argument(help="A new file: JSON lines.")],
    segment: Annotated[
        str | None,
        typer.Option(metavar="FROM:TO", help="Only these events, by number.", show_default=False),
    ] = None,
    with_verifier: Annotated[
        bool,
        typer.Option(
            "--with-verifier", help="Write verify_audit.py beside it: it checks it without us."
        ),
    ] = False,
    checkpoints: Checkpoints = None,
    public_key: PublicKey = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Write events, checkpoints and proofs to a file that others can verify; no personal data."""
    from leadwright.adapters.witness import export as exporting

    stretch = _stretch(segment)
    with _opened(settings(db=db, config=config)) as (store, notary):
        marks = _marks(notary, checkpoints, public_key)
        number = asyncio.run(
            store.audit.walking(lambda walked: exporting.write(walked, file, stretch, marks))
        )
        public = notary.public_file()
    if with_verifier:
        exporting.write_verifier(file)
    if json:
        print_json({"file": str(file), "events": number, "checkpoints": len(marks)})
    else:
        say(f"{number:,} events are in {file}.")
        note(f"Hand it on with the public key: {public}")


@contextmanager
def _opened(given: "Settings") -> "Iterator[tuple[Store, Notary]]":
    from leadwright import porch
    from leadwright.adapters.witness import open_notary
    from leadwright.clock import SystemClock

    with closing(porch.open_store(given)) as store:
        yield store, open_notary(store, SystemClock(), given.audit, given.database.key_file)


def _marks(notary: "Notary", file: Path | None, public: Path | None) -> "tuple[Signed, ...]":
    """The checkpoints, each looked at."""
    from leadwright.adapters.witness import Book, keys
    from leadwright.governance import checkpoints

    if file is not None and not file.is_file():
        raise typer.BadParameter(f"there is no file {str(file)!r}", param_hint="--checkpoints")
    marks = (Book(file) if file else notary.book).all()
    if marks:
        own = notary.public_file()
        key = public or (own if own.exists() else notary.key_file)
        checkpoints.check(keys.public_key(key), marks)
    return marks


def _proved_json(proved: "Proved", marks: "Sequence[Signed]") -> dict[str, object]:
    last = marks[-1].checkpoint if marks else None
    return {
        "ok": True,
        "events": proved.events,
        "head": proved.head,
        "root": proved.root,
        "calls": proved.calls,
        "calls_named": proved.calls_told,
        "checkpoints": len(marks),
        "last_checkpoint": last and {"size": last.size, "time": last.time.isoformat()},
        "events_since": proved.events - (last.size if last else 0),
    }


def _stretch(text: str | None) -> "Stretch":
    from leadwright.adapters.witness.export import Stretch

    if text is None:
        return Stretch()
    first, colon, last = text.partition(":")
    if not (colon and first.isdecimal() and last.isdecimal() and int(first)):
        raise WrongStretch(
            f"--segment {text!r} is not FROM:TO, two numbers of events such as 1:500"
        )
    return Stretch(first=int(first), last=int(last))
