"""`leadwright serve`: the web door, and a worker beside it."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import worker
from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Db,
    Json,
    note,
    print_json,
    settings,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from leadwright.bootstrap import House

Host = Annotated[
    str, typer.Option(help="Where to listen; 0.0.0.0 for everywhere, behind your own TLS.")
]
Port = Annotated[int, typer.Option(help="The port; 0 for a free one.", min=0, max=65_535)]
NoWorker = Annotated[
    bool, typer.Option("--no-worker", help="Only the web door; workers run elsewhere.")
]


def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    host: Host = "127.0.0.1",
    port: Port = 8000,
    no_worker: NoWorker = False,
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Answer recipients who do not want to hear from us, and work leads beside it.

    Mails carry the address of this door where mail.unsubscribe_url is set. Put a server with TLS
    before it; it must be reached from outside at that address.
    """
    from leadwright.entrypoints.api.server import listen

    given = settings(db=db, config=config, corpus=corpus, as_of=as_of)
    with listen(host, port) as place:

        async def beside(house: "House", stop: asyncio.Event) -> None:
            from leadwright.entrypoints.api.server import serve

            url = given.mail.unsubscribe_url or "nowhere yet: mail.unsubscribe_url is not set"
            note(f"Listening at http://{host}:{place.getsockname()[1]}; mails point to {url}.")
            await serve(application(house), place, stop)

        life = worker.Life(None, once=False)
        with worker.house_of(given, life) as house:
            if no_worker:
                begun = asyncio.run(_alone(house, life, beside))
            else:
                begun = worker.work(house, None, life, beside)
    if json:
        print_json({"begun": begun})
    else:
        note("Stopped.")


async def _alone(house: "House", life: worker.Life, beside: "worker.Beside") -> int:
    with worker.told_to_stop(life) as stop:
        await beside(house, stop)
    return 0


def application(house: "House") -> "ASGIApp":
    """The web application of a house."""
    from leadwright.entrypoints.api.app import create
    from leadwright.entrypoints.api.doors import Doors

    return create(
        Doors(
            opt_outs=house.opt_outs,
            unsubscriber=house.journey.steps.letterhead.unsubscriber,
            clock=house.clock,
            release=house.settings.release,
            company=house.settings.mail.legal_name or house.settings.seller.company,
            ready=house.store.pauses.pauses,
        )
    )
