"""Mail addresses: syntax only, no look-up; nothing is repaired: a guess may be a stranger."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from leadwright.leads.intake.values.text import visible

# "Ann Lee <ann@acme.com>": a name and one whole address.
_NAMED = re.compile(r"[^<>@]*<([^<>\s]+@[^<>\s]+)>")
# The part before the @ as nearly everybody has it; anything else goes to the validator whole.
_PLAIN_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
_LONGEST_LOCAL = 64
_LONGEST = 254


def email(text: str) -> str | None:
    """The address in lower case; None when it is no address that mail could go to.

    Several addresses in one field are none: nobody said which one is meant.
    """
    text = visible(text).strip()
    named = _NAMED.fullmatch(text)
    address = (named[1] if named else text.removeprefix("mailto:")).lower()
    local, at, host = address.rpartition("@")
    if not at or len(address) > _LONGEST:
        return None
    if len(local) <= _LONGEST_LOCAL and _PLAIN_LOCAL.fullmatch(local):
        checked = _mail_host(host)
        return f"{local}@{checked}" if checked else None
    return _validated(address)


@lru_cache(maxsize=16_384)
def _mail_host(host: str) -> str | None:
    address = _validated(f"a@{host}")
    return address.rpartition("@")[2] if address else None


def _validated(address: str) -> str | None:
    """What the validator says; reserved endings (.example, .test) have the right syntax."""
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return f"{checked.local_part}@{checked.ascii_domain}".lower()
