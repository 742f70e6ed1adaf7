"""A letter: the bytes of an approved mail (RFC 5322), and what was approved, read back from them.

`Date` and the intent's id are set when it goes out; everything else is what a person said yes to.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

from leadwright.journey.outbox.letters import bodies, reading, words
from leadwright.journey.outbox.letters.mailboxes import mailbox
from leadwright.journey.outbox.letters.refusals import LetterAltered, LetterRefused, one_line
from leadwright.journey.outbox.ports import Envelope

INTENT = "X-Intent-Id"
UNTIL = "X-Send-Until"  # the end of the window it was approved for
# What a content may set beside who, to whom, what and when.
OURS = frozenset({"Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "In-Reply-To"})
_NEVER = re.compile(r"[\x00\r\ud800-\udfff]")  # in a body: what no mail can carry as it is
_BOUNDARY = "=_{}"
_END = "\r\n"


def letter(
    content: Mapping[str, object], intent_id: str, *, at: datetime, html: bool = False
) -> Envelope:
    """The mail of a content, finished.

    Args:
        content: `to`, `from`, `subject`, `body`, `headers`, and the `window` it may be sent in.
        intent_id: Whose mail it is; told in `X-Intent-Id`.
        at: The moment for `Date`, timezone-aware.
        html: Whether a plain HTML form of the text goes beside it.

    Raises:
        LetterRefused: something in it would end a header, or names no address.
    """
    sender = mailbox(_text(content, "from"), "sender")
    recipient = mailbox(_text(content, "to"), "recipient")
    subject = one_line(_text(content, "subject"), "subject")
    headers = _headers(content)
    lines = [
        ("Date", format_datetime(at)),
        ("From", sender.written("From")),
        ("To", recipient.written("To")),
        ("Subject", words.written(subject, "Subject")),
        *((name, words.fold(headers[name], name)) for name in sorted(headers)),
        *((UNTIL, until) for until in _until(content)),
        (INTENT, one_line(intent_id, "intent")),
        ("MIME-Version", "1.0"),
    ]
    for name, value in lines:
        if words.is_too_long(value, name):
            raise LetterRefused(f"the header {name} has a line that no mail server needs to take")
    head = "".join(f"{name}: {value}{_END}" for name, value in lines)
    body = _body(_text(content, "body"), intent_id, html=html)
    return Envelope(
        intent_id=intent_id,
        message_id=headers["Message-ID"],
        sender=sender.on_the_wire,
        recipient=recipient.on_the_wire,
        message=(head + body).encode(),
    )


def content_of(message: bytes) -> dict[str, object]:
    """What was approved, read back from a mail as `letter` writes it.

    Whoever has the mail alone can so compare its `content_hash` with that of the approval. What was
    read is written again, and must give the same bytes: nothing is added, left out or hidden.

    Raises:
        LetterAltered: it is no such mail.
    """
    found = message_from_bytes(message, policy=policy.compat32)
    try:
        content = _content(found)
        again = letter(
            content,
            reading.line(found, INTENT),
            at=parsedate_to_datetime(reading.line(found, "Date")),
            html=found.is_multipart(),
        )
    except (LetterRefused, MessageError, LookupError, ValueError, StopIteration) as error:
        raise LetterAltered("a part of it is missing, or cannot be read") from error
    if again.message != message:
        raise LetterAltered("something was added, taken away or changed")
    return content


def _content(found: Message) -> dict[str, object]:
    first = next(part for part in found.walk() if not part.is_multipart())
    raw = first.get_payload(decode=True)
    if not isinstance(raw, bytes):
        raise KeyError("body")
    window = {"window": {"until": reading.line(found, UNTIL)}} if UNTIL in found else {}
    return {
        "to": reading.mailbox(reading.line(found, "To")),
        "from": reading.mailbox(reading.line(found, "From")),
        "subject": reading.text(reading.line(found, "Subject")),
        "body": bodies.decoded(raw),
        "headers": {name: reading.line(found, name) for name in OURS if name in found},
        **window,
    }


def _text(content: Mapping[str, object], name: str) -> str:
    text = content.get(name)
    if not isinstance(text, str):
        raise LetterRefused(f"the mail has no {name}")
    return text


def _headers(content: Mapping[str, object]) -> dict[str, str]:
    given = content.get("headers")
    if not isinstance(given, dict) or "Message-ID" not in given:
        raise LetterRefused("the mail has no Message-ID")
    for name, value in given.items():
        if name not in OURS or not isinstance(value, str):
            raise LetterRefused(f"a mail of ours has no header {name!r}")
        if not words.is_plain(one_line(value, f"header {name}")):
            raise LetterRefused(f"the header {name} holds more than plain letters")
    return dict(given)


def _until(content: Mapping[str, object]) -> Iterator[str]:
    """The end of the window, where there is one."""
    if "window" not in content:
        return
    window = content["window"]
    if not isinstance(window, dict) or window.keys() != {"until"}:
        raise LetterRefused("the window of the mail has another form than its end")
    until = _text(window, "until")
    if not words.is_plain(one_line(until, "window")):
        raise LetterRefused("the window of the mail holds more than plain letters")
    yield until


def _body(text: str, intent_id: str, *, html: bool) -> str:
    if unfit := _NEVER.search(text):
        raise LetterRefused(f"the body holds the character U+{ord(unfit[0]):04X}")
    plain = _part("plain", text)
    if not html:
        return plain
    edge = _BOUNDARY.format(intent_id)
    page = _part("html", bodies.as_html(text))
    parts = "".join(f"--{edge}{_END}{part}{_END}" for part in (plain, page))
    return (
        f'Content-Type: multipart/alternative; boundary="{edge}"{_END}{_END}{parts}--{edge}--{_END}'
    )


def _part(kind: str, text: str) -> str:
    how, lines = bodies.encoded(text)
    return (
        f"Content-Type: text/{kind}; charset=utf-8{_END}"
        f"Content-Transfer-Encoding: {how}{_END}{_END}{lines}"
    )
