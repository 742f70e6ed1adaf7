"""Words a variable can never hold: such a comparison would never be true, and nobody would know."""

import re
from collections.abc import Iterator, Sequence

from leadwright.review.rules.language.diagnosis import Fault, suggestion
from leadwright.review.rules.variables import Kind, Variable

_QUOTED = r"""(?P<q>['"])(?P<word>(?:(?!(?P=q)).)*)(?P=q)"""


def misspelt(text: str, variables: Sequence[Variable]) -> Fault | None:
    """The first literal that a variable with few words is compared with in vain."""
    for variable in variables:
        for column, word in _compared(variable, text) if variable.values else ():
            if word not in variable.values:
                line, before = text.count("\n", 0, column) + 1, text.rfind("\n", 0, column) + 1
                return Fault(
                    line=line,
                    column=column - before + 1,
                    problem=f"{variable.name} never holds {word!r}",
                    hint=suggestion(word, variable.values),
                )
    return None


def _compared(variable: Variable, text: str) -> Iterator[tuple[int, str]]:
    """Literals the variable is compared with, and where they stand."""
    name = rf"(?<![\w.]){variable.name}\b"
    if variable.kind is Kind.TEXTS:
        patterns = [rf"{_QUOTED}\s+in\s+{name}"]
    else:
        patterns = [rf"{name}\s*[!=]=\s*{_QUOTED}", rf"{_QUOTED}\s*[!=]=\s*{name}"]
        for listed in re.finditer(rf"{name}\s+in\s+\[([^\]]*)\]", text):
            for found in re.finditer(_QUOTED, listed[1]):
                yield listed.start(1) + found.start("q"), found["word"]
    for pattern in patterns:
        for found in re.finditer(pattern, text):
            yield found.start("q"), found["word"]
