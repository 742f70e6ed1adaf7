"""The web door, by a real server on this machine: one click leaves, a look never does."""

import asyncio
import http.client
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.services.databases import Databases

from leadwright import bootstrap
from leadwright.bootstrap import House
from leadwright.entrypoints.api.guards import GUESSES_A_MINUTE, HEADERS
from leadwright.entrypoints.api.server import PortTaken, listen, serve
from leadwright.entrypoints.cli.serve import application
from leadwright.leads.donottouch import written
from leadwright.settings import load

ANN = "ann@acme.example"
ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A house that can be reached."""

    house: House
    port: int

    @property
    def path(self) -> str:
        return f"/u/{self.house.journey.steps.letterhead.unsubscriber.token(ANN)}"

    async def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        return await asyncio.to_thread(self._ask, method, path, body, headers or {})

    async def is_left_alone(self) -> bool:
        return bool(await self.house.opt_outs.on_list([written(ANN)]))

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(status=answer.status, headers=told, text=answer.read().decode())
        finally:
            line.close()


@asynccontextmanager
async def opened(url: str, folder: Path) -> AsyncIterator[Door]:
    settings = load(
        database={"url": url, "key_file": folder / "leadwright.key"},
        mail={"legal_name": "Northwind & <Sons>"},
    )
    stop = asyncio.Event()
    with bootstrap.build(settings) as house, listen("127.0.0.1", 0) as place:
        serving = asyncio.create_task(serve(application(house), place, stop))
        try:
            yield Door(house=house, port=place.getsockname()[1])
        finally:
            stop.set()
            await serving


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with opened(f"sqlite:///{tmp_path / 'leadwright.db'}", tmp_path) as open_door:
        yield open_door


async def test_one_click_leaves_without_a_login_or_a_redirect(door: Door) -> None:
    answer = await door.ask("POST", door.path, ONE_CLICK, FORM)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert await door.is_left_alone()
    (entry,) = await door.house.store.suppressions.entries()
    assert entry.note.actor == "recipient"
    again = await door.ask("POST", door.path, ONE_CLICK, FORM)
    assert again.status == 200
    assert len(await door.house.store.suppressions.entries()) == 1


@pytest.mark.postgres
async def test_one_click_leaves_on_a_server_too(postgres_server: Databases, tmp_path: Path) -> None:
    with postgres_server.fresh() as url:
        async with opened(url, tmp_path) as door:
            assert (await door.ask("POST", door.path)).status == 200
            assert await door.is_left_alone()


async def test_a_look_shows_a_button_and_changes_nothing(door: Door) -> None:
    answer = await door.ask("GET", f"{door.path}?List-Unsubscribe=One-Click")
    assert answer.status == 200
    assert '<form method="post">' in answer.text
    assert "Northwind &amp; &lt;Sons&gt;" in answer.text
    assert "acme" not in answer.text
    assert not await door.is_left_alone()


async def test_the_button_does_what_it_says(door: Door) -> None:
    answer = await door.ask("POST", door.path, ONE_CLICK, {**FORM, "Accept": "text/html,*/*"})
    assert answer.status == 200
    assert "<h1>Done</h1>" in answer.text
    assert await door.is_left_alone()


async def test_other_ways_to_ask_do_nothing(door: Door) -> None:
    for method in ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert (await door.ask(method, door.path)).status == 405
    assert not await door.is_left_alone()


async def test_a_link_that_is_not_ours_is_told_in_friendly_words(door: Door) -> None:
    for wrong in ("x", "A" * 48, "%00", "%C3%A4" * 48, "A" * 5000, door.path[3:-1] + "%20"):
        for method in ("GET", "POST"):
            answer = await door.ask(method, f"/u/{wrong}")
            assert answer.status == 404
            assert "copy all of it" in answer.text
    assert await door.house.store.suppressions.count() == {}


async def test_who_guesses_is_slowed_down_and_who_has_a_link_is_not(door: Door) -> None:
    for _ in range(GUESSES_A_MINUTE):
        assert (await door.ask("GET", "/u/guess")).status == 404
    assert (await door.ask("GET", "/u/guess")).status == 429
    assert (await door.ask("POST", door.path)).status == 200


async def test_nobody_needs_to_say_much(door: Door) -> None:
    long = await door.ask("POST", door.path, "x" * 1025, FORM)
    assert long.status == 413
    assert not await door.is_left_alone()
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in ["x" * 600, "x" * 600, ""])
    raw = f"POST {door.path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(raw.encode())
    assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    assert not await door.is_left_alone()


async def test_every_answer_is_careful_and_sets_no_cookie(door: Door) -> None:
    for path in ("/healthz", "/readyz", "/u/wrong", "/u/", "/nothing", "/docs"):
        answer = await door.ask("GET", path)
        assert answer.status == (200 if path.endswith("z") else 404)
        assert {name.lower() for name in HEADERS} <= answer.headers.keys()
        assert not {"set-cookie", "server", "location"} & answer.headers.keys()


async def test_when_the_database_is_gone_nothing_is_promised(door: Door) -> None:
    door.house.store.archive.scribe.close()
    answer = await door.ask("POST", door.path, ONE_CLICK, FORM)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "5"
    assert {name.lower() for name in HEADERS} <= answer.headers.keys()


def test_a_port_that_is_taken_is_told_before_anything_begins() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        listen("127.0.0.1", taken.getsockname()[1])
