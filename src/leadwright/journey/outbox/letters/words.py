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
    """A plain value with lines ended before spaces where they grow too long."""
    folded = ""
    for word in value.split(" "):
        folded = beside(folded, word, header) if folded else word
    return folded


def beside(value: str, word: str, header: str) -> str:
    """A value, folded or encoded already, and one word more behind a space."""
    last = f"{header}: {value}".rpartition("\r\n")[2]
    gap = " " if len(last) + 1 + len(word) <= _LINE else "\r\n "
    return f"{value}{gap}{word}"


def is_too_long(value: str, header: str) -> bool:
    """Whether a folded value has a line that no server needs to take."""
    return any(len(line.encode()) > _LONGEST for line in f"{header}: {value}".split("\r\n"))
