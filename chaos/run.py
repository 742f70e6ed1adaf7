"""One run: a calm life, lives in a storm, and what they have in common."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from chaos.crew import Crew, Report, Storm, calm
from chaos.stage import child, clock
from chaos.stage.child import Part
from chaos.stage.scene import Scene
from chaos.verdict import Verdict, compared, repeated
from leadwright.clock import SystemClock

LAST = 999_999  # the number of the life that looks at what is finished


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What runs share: a corpus, leads at its companies, and what should come of them."""

    corpus: Path
    leads: Path
    today: date
    portrait: dict[str, Any]
    calls: int

    @classmethod
    def prepare(cls, place: Path, *, corpus: Path, leads: Path, today: date) -> "Ground":
        """Let one life work the leads undisturbed."""
        scene = setting(place, corpus=corpus, leads=leads, today=today)
        calm(scene, Part(number=0, portrays=True))
        return cls(
            corpus=corpus,
            leads=leads,
            today=today,
            portrait=_portrait(scene),
            calls=scene.bill.calls(),
        )


def setting(place: Path, *, corpus: Path, leads: Path, today: date, seed: int = 0) -> Scene:
    """A scene in a new folder, with the right time."""
    place.mkdir()
    scene = Scene(place=place, corpus=corpus, leads=leads, today=today, seed=seed)
    clock.put(scene.clock, 0.0)
    return scene


def found(scene: Scene) -> None:
    """Make schema and keys of a house; nothing comes in."""
    calm(scene, Part(number=0, takes_in=False))


def warm_up(place: Path, *, corpus: Path, leads: Path) -> None:
    """Load whatever is loaded at first use, so that forked lives begin quickly."""
    today = SystemClock().today()
    scene = setting(place, corpus=corpus, leads=leads, today=today)
    few = scene.place / "few.jsonl"
    few.write_text("".join(leads.read_text("utf-8").splitlines(keepends=True)[:8]), "utf-8")
    child.live(replace(scene, leads=few), Part(number=0, portrays=True), lambda _word: None)


def hold(crew: Crew, scene: Scene, ground: Ground, report: Report) -> tuple[Storm, Verdict]:
    """Hold one run."""
    storm = crew.weather(report)
    paid = scene.bill.calls()
    calm(scene, Part(number=LAST, portrays=True))  # on what is finished, which must change nothing
    verdict = compared(ground.portrait, _portrait(scene))
    again = repeated([*scene.bill.lines()], storm.done_before)
    idle = scene.bill.calls() - paid
    hidden = scene.bill.unannounced()
    more = [f"{idle} paid calls after the end"] if idle else []
    more += [f"{hidden} paid calls that left no trace before"] if hidden else []
    return storm, replace(
        verdict,
        repeated_paid_calls=len(again) + idle + hidden,
        details=(*verdict.details, *again[:5], *more),
    )


def _portrait(scene: Scene) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(scene.portrait.read_text())
    return found
