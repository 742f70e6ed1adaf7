"""What a run of effects is set in: a scene, who is outside, and settings that make it quick."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from chaos.outside.courier import RecordsCourier
from chaos.outside.diary import Diary
from chaos.outside.mailer import PostMailer
from chaos.stage.scene import Scene

ENOUGH = 10_000  # mails a day, where the cap is not what is tried
Heard = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Known to every life of a run; it lies in a file beside the database."""

    post: int  # the ports of those outside
    records: int
    is_repeatable: bool
    cap: int = ENOUGH  # mails a mailbox may send a day
    pace_s: float = 0.2  # between two acts of people, in the mean

    def put(self, scene: Scene) -> None:
        """Let all lives of the scene know."""
        _file(scene).write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """As it was put."""
        return cls(**json.loads(_file(scene).read_text("utf-8")))

    @property
    def mailer(self) -> PostMailer:
        """Our side of the mail provider."""
        return PostMailer(port=self.post)

    @property
    def courier(self) -> RecordsCourier:
        """Our side of the CRM."""
        return RecordsCourier(port=self.records, is_repeatable=self.is_repeatable)

    def settings(self, scene: Scene) -> dict[str, Any]:
        """Those of the house: everything soon, nothing so soon that it would be wrong."""
        return scene.settings() | {
            "approvals": {"undo_s": 0.3},
            "outbox": {
                "lease_s": 3.0,  # longer than the longest attempt
                "tries": 20,
                "first_pause_s": 0.1,
                "longest_pause_s": 0.8,
            },
            "mail": {
                "a_day": self.cap,
                "a_company_a_week": ENOUGH,
                "consent_countries": [],
            },
        }


def people_of(scene: Scene) -> Diary:
    """What people noted."""
    return Diary(path=scene.place / "people.jsonl")


def _file(scene: Scene) -> Path:
    return scene.place / "setting.json"
