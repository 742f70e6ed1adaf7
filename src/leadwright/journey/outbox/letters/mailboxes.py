"""Mailboxes as contents write them (`Jörg Doe <joerg@acme.com>`), as headers and servers do."""

import re
from dataclasses import dataclass

import idna

from leadwright.journey.outbox.letters import words
from leadwright.journey.outbox.letters.refusals import LetterRefused, one_line

_NAMED = re.compile(r"(?P<name>\S(?:.*\S)?) <(?P<address>[^<>]+)>")
# RFC 5322 dot-atom, with the letters RFC 6532 adds; quoted local parts are not written.
_LOCAL = re.compile(r"(?:[\w!#$%&'*+/=?^`{|}~-]|[^\x00-\x7f\s])+")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 253
_LONGEST_LABEL = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Who writes or is written to."""

    name: str | None
    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address as it was given."""
        return f"{self.local}@{self.domain}"

    @property
    def on_the_wire(self) -> str:
        """The address for a mail server: the domain in ASCII (IDNA)."""
        return f"{self.local}@{_ascii(self.domain)}"

    def written(self, header: str) -> str:
        """The mailbox as the value of a header; a name in other letters by RFC 2047."""
        if self.name is None:
            return self.address
        return words.beside(_phrase(self.name, header), f"<{self.address}>", header)


def _phrase(name: str, header: str) -> str:
    if not words.is_plain(name):
        return words.encoded(name, header)
    quoted = re.sub(r'(["\\])', r"\\\1", name)
    return words.fold(name if _ATOMS.fullmatch(name) else f'"{quoted}"', header)


def mailbox(text: str, what: str) -> Mailbox:
    """The mailbox that `address` or `Name <address>` names; the name stands as it is, unquoted.

    Raises:
        LetterRefused: it names none, or holds a control character.
    """
    one_line(text, what)
    named = _NAMED.fullmatch(text)
    local, _, domain = (named["address"] if named else text).rpartition("@")
    if not _is_local(local) or not _is_domain(domain):
        raise LetterRefused(f"the {what} is no mail address")
    return Mailbox(name=named["name"] if named else None, local=local, domain=domain)


def _is_local(local: str) -> bool:
    atoms = local.split(".")
    return len(local.encode()) <= _LONGEST_LOCAL and all(map(_LOCAL.fullmatch, atoms))


def _is_domain(domain: str) -> bool:
    try:
        written = _ascii(domain)
    except idna.IDNAError:
        return False
    labels = written.split(".")
    short = all(len(label) <= _LONGEST_LABEL for label in labels)
    return short and len(written) <= _LONGEST_DOMAIN and all(map(_LABEL.fullmatch, labels))


def _ascii(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
