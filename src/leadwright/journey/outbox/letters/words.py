"""Texts as values of headers: plain where that is exact, else encoded words (RFC 2047)."""

import re
from email.header import Header

_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_LINE = 78  # what a line should not exceed; 998 is what it must not (RFC 5322 section 2.1.1)
_LONGEST = 998


def is_plain(text: str) -> bool:
    """Whether every reader of headers gives this text back as it is."""
    return bool(_PLAIN.fullmatch(text)) and "=?" not in text


def written(text: str, header: str) -> str:
    """Any text of one line as the value of a header."""
    if not text:
        return ""
    folded = fold(text, header) if is_plain(text) else ""
    fits = folded and all(len(line) <= _LINE for line in f"{header}: {folded}".split("\r\n"))
    return folded if fits else encoded(text, header)


def encoded(text: str, header: str) -> str:
    """Encoded words, one on a line: no white space between them counts, so none is lost."""
    return Header(text, charset="utf-8", header_name=header).encode(linesep="\r\n")


def fold(value: str, header: str) -> str:
    """The value with lines ended before spaces where they grow too long."""
    lines, room = [""], _LINE - len(header) - 2
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word.partition("\r\n")[0]) > room:
            lines.append("")
            room = _LINE - 1
        lines[-1] += f" {word}" if lines[-1] else word
    return "\r\n ".join(lines)


def is_too_long(value: str, header: str) -> bool:
    """Whether a folded value has a line that no server needs to take."""
    return any(len(line.encode()) > _LONGEST for line in f"{header}: {value}".split("\r\n"))
