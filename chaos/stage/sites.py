"""Where databases come from: a file, or a server's, empty or with a house founded in it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from tests.services.databases import Databases
from tests.services.postgres import Server

from chaos.stage.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Sites:
    """A server, and the one house that others are copies of: to found one there takes long."""

    server: Server
    founding: Scene
    found: Callable[[Scene], object]

    @cached_property
    def _databases(self) -> Databases:
        return Databases(self.server.url)

    @contextmanager
    def fresh(self, scene: Scene, *, is_founded: bool) -> Iterator[Scene]:
        """The scene, on a database of its own."""
        template = {"template": self._template(scene)} if is_founded else {}
        with self._databases.fresh(**template) as url:
            yield replace(scene, url=url)
            self.server.wait()

    def close(self) -> None:
        """Remove what was copied."""
        self.server.wait()
        self._databases.drop_all()

    def _template(self, scene: Scene) -> str:
        name = self._databases.template("founded", self._prepare)
        shutil.copy(self.founding.place / "house.key", scene.place)
        return name

    def _prepare(self, url: str) -> None:
        self.found(replace(self.founding, url=url))
