"""What a person's answer must look like, in a settings file and where one is asked for it."""

import re

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def said(text: str) -> str:
    """A text that says something.

    Raises:
        ValueError: it does not.
    """
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


def mail_address(text: str) -> str:
    """A mail address, as far as its form can tell.

    Raises:
        ValueError: it cannot be one.
    """
    if not _ADDRESS.fullmatch(text.strip()):
        raise ValueError(f"must be a mail address such as nora@northwind.example, not {text!r}")
    return text.strip()


def whole_sentence(text: str) -> str:
    """A sentence with its full stop.

    Raises:
        ValueError: it is none.
    """
    if not said(text).endswith("."):
        raise ValueError(f"must be a whole sentence that ends with a full stop, not {text!r}")
    return text.strip()


def taken_away(text: str) -> str:
    """What a seller takes away, as it stands in the middle of a sentence.

    Raises:
        ValueError: it would not fit there.
    """
    if not re.match(r"[a-z-]+ing\b", text) or text.endswith((".", "?", "!")):
        raise ValueError(
            "must begin with an -ing word in lower case and have no full stop, such as "
            f"'matching invoices by hand', not {text!r}"
        )
    return text


def question(text: str) -> str:
    """A question with its mark.

    Raises:
        ValueError: it is none.
    """
    if not said(text).endswith("?"):
        raise ValueError(f"must be a question that ends with a question mark, not {text!r}")
    return text.strip()
