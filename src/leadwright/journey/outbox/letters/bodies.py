"""Texts of a mail as seven-bit lines that give every character back, and their plain HTML form."""

import base64
import html
import re

_UNSAFE = re.compile(rb"[^ !-<>-~]")
# A piece of at most 73 characters that breaks no =XX apart.
_PIECE = re.compile(rb".{1,73}(?<!=)(?<!=.)")
_MOSTLY = 3  # one of so many bytes beyond ASCII, and nobody could read it anyway
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ENDS = b"\r\n"
_PAGE = (
    '<!doctype html>\n<html>\n<head><meta charset="utf-8"></head>\n<body dir="auto">\n'
    "{}\n</body>\n</html>\n"
)


def encoded(text: str) -> tuple[str, str]:
    """The name of the encoding (RFC 2045 section 6) and the lines, each of at most 76 characters.

    Quoted-printable where most of it stays readable: it is exact to the last space, and nothing in
    it looks like the end of a mail or the start of another to those who pass it on.
    """
    raw = text.encode()
    if sum(byte >= 0x80 for byte in raw) * _MOSTLY > len(raw):  # noqa: PLR2004 - ASCII ends there
        lines = base64.encodebytes(raw.replace(b"\n", _ENDS)).replace(b"\n", _ENDS)
        return "base64", lines.decode()
    return "quoted-printable", _quoted(raw).decode()


def decoded(lines: bytes) -> str:
    """The text again, from what its encoding stands for."""
    return lines.replace(_ENDS, b"\n").decode()


def as_html(text: str) -> str:
    """The text as a page: paragraphs and line ends, everything else escaped, nothing fetched."""
    seen = html.escape(_UNSEEN.sub("", text)).strip("\n")
    paragraphs = [part.strip("\n").replace("\n", "<br>\n") for part in seen.split("\n\n")]
    return _PAGE.format("\n".join(f"<p>{part}</p>" for part in paragraphs if part))


def _quoted(raw: bytes) -> bytes:
    *whole, rest = raw.split(b"\n")
    lines = [_line(line) + _ENDS for line in whole]
    return b"".join(lines) + (_line(rest) + b"=" + _ENDS if rest else b"")


def _line(line: bytes) -> bytes:
    safe = _UNSAFE.sub(lambda found: b"=%02X" % found[0][0], line)
    if safe.endswith(b" "):
        safe = safe[:-1] + b"=20"
    return (b"=" + _ENDS).join(map(_guarded, _PIECE.findall(safe)))


def _guarded(piece: bytes) -> bytes:
    """No line begins with a dot (the end of a mail) or `From ` (another mail, in old mailboxes)."""
    if piece.startswith((b".", b"From ")):
        return b"=%02X" % piece[0] + piece[1:]
    return piece
