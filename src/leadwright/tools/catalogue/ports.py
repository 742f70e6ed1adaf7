"""What the checks need from the outside."""

from enum import StrEnum
from typing import Protocol


class RecordType(StrEnum):
    """What a name server is asked for."""

    ADDRESS = "A"
    ADDRESS_V6 = "AAAA"
    MAIL = "MX"


class NameServer(Protocol):
    """Somebody who knows which domains exist and who takes their mail.

    Raises:
        Unavailable: there is no answer now. That is not the same as no such domain.
    """

    async def look_up(self, domain: str, wanted: RecordType) -> tuple[str, ...]:
        """The records of a domain; empty when it has none or does not exist.

        A mail record is only the host; "." says that the domain takes no mail (RFC 7505).
        """
        ...
