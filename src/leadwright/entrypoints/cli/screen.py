"""The screen: what others wrote is shown as it stands, and gives a terminal no orders."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from leadwright.leads.intake.values.text import visible


class Screen(Console):
    """A console that reads no markup, and lets no control characters of a text through."""

    def __init__(self, *, width: int | None = None) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, width=width)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The parts of what is printed, each harmless; colours are not in their texts."""
        for part in super().render(renderable, options):
            if part.control or part.text.isprintable():
                yield part
            else:
                yield Segment(harmless(part.text), part.style)


def harmless(text: str) -> str:
    """A text of several lines without the characters that command a terminal."""
    return "\n".join(map(visible, text.split("\n")))
