"""Mail addresses: syntax only, no look-up; nothing is repaired: a guess may be a stranger."""

import re
from functools import cache, lru_cache

from leadwright.leads.intake.values.text import visible

# "Ann Lee <ann@acme.com>": a name and one whole address.
_NAMED = re.compile(r"[^<>@]*<([^<>\s]+@[^<>\s]+)>")
# Addresses as nearly everybody has them, which the validator would take unchanged; it needs
# fifty times as long, so that it sees only the others.
_PLAIN_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
_PLAIN_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63})")
_LINK = "mailto:"
_AROUND = " ;,'\""  # what lists and quotes leave behind
_LONGEST_LOCAL = 64
_LONGEST = 254
_LONGEST_NAMED = 1000  # with the name before it


def email(text: str) -> str | None:
    """The address in lower case; None when it is no address that mail could go to.

    Several addresses in one field are none: nobody said which one is meant. Endings reserved for
    examples have the right syntax and are taken.
    """
    text = visible(text).strip(_AROUND)
    if text[: len(_LINK)].lower() == _LINK:
        text = text[len(_LINK) :].partition("?")[0]
    if len(text) > _LONGEST_NAMED:
        return None
    named = _NAMED.fullmatch(text)
    address = (named[1] if named else text).lower()
    if len(address) > _LONGEST:
        return None
    local, _, host = address.rpartition("@")
    if len(local) <= _LONGEST_LOCAL and _PLAIN_LOCAL.fullmatch(local) and _is_plain(host):
        return address
    return _validated(address)


def _is_plain(host: str) -> bool:
    found = _PLAIN_HOST.fullmatch(host)
    return bool(found and "--" not in host and found[1] not in _special())


@cache
def _special() -> frozenset[str]:
    from email_validator import SPECIAL_USE_DOMAIN_NAMES  # noqa: PLC0415 - slow to load

    return frozenset(SPECIAL_USE_DOMAIN_NAMES)


@lru_cache(maxsize=1024)
def _validated(address: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    try:
        checked = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    return f"{checked.local_part}@{checked.ascii_domain}".lower()
