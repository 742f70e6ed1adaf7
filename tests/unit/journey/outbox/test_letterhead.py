"""Every byte of a mail, before anybody says yes to it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leadwright import terms
from leadwright.governance.naming import Naming
from leadwright.journey.outbox.letterhead import Letterhead
from leadwright.journey.outbox.letters.letter import content_of, letter
from leadwright.journey.outbox.unsubscribing import Unsubscriber
from leadwright.settings import SellerSettings, Settings

NAMING = Naming(blinding=b"b" * 32, calling=b"c" * 32, minting=b"m" * 32)
OURS = Letterhead(
    sender_name="Lind, Nora",
    mailbox="nora@northwind.example",
    unsubscriber=Unsubscriber(naming=NAMING, base_url="https://mail.northwind.example"),
    within=timedelta(days=7),
    legal_name="Northwind Ledger, Inc.",
)
TO = "ann@acme.example"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _mail(text: str) -> dict[str, object]:
    return OURS.mail("int_1", to=TO, subject="Invoices", text=text, decided_by=NOON)


def test_a_mail_holds_all_that_is_approved() -> None:
    mail = _mail("Hi Ann.")
    assert mail["to"] == TO
    assert mail["from"] == "Lind, Nora <nora@northwind.example>"
    assert mail["window"] == {"until": "2026-12-01T12:00:00+00:00"}
    assert mail["headers"] == {
        "Message-ID": "<int_1@northwind.example>",
        **OURS.unsubscriber.headers(TO, "nora@northwind.example"),
    }


def test_it_ends_with_who_we_are_and_how_to_be_left_alone() -> None:
    body = str(_mail("Hi Ann.")["body"])
    said, company, line = body.strip().rsplit("\n", 2)
    assert said == "Hi Ann.\n"
    assert company == "Northwind Ledger, Inc."
    assert line == OURS.unsubscriber.line(TO)


@given(st.text())
def test_a_text_that_was_edited_with_its_footer_gets_no_second_one(text: str) -> None:
    once = _mail(text)["body"]
    assert _mail(str(once))["body"] == once


def test_a_mailbox_in_other_letters_is_told_as_servers_want_it() -> None:
    given = Settings(seller=SellerSettings(sender_email="nora@nörd.example"))
    ours = terms.letterhead(given, NAMING)
    content = ours.mail("int_1", to=TO, subject="Invoices", text="Hi Ann.", decided_by=NOON)
    sent = letter(content, "int_1", at=NOON)
    assert sent.sender == "nora@xn--nrd-sna.example"
    assert sent.message.isascii()
    assert content_of(sent.message) == content
