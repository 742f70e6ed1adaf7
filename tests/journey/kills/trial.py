"""One trial: a calm run, a run killed again and again, and what they have in common."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.journey.kills import child, ledger, runs
from tests.journey.kills.plan import Plan
from tests.journey.kills.scene import Scene
from tests.journey.kills.verdict import Verdict, differences, repeated

Report = Callable[[str], None]


def hold(
    place: Path, *, corpus: Path, leads: Path, seed: int, kills: int, report: Report
) -> Verdict:
    """Hold a trial; `report` hears of every kill."""
    scenes = [
        Scene(place=place / name, corpus=corpus, leads=leads, seed=seed)
        for name in ("warm-up", "calm", "storm")
    ]
    for scene in scenes:
        scene.place.mkdir()
    warm_up, calm, storm = scenes
    # Whatever is loaded at first use is loaded now, and the children begin quickly.
    child.run(replace(warm_up, leads=_first_lines(leads, warm_up.place)), 0, lambda _word: None)
    whole = runs.run(calm, 0, None)
    calls = calm.bill.calls()
    report(f"seed {seed}: undisturbed in {whole.seconds:.1f} s with {calls} paid calls")
    killed, done_before = _storm(storm, Plan(seed=seed, kills=kills, calls=calls), kills, report)
    paid = storm.bill.calls()
    runs.run(storm, len(done_before) + 1, None)  # on what is finished, which must change nothing
    verdict = _judge(calm, storm, done_before)
    return replace(
        verdict,
        seed=seed,
        kills=killed,
        paid_calls=calls,
        calls_after_the_end=storm.bill.calls() - paid,
    )


def _storm(
    scene: Scene, plan: Plan, kills: int, report: Report
) -> tuple[int, dict[int, Counter[str]]]:
    killed, rested = 0, False
    done_before: dict[int, Counter[str]] = {}
    while killed < kills or not rested:
        number = len(done_before) + 1
        done_before[number] = ledger.done(scene.database)
        ended = runs.run(scene, number, plan.next() if killed < kills else None)
        killed += ended.killed
        rested = rested or not ended.killed
        report(
            f"run {number}: {'killed' if ended.killed else 'at rest'} after {ended.seconds:.2f} s "
            f"[{ended.moment}], {done_before[number].total()} answers were durable before"
        )
    return killed, done_before


def _judge(calm: Scene, storm: Scene, done_before: dict[int, Counter[str]]) -> Verdict:
    wanted, found = _portrait(calm), _portrait(storm)
    expected, leads = _by_name(wanted), _by_name(found)
    different = list(differences(expected, leads))
    others = [
        f"{name}: {wanted[name]} became {found[name]}"
        for name in ("refused", "unrested")
        if wanted[name] != found[name]
    ]
    calls = storm.bill.by_run()
    asked = ledger.asked(storm.database)
    made = sum((counter for counter in calls.values()), Counter[str]())
    return Verdict(
        seed=0,
        kills=0,
        leads=len(leads),
        paid_calls=0,
        lost_leads=len(expected.keys() - leads.keys()),
        doubled_leads=len(found["leads"]) - len(leads),
        unrested_leads=found["unrested"],
        different_sessions=len(different),
        other_differences=len(others),
        repeated_paid_calls=repeated(asked, done_before, calls),
        calls_after_the_end=0,
        repeated_in_flight=(made - asked).total(),
        details=(*different[:10], *others),
    )


def _portrait(scene: Scene) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(scene.portrait.read_text())
    return found


def _by_name(portrait: dict[str, Any]) -> dict[str, dict[str, object]]:
    return {lead["name"]: lead for lead in portrait["leads"]}


def _first_lines(leads: Path, place: Path) -> Path:
    few = place / "few.jsonl"
    few.write_text("".join(leads.read_text("utf-8").splitlines(keepends=True)[:8]), "utf-8")
    return few
