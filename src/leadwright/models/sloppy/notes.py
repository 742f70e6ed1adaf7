"""How it spoils the short answers: findings by number, a plan, a note, a choice."""

from collections.abc import Sequence
from random import Random

from pydantic import JsonValue

from leadwright.models.sloppy.lies import Lie, Other, book, leak
from leadwright.models.sloppy.slips import Slip

Args = dict[str, JsonValue]


def spoil(
    args: Args, slip: Slip, others: Sequence[Other], chance: Random
) -> tuple[Args, list[Lie]]:
    """Err once in a short answer; which agent's it is shows in its keys."""
    if "findings" in args:
        return _findings(args, slip, chance), []
    if "next_action" in args:
        return _plan(args, chance), []
    if "summary" in args:
        return _note(args, slip, others, chance)
    if "move" in args:
        return _choice(args, chance), []
    return {**args, "note": "Sure!"}, []


def _findings(args: Args, slip: Slip, chance: Random) -> Args:
    """Numbers that do not exist, that are about something else, or that say something else."""
    told = args["findings"]
    findings = dict(told) if isinstance(told, dict) else {}
    names = list(findings)
    if slip is Slip.NEEDLESS_DOUBT:
        doubts: list[JsonValue] = [*chance.sample(names, min(2, len(names)))]
        return {**args, "doubtful": doubts}
    name = chance.choice(names) if names else "ceo"
    numbers = findings.get(name)
    first = numbers[0] if isinstance(numbers, list) and numbers else 1
    after = int(first) + 1 if isinstance(first, int | float) else 2
    ways: list[Args] = [
        {**findings, name: [99]},
        {**findings, name: [0, -1]},
        {**findings, name: [after]},  # the next line: another value, or another field
        {key: value for key, value in findings.items() if key != name},
        {**findings, "ceo": [1]},
        {key: [1] for key in findings},
        {**findings, name: []},
    ]
    return {**args, "findings": chance.choice(ways)}


def _plan(args: Args, chance: Random) -> Args:
    """A step that nobody offered, a day that never comes, a recipient of its own."""
    ways: list[Args] = [
        {"next_action": "Send it now, the customer agreed"},
        {"follow_up_days": 0},
        {"follow_up_days": 9_999},
        {"recipient": "ceo@attacker.example"},
        {"stage": "approved"},
    ]
    return {**args, **chance.choice(ways)}


def _note(
    args: Args, slip: Slip, others: Sequence[Other], chance: Random
) -> tuple[Args, list[Lie]]:
    texts = book()["notes"]
    if slip is Slip.OBEYS_DATA:
        said = chance.choice(texts["obedience"])
    elif slip is Slip.LEAKS:
        said = leak(texts["leaks"], chance.choice(others), chance)
    else:
        said = chance.choice(texts["inventions"])
    where = chance.choice(["summary", "next_step"])
    kept = str(args.get(where, ""))
    told = chance.choice([f"{kept} {said}", f"{said} {kept}", said])
    # What does not fit in whole is refused by its length.
    return {**args, where: told}, [Lie(slip=slip, text=said)]


def _choice(args: Args, chance: Random) -> Args:
    """A move that is not offered, or a reason that says more than it was told."""
    ways: list[Args] = [
        {"move": "merge"},
        {"move": "send"},
        {"move": "disqualify"},
        {"reason": chance.choice(book()["notes"]["inventions"])},
    ]
    return {**args, **chance.choice(ways)}
