"""The guard that keeps tests on this machine is itself kept honest."""

import asyncio
import contextlib
import socket

import pytest
from tests.services.network import NetworkGuard, OutsideWorldError

NOBODYS = "192.0.2.1"  # reserved for documentation: no such machine


def test_a_connection_to_the_outside_is_refused(network_guard: NetworkGuard) -> None:
    with pytest.raises(OutsideWorldError), network_guard.armed():
        socket.create_connection((NOBODYS, 80), timeout=1)


def test_a_name_is_not_looked_up(network_guard: NetworkGuard) -> None:
    with pytest.raises(OutsideWorldError), network_guard.armed():
        socket.getaddrinfo("leadwright.example", 443)


def test_a_datagram_is_not_sent(network_guard: NetworkGuard) -> None:
    with (
        pytest.raises(OutsideWorldError),
        network_guard.armed(),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        sender.sendto(b"hello", (NOBODYS, 9))


def test_code_that_hides_the_refusal_does_not_get_away_with_it(network_guard: NetworkGuard) -> None:
    with (
        pytest.raises(OutsideWorldError, match=NOBODYS),
        network_guard.armed(),
        contextlib.suppress(Exception),
    ):
        socket.create_connection((NOBODYS, 80), timeout=1)


async def test_this_machine_may_be_reached() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        for name in ("127.0.0.1", "localhost"):
            reader, writer = await asyncio.open_connection(name, port)
            assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()
