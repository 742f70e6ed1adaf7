"""The web application: its routes, and what every answer carries."""

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from starlette.types import ASGIApp

from leadwright.entrypoints.api import leaving
from leadwright.entrypoints.api.doors import Doors
from leadwright.entrypoints.api.guards import Careful, Sparing, Tries
from leadwright.errors import LeadwrightError, Unavailable

AGAIN_S = "5"


def create(doors: Doors) -> ASGIApp:
    """The application; it keeps no session and sets no cookie."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(leaving.routes(doors, Tries(doors.clock)))
    app.add_middleware(Sparing)

    @app.get("/healthz")
    async def alive() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    @app.get("/readyz")
    async def ready() -> PlainTextResponse:
        await doors.ready()
        return PlainTextResponse("ready\n")

    @app.exception_handler(LeadwrightError)
    async def told(_request: Request, error: LeadwrightError) -> PlainTextResponse:
        if isinstance(error, Unavailable):
            said = "We cannot do that just now; please try again in a moment.\n"
            return PlainTextResponse(said, 503, headers={"Retry-After": AGAIN_S})
        return PlainTextResponse("Something is wrong here.\n", 500)

    return Careful(app)
