"""Where a test of kills plays: its corpus, its leads, its database, its bill."""

from dataclasses import dataclass
from pathlib import Path

from tests.journey.kills.paid import Bill, PaidModel

from leadwright import bootstrap
from leadwright.bootstrap import AGENTS, House
from leadwright.models.playbook import PlaybookModel
from leadwright.settings import load

BATCH = 16  # rows an intake transaction, so that there are several
CONCURRENCY = 8  # leads in hand at once, so that kills find some done and some not begun


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One database and the runs on it."""

    place: Path
    corpus: Path
    leads: Path
    seed: int

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.place / "house.db"

    @property
    def bill(self) -> Bill:
        """What the runs paid for."""
        return Bill(path=self.place / "bill.txt")

    @property
    def portrait(self) -> Path:
        """Where the last child writes down what the house holds."""
        return self.place / "portrait.json"

    def build(self, run: int) -> House:
        """The house, as any run finds it."""
        settings = load(
            database={"url": f"sqlite:///{self.database}"},
            research={"corpus": self.corpus},
            intake={"batch": BATCH},
            work={"concurrency": CONCURRENCY},
            as_of="corpus",
        )
        playbook = PlaybookModel({spec.output_name: spec.play for spec in AGENTS})
        model = PaidModel(playbook, bill=self.bill, run=run, seed=self.seed)
        house = bootstrap.build(settings, models=[model])
        model.blind = house.store.journal.blind
        return house
