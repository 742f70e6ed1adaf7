"""How somebody says that they do not want to hear from us: a token in every mail, one per address.

A token needs no table and never expires: it holds the keyed hash that the suppression list keeps,
and proves that we made it. So it still counts after the lead was erased, and tells nobody whom it
names.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from leadwright.governance.naming import Naming
from leadwright.journey.outbox.marks import FINDER_BYTES, Mark, mark_of
from leadwright.leads.dedup import canonical_email
from leadwright.leads.donottouch import Suppressible, SuppressionKind

_HASH_BYTES: Final = 16
_PROOF_BYTES: Final = 12
_TOKEN_LENGTH: Final = (_HASH_BYTES + FINDER_BYTES + _PROOF_BYTES) * 4 // 3  # no padding


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscriber:
    """Makes and reads tokens, and the lines of a mail that carry them."""

    naming: Naming
    base_url: str | None = None  # without it, a reply is all that is offered

    def token(self, address: str) -> str:
        """The token of an address; the same for every mail to it."""
        mark = self.mark(address)
        plain = mark.hash + (mark.finder or b"")
        return base64.urlsafe_b64encode(plain + self._proof(plain)).decode()

    def read(self, token: str) -> Mark | None:
        """The address a token stands for, as a mark; None when we did not make it."""
        if len(token) != _TOKEN_LENGTH:
            return None
        try:
            given = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return None
        plain, proof = given[:-_PROOF_BYTES], given[-_PROOF_BYTES:]
        if not hmac.compare_digest(proof, self._proof(plain)):
            return None
        kept, finder = plain[:_HASH_BYTES], plain[_HASH_BYTES:]
        return Mark(kind=SuppressionKind.ADDRESS, hash=kept, finder=finder)

    def mark(self, address: str) -> Mark:
        """An address as it is kept; tags and case do not count."""
        known = Suppressible(SuppressionKind.ADDRESS, canonical_email(address))
        return mark_of(self.naming, known)

    def headers(self, recipient: str, mailbox: str) -> Mapping[str, str]:
        """The headers that mail programs show as a button (RFC 2369, RFC 8058)."""
        token = self.token(recipient)
        by_mail = f"<mailto:{quote(mailbox, safe='@')}?subject=unsubscribe%20{token}>"
        if self.base_url is None:
            return {"List-Unsubscribe": by_mail}
        return {
            "List-Unsubscribe": f"<{self._link(token)}>, {by_mail}",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def line(self, recipient: str) -> str:
        """The last line of a mail, for those whose program shows no button."""
        if self.base_url is None:
            return 'If you would rather not hear from us, reply "unsubscribe".'
        return f"If you would rather not hear from us: {self._link(self.token(recipient))}"

    def _link(self, token: str) -> str:
        return f"{self.base_url}/u/{token}"

    def _proof(self, plain: bytes) -> bytes:
        return self.naming.blind("unsubscribe token", plain.hex())[:_PROOF_BYTES]
