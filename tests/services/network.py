"""No test leaves the machine: a guard on every look-up and connection made in Python."""

import contextlib
import ipaddress
import sys
from collections.abc import Iterator

OUTWARD = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo"})


class OutsideWorldError(RuntimeError):
    """A test tried to leave the machine."""


class NetworkGuard:
    """Refuses whatever is not loopback while armed, and remembers it: code may swallow errors."""

    def __init__(self) -> None:
        self._attempts: list[str] = []
        self._armed = False
        sys.addaudithook(self._watch)

    @contextlib.contextmanager
    def armed(self) -> Iterator[None]:
        """Guard the block; complain at its end if something tried and hid the refusal."""
        self._armed = True
        try:
            yield
        finally:
            self._armed = False
            attempts, self._attempts = self._attempts, []
        if attempts:
            raise OutsideWorldError(f"tests stay on this machine, but: {', '.join(attempts)}")

    def _watch(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._armed or event not in OUTWARD:
            return
        host = _host(event, arguments)
        if not _is_here(host):
            self._attempts.append(f"{event} {host!r}")
            raise OutsideWorldError(f"tests stay on this machine, but: {event} {host!r}")


def _host(event: str, arguments: tuple[object, ...]) -> object:
    if event == "socket.getaddrinfo":
        return arguments[0]
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


def _is_here(host: object) -> bool:
    """No host at all is a socket of the file system, or the wildcard of a server."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
