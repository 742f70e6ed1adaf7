"""Web addresses of companies, reduced to the host without `www`.

A host under another one is kept whole: "energy.siemens.com" is another company than "siemens.com"
often enough, and who compares can always take labels away but never put them back.
"""

import re
from functools import lru_cache

import idna

from leadwright.leads.intake.data import words
from leadwright.leads.intake.values.text import visible

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/+|^(?:https?|mailto):|^//")
_WWW = re.compile(r"^www\d?\.(?=[^.]+\.)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_AROUND_DOT = re.compile(r"(?<!\s)\s*\.\s*")  # "acme .com", as it is copied
_LONGEST = 253
_LONGEST_ADDRESS = 2083  # with its page; browsers take no more
_USUAL = 100  # what is worth being kept; longer ones are the pages of somebody


def domain(text: str) -> str | None:
    """The host; None when there is none, or the address is a page on somebody else's host."""
    if len(text) > _LONGEST_ADDRESS:
        return None
    return _kept(text) if len(text) <= _USUAL else _read(text)


@lru_cache(maxsize=16_384)
def _kept(text: str) -> str | None:
    return _read(text)


def _read(text: str) -> str | None:
    address = _SCHEME.sub("", visible(text).strip().lower())
    authority, *path = re.split(r"[/?#\\]", address, maxsplit=1)
    host = _AROUND_DOT.sub(".", authority.rpartition("@")[2].partition(":")[0]).strip().rstrip(".")
    host = _WWW.sub("", _ascii(host))
    if len(host) > _LONGEST or not _HOST.fullmatch(host):
        return None
    is_page = bool(path and path[0]) and _is_page_host(host)
    return None if is_page else host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _is_page_host(host: str) -> bool:
    known = words("words.toml", "page_hosts")
    labels = host.split(".")
    return any(".".join(labels[start:]) in known for start in range(len(labels) - 1))
