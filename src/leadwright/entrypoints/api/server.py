"""Serving the application until told to stop, beside whatever else this process does."""

import asyncio
import contextlib
import socket
from collections.abc import Generator
from typing import ClassVar

import uvicorn
from starlette.types import ASGIApp

from leadwright.errors import Misconfigured

_DRAIN_S = 5


class PortTaken(Misconfigured):
    """Nobody can be served at that host and port."""

    code: ClassVar[str] = "port_taken"


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals to the command, which stops more than this."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take a place to be reached at, before anything else begins.

    Raises:
        PortTaken: somebody else has it, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortTaken(
            f"nobody can be served at {host}:{port} ({error.strerror}); choose another --port or "
            "--host"
        ) from None


_MOST_AT_ONCE = 200  # connections: who sends has to have some left


async def serve(app: ASGIApp, place: socket.socket, stop: asyncio.Event) -> None:
    """Answer until told to stop; who is being answered then is answered to the end."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # it would hold the tokens
        server_header=False,
        ws="none",
        lifespan="off",
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=_DRAIN_S,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[place]))
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    told.cancel()
    await serving
