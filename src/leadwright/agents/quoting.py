"""What others wrote, as it may stand in a prompt: data, which cannot pass for a line of ours."""

from leadwright.leads.intake.values.text import visible

_READ_AT_MOST = 4  # of what may stay; behind it could only be an attack
_MARKS = str.maketrans("<>", "()")


def quoted(text: str, longest: int) -> str:
    """The text on one line, without hidden characters and marks, cut to a length."""
    head = visible(text[: longest * _READ_AT_MOST])
    return " ".join(head.translate(_MARKS).split())[:longest].rstrip()
