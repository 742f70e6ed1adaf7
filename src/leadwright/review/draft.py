"""A draft: sentences that each say which findings they rest on."""

from dataclasses import dataclass

from leadwright.leads.findings import FindingId


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with a fact about the company or person, and the findings it rests on."""

    text: str
    finding_ids: tuple[FindingId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be said, by channel. Only the e-mail is ever sent; the others become tasks."""

    subject: str
    body: str
    claims: tuple[Claim, ...] = ()  # every claim's text occurs in a channel word for word
    linkedin_message: str = ""  # at most 300 characters
    call_script: str = ""
    confidence: float = 0.0
    frame: str = ""  # the structure used, for measuring what works
