"""What a database remembers of paid calls, read from a copy so that nothing of it is touched."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from sqlcipher3 import dbapi2
from tests.journey.kills.paid import PAID

_ROWS = "SELECT key, state FROM journal WHERE kind = 'model' AND provider = ?"


def done(database: Path) -> Counter[str]:
    """The ends of the keys of paid calls whose answer is durable."""
    return Counter(_end(key) for key, state in _rows(database) if state == "done")


def asked(database: Path) -> Counter[str]:
    """The same of all paid calls, those in flight too."""
    return Counter(_end(key) for key, _ in _rows(database))


def _end(key: str) -> str:
    return key.rpartition("/")[2]


def _rows(database: Path) -> list[tuple[str, str]]:
    if not database.exists():
        return []
    with tempfile.TemporaryDirectory() as place:
        for file in database.parent.glob(f"{database.name}*"):
            if not file.name.endswith((".lock", "-shm")):
                shutil.copy(file, place)
        connection = dbapi2.connect(str(Path(place) / database.name))
        try:
            return connection.execute(_ROWS, (PAID,)).fetchall()  # type: ignore[no-any-return]
        except dbapi2.OperationalError:  # killed before it had tables
            return []
        finally:
            connection.close()
