"""How steep a curve is."""

from collections.abc import Mapping
from math import log


def exponent(costs: Mapping[int, float]) -> float | None:
    """The b of `cost = a · size^b` that fits best, by least squares of the logarithms.

    0 is flat, 1 grows as the size does. None where there is nothing to fit.
    """
    points = [(log(size), log(cost)) for size, cost in costs.items() if size > 0 and cost > 0]
    if len({x for x, _ in points}) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    rise = sum((x - middle) * (y - height) for x, y in points)
    return rise / sum((x - middle) ** 2 for x, _ in points)
