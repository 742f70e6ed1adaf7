"""Made-up leads on which a condition is tried before it meets a real one."""

from collections.abc import Mapping, Sequence

from leadwright.review.rules.variables import Kind, Value, Variable

_LEVELS: Mapping[Kind, tuple[Value, ...]] = {
    Kind.MONEY: (0.0, 50_000.0, 5e9),
    Kind.SHARE: (0.0, 0.5, 1.0),
    Kind.COUNT: (0, 1, 2_000),
    Kind.TEXT: ("", "software", "Head of Sales, EMEA"),
    Kind.FLAG: (False, True, True),
    Kind.TEXTS: ((), ("founded_year",), ("founded_year", "employees")),
}


def samples(variables: Sequence[Variable]) -> tuple[dict[str, Value], ...]:
    """An empty lead, an ordinary one, a rich one, and one of which nothing is known."""
    levels = tuple({v.name: _LEVELS[v.kind][level] for v in variables} for level in range(3))
    return (*levels, {})
