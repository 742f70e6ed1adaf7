"""What a person should know about how a file was read: each thing once, in order."""


class Remarks:
    """Filled while a file is read; a second reading adds nothing new."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}

    def say(self, sentence: str) -> None:
        """Keep a sentence, unless it is there."""
        self._told[sentence] = None

    @property
    def told(self) -> tuple[str, ...]:
        """All that was said."""
        return tuple(self._told)
