"""As much of HTTP/1.1 as two programs on one machine need, one request a connection."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from leadwright.errors import Unavailable
from leadwright.journey.outbox.ports import OutcomeUnknown

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Question:
    method: str
    path: str
    body: Body


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: Body = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


Answering = Callable[[Question], Awaitable[Reply | None]]  # None: the line breaks


class NobodyThere(Unavailable):
    """No connection: nothing was handed over."""


async def serve(answering: Answering) -> asyncio.Server:
    """Answer on a free port of this machine."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                reply = await answering(await _question(reader))
                if reply is not None:
                    writer.write(_bytes(reply))
                    await writer.drain()
        finally:
            await _close(writer)

    return await asyncio.start_server(connected, "127.0.0.1", 0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A way to somebody outside; one question takes so long at most."""

    port: int
    timeout_s: float

    async def ask(self, method: str, path: str, body: Body | None = None) -> Reply:
        """Ask once, in one write.

        Raises:
            NobodyThere: nothing was handed over.
            OutcomeUnknown: it was, and no whole answer came.
        """
        end = time.monotonic() + self.timeout_s
        reader, writer = await self._connected()
        try:
            # Who stood still since it looked must not speak now: others may have stepped in.
            if time.monotonic() >= end:
                raise NobodyThere(f"too late to speak to port {self.port}")
            writer.write(_written(method, path, body or {}))
            async with asyncio.timeout(end - time.monotonic()):
                await writer.drain()
                return await _reply(reader)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise OutcomeUnknown(f"no answer to {method} from port {self.port}") from error
        finally:
            await _close(writer)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await asyncio.open_connection("127.0.0.1", self.port)
        except (OSError, TimeoutError) as error:
            raise NobodyThere(f"nobody answers at port {self.port}") from error


def _written(method: str, path: str, body: Body) -> bytes:
    content = json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _question(reader: asyncio.StreamReader) -> Question:
    first, _, body = await _parts(reader)
    method, path, _ = first.split(" ", 2)
    return Question(method=method, path=path, body=body)


async def _reply(reader: asyncio.StreamReader) -> Reply:
    first, headers, body = await _parts(reader)
    return Reply(status=int(first.split(" ")[1]), headers=headers, body=body)


async def _parts(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], Body]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.rstrip("\r\n").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    content = await reader.readexactly(int(headers.get("Content-Length", 0)))
    return first, headers, json.loads(content) if content else {}


def _bytes(reply: Reply) -> bytes:
    content = json.dumps(reply.body).encode()
    given = {"Content-Length": str(len(content)), "Connection": "close", **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content
