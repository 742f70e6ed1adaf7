"""A trail to tamper with: a real house works leads in stages, each with its checkpoint and copy."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.worlds import TWELVE
from tests.services import postgres
from tests.services.databases import Databases

from chaos.stage.leads import write_leads
from leadwright import bootstrap
from leadwright.adapters.store import Database, Store
from leadwright.adapters.witness import keys
from leadwright.governance import checkpoints
from leadwright.governance.checkpoints import Checkpoint
from leadwright.governance.naming import Naming
from leadwright.settings import load

STAGES = 3
LEADS = 36


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the administrator finds, and what lies where they cannot write."""

    now: Database
    earlier: tuple[Database, ...]  # copies, oldest first
    naming: Naming
    marks: tuple[Checkpoint, ...]


@contextmanager
def prepared(place: Path, *, database: str, seed: int) -> Iterator[Site]:
    """A site, gone afterwards."""
    with ExitStack() as later:
        server = None
        if database == "postgresql":
            server = postgres.start()
            later.callback(server.stop)
        grounds = _Files(place) if server is None else _Databases(server.url)
        later.callback(grounds.close)
        copies = [grounds.copy() for _ in _worked(place, grounds.url, seed)]
        opened = [Database.open(url, connections=2) for url in (*copies, grounds.url)]
        for one in opened:
            later.callback(one.close)
        store = Store.open(Database.open(grounds.url), key_file=place / "leadwright.key")
        later.callback(store.close)
        yield Site(
            now=opened[-1],
            earlier=tuple(opened[: STAGES - 1]),
            naming=store.vault.naming,
            marks=_marks(place),
        )


def _worked(place: Path, url: str, seed: int) -> Iterator[int]:
    lines = write_leads(place / "leads.jsonl", number=LEADS, seed=seed).read_text().splitlines(True)
    for stage in range(STAGES):
        some = place / f"leads-{stage}.jsonl"
        some.write_text("".join(lines[stage::STAGES]))
        with bootstrap.build(load(**_settings(place, url))) as house:
            asyncio.run(_work(house, some))
        yield stage


async def _work(house: bootstrap.House, leads: Path) -> None:
    await house.shift.work_to_rest(first=lambda: house.reception.take(leads))
    assert await house.notary.checkpoint()


def _settings(place: Path, url: str) -> dict[str, Any]:
    return {
        "database": {"url": url, "key_file": place / "leadwright.key"},
        "research": {"corpus": TWELVE},
        "audit": {"checkpoints": place / "checkpoints.jsonl"},
    }


def _marks(place: Path) -> tuple[Checkpoint, ...]:
    lines = (place / "checkpoints.jsonl").read_text().splitlines()
    series = [checkpoints.Signed.parse(line) for line in lines]
    checkpoints.check(keys.public_key(place / "leadwright-audit.pub"), series)
    return tuple(signed.checkpoint for signed in series)


class _Files:
    """A database in a file, and copies of the file."""

    def __init__(self, place: Path) -> None:
        self._file = place / "house.db"
        self._copies = 0
        self.url = f"sqlite:///{self._file}"

    def copy(self) -> str:
        self._copies += 1
        copy = shutil.copy(self._file, self._file.with_name(f"copy-{self._copies}.db"))
        return f"sqlite:///{copy}"

    def close(self) -> None:
        """It goes with its folder."""


class _Databases:
    """A database on a server, and copies there."""

    def __init__(self, admin_url: str) -> None:
        self._databases = Databases(admin_url)
        self._later = ExitStack()
        self.url = self._later.enter_context(self._databases.fresh())

    def copy(self) -> str:
        name = self.url.rpartition("/")[2]
        return self._later.enter_context(self._databases.fresh(template=name))

    def close(self) -> None:
        self._later.close()
