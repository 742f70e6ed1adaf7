"""What protects the web door: careful headers, small requests, few guesses."""

from collections import OrderedDict
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadwright.clock import Clock

LONGEST_BODY: Final = 1024
GUESSES_A_MINUTE: Final = 30
_REMEMBERED: Final = 10_000  # callers; who floods us with more makes us forget, not grow
_MINUTE_S: Final = 60.0
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


_TOO_LONG: Final = PlainTextResponse("That is too long.\n", 413, {"Connection": "close"})


class TooLongError(Exception):
    """More came than anybody needs to say."""


class Careful:
    """Every answer carries the headers, the worst one too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, careful)


class Sparing:
    """No request says more than a kilobyte."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, as long as it is short."""
        announced, heard = _announced(scope), 0

        async def sparing() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            if heard > LONGEST_BODY:
                raise TooLongError
            return message

        try:
            if announced > LONGEST_BODY:
                await _TOO_LONG(scope, receive, send)
            else:
                await self._app(scope, sparing, send)
        except TooLongError:
            await _TOO_LONG(scope, receive, send)


class Tries:
    """Counts wrong tokens by caller, for a minute at a time; right ones are never counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.seconds()
        self._wrong: OrderedDict[str, int] = OrderedDict()

    def too_many(self, caller: str) -> bool:
        """Count one more wrong try; whether there were too many."""
        now = self._clock.seconds()
        if now - self._since >= _MINUTE_S:
            self._since, self._wrong = now, OrderedDict()
        self._wrong[caller] = self._wrong.pop(caller, 0) + 1
        if len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)
        return self._wrong[caller] > GUESSES_A_MINUTE


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else LONGEST_BODY + 1
