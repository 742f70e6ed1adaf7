"""Headers of a letter read back into the texts they were written from.

They are read with less suspicion than by those who get the mail: whoever reads a letter writes it
again from what was read, and only the same bytes are the same letter.
"""

import re
from email.header import decode_header, make_header
from email.message import Message

_NAMED = re.compile(r"(?P<name>.+) (?P<address><[^<>]+>)")
_ESCAPED = re.compile(r"\\(.)")


def line(letter: Message, header: str) -> str:
    """What a header holds, on one line.

    Raises:
        KeyError: it is not there, or more than once.
    """
    found = [value for name, value in letter.raw_items() if name == header]
    if len(found) != 1:
        raise KeyError(header)
    unfolded = found[0].replace("\r", "").replace("\n", "")
    return unfolded.encode("ascii", "surrogateescape").decode()


def text(written: str) -> str:
    """The text behind a value, encoded words or plain."""
    return str(make_header(decode_header(written))) if "=?" in written else written


def mailbox(written: str) -> str:
    """A mailbox as contents write it, its name without quotes."""
    named = _NAMED.fullmatch(written)
    if named is None:
        return written
    name = named["name"]
    quoted = name.startswith('"')
    name = _ESCAPED.sub(r"\1", name[1:-1]) if quoted else text(name)
    return f"{name} {named['address']}"
