"""What the planner and the process of a run tell each other: a task on stdin, figures on stdout."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

Figures = dict[str, float]


class Shape(StrEnum):
    """What is done with the leads."""

    JOURNEY = "journey"  # the product's own journey, as fast as it goes
    PATIENT = "patient"  # the same, with a model that takes a second for each answer
    FIXED = "fixed"  # ten requests of a second and ten tool calls, whatever the product would do


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run."""

    shape: Shape
    database: str  # a URL; an empty database
    place: str  # a directory of this run's own
    leads: int
    rows: int = 0  # taken in at the end, to measure intake
    seed: int = 1


def to_json(task: Task) -> str:
    """A task as the process of a run reads it."""
    return json.dumps(asdict(task))


def from_json(text: str) -> Task:
    """The task that the planner wrote."""
    given = json.loads(text)
    return Task(**{**given, "shape": Shape(given["shape"])})
