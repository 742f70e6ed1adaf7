"""Asking for a domain: what a name server says, and what silence means."""

from enum import StrEnum
from typing import ClassVar

from leadwright.errors import Unavailable
from leadwright.tools.catalogue.ports import NameServer, RecordType

NOT_HEARD = "No name server answered, so nobody knows whether this host exists."
_REFUSES_MAIL = "."


class NoNameServer(Unavailable):
    """No name server may be asked; checks say `unknown` where they would need one."""

    code: ClassVar[str] = "no_name_server"

    def __init__(self) -> None:
        super().__init__("No name server may be asked; set `research.dns` to true to allow it.")


class Heard(StrEnum):
    """What a name server said; unknown when there is none, or it is silent."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Offline:
    """The name server of a house that asks nobody."""

    async def look_up(self, domain: str, wanted: RecordType) -> tuple[str, ...]:
        """Never answers."""
        del domain, wanted
        raise NoNameServer


async def resolves(domain: str, names: NameServer) -> Heard:
    """Whether the domain leads anywhere: to a web server, or at least to mail."""
    for wanted in (RecordType.ADDRESS, RecordType.ADDRESS_V6, RecordType.MAIL):
        heard = await _has(domain, wanted, names)
        if heard is not Heard.NO:
            return heard
    return Heard.NO


async def takes_mail(domain: str, names: NameServer) -> Heard:
    """Whether mail can be brought there; without a mail record the host itself takes it."""
    try:
        hosts = await names.look_up(domain, RecordType.MAIL)
    except Unavailable:
        return Heard.UNKNOWN
    if hosts:
        return Heard.NO if set(hosts) == {_REFUSES_MAIL} else Heard.YES
    for wanted in (RecordType.ADDRESS, RecordType.ADDRESS_V6):
        heard = await _has(domain, wanted, names)
        if heard is not Heard.NO:
            return heard
    return Heard.NO


async def _has(domain: str, wanted: RecordType, names: NameServer) -> Heard:
    try:
        return Heard.YES if await names.look_up(domain, wanted) else Heard.NO
    except Unavailable:
        return Heard.UNKNOWN
