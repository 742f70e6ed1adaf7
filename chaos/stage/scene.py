"""Where a run plays: its corpus, its leads, its database, its bill."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from chaos.stage.bill import Bill

BATCH = 16  # rows an intake transaction, so that there are several
CONCURRENCY = 8  # leads in hand at once, so that faults find some done and some not begun


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One database and the lives on it."""

    place: Path
    corpus: Path
    leads: Path
    seed: int
    today: date  # for freshness and drafts
    url: str = ""  # empty: a file of its own

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.url or f"sqlite:///{self.place / 'house.db'}"

    @cached_property
    def bill(self) -> Bill:
        """What the lives paid for."""
        return Bill(path=self.place / "bill.txt")

    @property
    def clock(self) -> Path:
        """By how much the clock is wrong."""
        return self.place / "clock"

    @property
    def portrait(self) -> Path:
        """Where the last life writes down what the house holds."""
        return self.place / "portrait.json"

    @property
    def log(self) -> Path:
        """What the lives complained of."""
        return self.place / "log.txt"

    def settings(self) -> dict[str, Any]:
        """The settings of the house, as any life finds them."""
        return {
            "database": {"url": self.database, "key_file": self.place / "house.key"},
            "research": {"corpus": self.corpus},
            "intake": {"batch": BATCH},
            "work": {"concurrency": CONCURRENCY},
            "as_of": self.today,
        }

    def told(self) -> str:
        """As one word of a command line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def heard(cls, text: str) -> Self:
        """From such a word."""
        given = json.loads(text)
        paths = {name: Path(given[name]) for name in ("place", "corpus", "leads")}
        return cls(**given | paths | {"today": date.fromisoformat(given["today"])})
