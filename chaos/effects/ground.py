"""Where runs begin: leads whose drafts wait for a yes, in a database that is copied for each."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.services.databases import Databases
from tests.services.postgres import Server

from chaos import run
from chaos.crew import calm
from chaos.stage.child import Part
from chaos.stage.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Leads worked as far as the house goes by itself."""

    place: Path
    corpus: Path
    leads: Path
    today: date
    server: Server | None = None

    @contextmanager
    def scene(self, place: Path, *, seed: int) -> Iterator[Scene]:
        """A scene of one run, on a copy of the database."""
        scene = run.setting(
            place, corpus=self.corpus, leads=self.leads, today=self.today, seed=seed
        )
        shutil.copy(self._first.place / "house.key", place)
        if self._databases is None:
            for file in self._first.place.glob("house.db*"):
                shutil.copy(file, place)
            yield scene
            return
        with self._databases.fresh(template=self._template) as url:
            yield replace(scene, url=url)
            assert self.server
            self.server.wait()

    @cached_property
    def names(self) -> frozenset[str]:
        """The leads that are there, by the ids they came with."""
        _ = self._template if self.server else self._worked
        found: dict[str, Any] = json.loads(self._first.portrait.read_text("utf-8"))
        return frozenset(lead["name"] for lead in found["leads"])

    def close(self) -> None:
        """Remove what was copied."""
        if self._databases:
            self._databases.drop_all()

    @cached_property
    def _databases(self) -> Databases | None:
        return Databases(self.server.url) if self.server else None

    @cached_property
    def _template(self) -> str:
        assert self._databases
        return self._databases.template("waiting", lambda url: self._work(url=url))

    @cached_property
    def _worked(self) -> None:
        self._work()

    @cached_property
    def _first(self) -> Scene:
        return run.setting(self.place, corpus=self.corpus, leads=self.leads, today=self.today)

    def _work(self, url: str = "") -> None:
        calm(replace(self._first, url=url), Part(number=0, portrays=True))
