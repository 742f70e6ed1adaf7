"""Unsubscribing: one click without a login, and never by looking.

RFC 8058: mail programs POST to the address in the header of a mail, once, and follow nothing.
People open the link below it: they see a button. Programs that open every link to see whether it
is harmless see the button too, and press none.
"""

from html import escape
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from leadwright.entrypoints.api.doors import Doors
from leadwright.entrypoints.api.guards import Tries
from leadwright.journey.outbox.marks import Mark, Note

_DONE: Final = "Done. You will not hear from us again.\n"
_UNKNOWN: Final = (
    "We do not know this link. Mail programs sometimes break long ones: copy all of it, or reply "
    "to the mail and say that you do not want to hear from us.\n"
)
_PAGE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><h1>{title}</h1>
{body}
</body></html>
"""
_ASK: Final = """<p>Press the button, and {company} will not write to this address again.</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">Do not write to me again</button>
</form>"""


def routes(doors: Doors, tries: Tries) -> APIRouter:
    """The routes under `/u`."""
    router = APIRouter()

    @router.get("/u/{token}")
    async def ask(token: str, request: Request) -> Response:
        if doors.unsubscriber.read(token) is None:
            return _unknown(request, tries)
        company = escape(doors.company)
        page = _PAGE.format(title="Unsubscribe", body=_ASK.format(company=company))
        return HTMLResponse(page)

    @router.post("/u/{token}")
    async def leave(token: str, request: Request) -> Response:
        await request.body()
        mark = doors.unsubscriber.read(token)
        if mark is None:
            return _unknown(request, tries)
        await _unsubscribe(doors, mark)
        if "text/html" in request.headers.get("accept", ""):
            body = f"<p>{escape(doors.company)} will not write to this address again.</p>"
            return HTMLResponse(_PAGE.format(title="Done", body=body))
        return PlainTextResponse(_DONE)

    return router


async def _unsubscribe(doors: Doors, mark: Mark) -> None:
    said = Note(
        actor="recipient",
        reason="The person asked not to be written to, by the link in a mail.",
        source="a mail",
        at=doors.clock.now(),
        release=doors.release,
    )
    await doors.opt_outs.unsubscribe(mark, said)


def _unknown(request: Request, tries: Tries) -> Response:
    if tries.too_many(request.client.host if request.client else ""):
        return PlainTextResponse("Too many tries; wait a minute.\n", 429, {"Retry-After": "60"})
    return PlainTextResponse(_UNKNOWN, 404)
