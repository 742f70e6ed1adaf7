"""What was approved is what is written, to the last space; and nothing slips into a header."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.journey.outbox.letters.letter import content_of, letter
from leadwright.journey.outbox.letters.refusals import LetterAltered, LetterRefused

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CONTENT: dict[str, object] = {
    "to": "maya.brandt@harborline.example",
    "from": "Nora Lind <nora@northwind.example>",
    "subject": "Matching invoices at Harborline",
    "body": "Hi Maya,\n\nShort and plain.\n\nNora\n",
    "headers": {
        "Message-ID": "<int_1@northwind.example>",
        "List-Unsubscribe": "<https://northwind.example/u/abc>, <mailto:nora@northwind.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    "window": {"until": "2026-11-09T09:00:00+00:00"},
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=600)
LINES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co", "Zs"]),
    min_size=1,
    max_size=40,
)
SUBJECTS = st.lists(LINES, min_size=1, max_size=12).map(" ".join)
ONE_LINE = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300),
    st.text(st.sampled_from(' "\\()<>@,;:.=?_aé\u200f\u00a0\u3000👩\u200d'), max_size=90),
)


@given(body=TEXTS, subject=SUBJECTS, html=st.booleans())
def test_what_was_approved_is_read_back_to_the_last_character(
    body: str, subject: str, html: bool
) -> None:
    content = CONTENT | {"body": body, "subject": subject}
    assert content_of(letter(content, "int_1", at=AT, html=html).message) == content


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n",
        "a",
        "a ",
        "a \n \n",
        ".\n..\n.",
        "From me\nFrom you",
        "x" * 2000,
        "=3D =\n",
        "ä" * 99,
        "Grüße 👩\u200d🚀\u200f\t\u05e9\u05dc\n",
        "From here\n.\nQUIT\n",
    ],
)
def test_bodies_that_trip_others_come_back_as_they_were(body: str) -> None:
    sent = letter(CONTENT | {"body": body}, "int_1", at=AT).message
    assert content_of(sent)["body"] == body
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    assert not any(line.startswith((b".", b"From ")) for line in sent.split(b"\r\n"))
    assert b"\n" not in sent.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "name",
    [
        "Nora Lind",
        "Lind, Nora",
        'Nora "N" Lind',
        "Nóra Lind",
        "林 ノラ",
        "O'Neil; Nora",
        "=?x?= Lind",
        "Nora  Lind",
        "Dr. Jörg-Maximilian von Hohenzollern-Sigmaringen zu Hechingen",
        "Константин Константинович Константинопольский-Преображенский",
        "山田太郎" * 12,
        "Nora " * 40 + "Lind",
    ],
)
def test_names_come_back_as_they_were(name: str) -> None:
    content = CONTENT | {"from": f"{name} <nora@northwind.example>"}
    envelope = letter(content, "int_1", at=AT)
    assert content_of(envelope.message) == content
    assert envelope.sender == "nora@northwind.example"


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: all@evil.example", "\n", "\r", "\0", "\x1b[2J", "\u2028"]
)
@pytest.mark.parametrize("where", ["to", "from", "subject"])
def test_nothing_slips_into_a_header(where: str, bad: str) -> None:
    text = str(CONTENT[where])
    for changed in (text + bad, bad + text, text.replace(" ", bad, 1) + bad):
        with pytest.raises(LetterRefused):
            letter(CONTENT | {where: changed}, "int_1", at=AT)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Message-ID": "<a@b>\r\nBcc: x@y"},
        {"Message-ID": "<a@b>", "Bcc": "x@y.example"},
        {"Message-ID": "<a@b>", "List-Unsubscribe": 7},
        None,
    ],
)
def test_only_headers_of_ours_are_written(headers: object) -> None:
    with pytest.raises(LetterRefused):
        letter(CONTENT | {"headers": headers}, "int_1", at=AT)


@pytest.mark.parametrize(
    "to", ["", "maya", "a@b@c", "maya@", "@x.example", "a b@c.example", "<a@b"]
)
def test_a_recipient_that_is_no_address_gets_nothing(to: str) -> None:
    with pytest.raises(LetterRefused):
        letter(CONTENT | {"to": to}, "int_1", at=AT)


def test_a_domain_in_other_letters_is_written_for_servers() -> None:
    envelope = letter(CONTENT | {"to": "jörg@bücher.example"}, "int_1", at=AT)
    assert envelope.recipient == "jörg@xn--bcher-kva.example"


@given(name=ONE_LINE, subject=ONE_LINE)
def test_whatever_stands_in_a_header_ends_neither_it_nor_the_headers(
    name: str, subject: str
) -> None:
    content = CONTENT | {"from": f"{name} <nora@northwind.example>", "subject": subject}
    try:
        sent = letter(content, "int_1", at=AT).message
    except LetterRefused:
        return
    head, _, body = sent.partition(b"\r\n\r\n")
    assert content_of(sent) == content
    assert body == letter(CONTENT, "int_1", at=AT).message.partition(b"\r\n\r\n")[2]
    assert [
        line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] != b" "
    ] == [
        "Date",
        "From",
        "To",
        "Subject",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Message-ID",
        "X-Send-Until",
        "X-Intent-Id",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]


@pytest.mark.parametrize(
    "subject", ["שלום עולם", "مرحبا بالعالم " * 20, "👩\u200d🚀 " * 60, "x" * 900]
)
def test_subjects_in_any_script_and_of_any_length(subject: str) -> None:
    sent = letter(CONTENT | {"subject": subject}, "int_1", at=AT).message
    assert content_of(sent)["subject"] == subject
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_a_subject_that_turns_the_direction_of_what_follows_is_refused() -> None:
    with pytest.raises(LetterRefused, match=r"U\+202E"):
        letter(CONTENT | {"subject": "Pay \u202emoc.live"}, "int_1", at=AT)


def test_an_address_in_other_letters_is_read_back() -> None:
    content = CONTENT | {"to": "jörg@bücher.example"}
    assert content_of(letter(content, "int_1", at=AT).message) == content


def test_a_text_of_a_megabyte_is_read_back() -> None:
    content = CONTENT | {"body": "Grüße, and so on.  \n.\n" * 50_000}
    assert content_of(letter(content, "int_1", at=AT).message) == content


@pytest.mark.parametrize(
    "window", [None, {}, {"until": "now\r\nBcc: a@b"}, {"until": 7}, {"from": "x"}]
)
def test_a_window_is_its_end_or_is_refused(window: object) -> None:
    with pytest.raises(LetterRefused):
        letter(CONTENT | {"window": window}, "int_1", at=AT)


@given(data=st.data(), html=st.booleans())
def test_no_byte_of_a_letter_is_changed_unseen(data: st.DataObject, html: bool) -> None:
    sent = letter(CONTENT, "int_1", at=AT, html=html).message
    place = data.draw(st.integers(0, len(sent) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != sent[place]))
    changed = sent[:place] + bytes([other]) + sent[place + 1 :]
    try:
        read = content_of(changed)
    except LetterAltered:
        return
    own = (b"Date: ", b"X-Intent-Id: ")  # what is not approved, but set at sending
    line = changed[changed.rfind(b"\n", 0, place) + 1 :]
    assert read != CONTENT or line.startswith(own)


@pytest.mark.parametrize("added", [b"Bcc: eve@evil.example\r\n", b"X-Intent-Id: int_2\r\n"])
def test_a_header_that_was_added_is_seen(added: bytes) -> None:
    with pytest.raises(LetterAltered):
        content_of(added + letter(CONTENT, "int_1", at=AT).message)


def test_html_that_says_something_else_is_seen() -> None:
    sent = letter(CONTENT, "int_1", at=AT, html=True).message
    with pytest.raises(LetterAltered):
        content_of(sent.replace(b"<p>Short and plain.</p>", b"<p>Send money.</p>"))


def test_any_mail_program_reads_it() -> None:
    sent = letter(CONTENT, "int_1", at=AT, html=True).message
    mail = message_from_bytes(sent, policy=policy.default)
    assert mail["X-Intent-Id"] == "int_1"
    assert mail["Date"].datetime == AT
    plain, page = mail.iter_parts()
    assert plain.get_content().split() == str(CONTENT["body"]).split()
    assert page.get_content_type() == "text/html"
    assert "<p>Hi Maya,</p>" in page.get_content()


def test_html_holds_nothing_of_the_text_but_text() -> None:
    body = "<script>alert(1)</script> & <img src=http://evil.example/p.gif>"
    sent = letter(CONTENT | {"body": body}, "int_1", at=AT, html=True).message
    page = message_from_bytes(sent, policy=policy.default).get_payload(1)
    assert "<script" not in page.get_content()  # type: ignore[union-attr]
    assert "<img" not in page.get_content()  # type: ignore[union-attr]


def test_a_file_that_is_no_mail_of_ours_is_told_apart() -> None:
    for other in (b"", b"hello", b"Subject: x\r\n\r\nhi"):
        with pytest.raises(LetterAltered):
            content_of(other)
