"""Which paid calls a database has the answers of, read so that nothing of it is touched."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from sqlcipher3 import dbapi2

from chaos.stage.scene import Scene

_DONE = "SELECT key FROM journal WHERE state = 'done' AND cost_usd <> '0'"


def done(scene: Scene) -> frozenset[str]:
    """The keys of paid calls whose answer is durable."""
    rows = _of_server(scene.url) if scene.url else _of_file(scene.place / "house.db")
    return frozenset(row[0] for row in rows)


def _of_server(url: str) -> list[Any]:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute(_DONE).fetchall()
    except psycopg.OperationalError:  # it is down; the bill tells the rest
        return []
    except psycopg.errors.UndefinedTable:  # nobody came so far
        return []


def _of_file(database: Path) -> list[Any]:
    if not database.exists():
        return []
    with tempfile.TemporaryDirectory() as place:
        for file in database.parent.glob(f"{database.name}*"):
            if not file.name.endswith((".lock", "-shm")):
                shutil.copy(file, place)
        connection = dbapi2.connect(str(Path(place) / database.name))
        try:
            return connection.execute(_DONE).fetchall()  # type: ignore[no-any-return]
        except dbapi2.OperationalError:  # killed before it had tables
            return []
        finally:
            connection.close()
