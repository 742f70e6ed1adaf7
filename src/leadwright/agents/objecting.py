"""How the next draft answers a person who said no to the last one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadwright.agents.quoting import quoted
from leadwright.leads.findings import FindingId, Findings
from leadwright.review.approvals import ReasonCode
from leadwright.review.draft import Draft
from leadwright.review.objection import Objection, contested
from leadwright.tools.catalogue.drafting.contract import Wish

REASON_CHARS, REJECTED_CHARS = 200, 900
_LONGER: Final = re.compile(r"\b(?:too short|longer|more (?:detail|words)|brief)", re.IGNORECASE)
_QUESTION: Final = re.compile(r"[^.!?\n]*\?")
_WISHES: Final[Mapping[ReasonCode, Wish]] = {
    ReasonCode.LENGTH: Wish.SHORTER,
    ReasonCode.CALL_TO_ACTION: Wish.OTHER_QUESTION,
    ReasonCode.GREETING: Wish.OTHER_GREETING,
}
# Here the rest of the mail was not objected to, and its frame may stay.
_SAME_FRAME: Final = frozenset({ReasonCode.CALL_TO_ACTION, ReasonCode.GREETING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What the next draft must do better. Without an objection it need not do anything."""

    objection: Objection | None = None
    contested: frozenset[FindingId] = frozenset()

    @classmethod
    def to(cls, objection: Objection | None, findings: Findings) -> "Answering":
        """What an objection asks of the next draft."""
        meant = contested(objection, findings) if objection else frozenset[FindingId]()
        return cls(objection=objection, contested=meant)

    @property
    def arguments(self) -> dict[str, object]:
        """What the drafting tool is told."""
        if self.objection is None:
            return {}
        return {
            "wish": self._wish(self.objection),
            "rejection": self.objection.reason[:REASON_CHARS],
            "rejected": self.objection.draft.body,
        }

    @property
    def frames_to_avoid(self) -> tuple[str, ...]:
        """The rejected frame, where more than one sentence of it was objected to."""
        said = self.objection
        return () if said is None or said.code in _SAME_FRAME else (said.draft.frame,)

    def faults(self, draft: Draft) -> list[str]:
        """Where a draft does not answer the objection."""
        said = self.objection
        if said is None:
            return []
        if (draft.subject, draft.body) == (said.draft.subject, said.draft.body):
            return ["it is what was rejected, word for word"]
        cited = {one for claim in draft.claims for one in claim.finding_ids}
        if cited & self.contested:
            return ["it tells the fact that was objected to"]
        return _unheeded(said, draft)

    def told(self) -> str:
        """The objection as a model reads it; nothing where there is none."""
        if self.objection is None:
            return ""
        draft, reason = self.objection.draft, quoted(self.objection.reason, REASON_CHARS)
        text = quoted(f"{draft.subject} / {draft.body}", REJECTED_CHARS)
        return (
            f"A person rejected the last mail ({self.objection.code}: {reason}). It was:\n"
            f"<rejected>\n{text}\n</rejected>\nMake this one answer the objection.\n"
        )

    def _wish(self, said: Objection) -> Wish | None:
        """None: the person's own words decide."""
        if said.code is ReasonCode.FACT:
            return None if self.contested else Wish.NO_COMPANY_FACT
        if said.code is ReasonCode.LENGTH and _LONGER.search(said.reason):
            return Wish.OTHER_FRAME
        return _WISHES.get(said.code)


NOTHING: Final = Answering()


def _unheeded(said: Objection, draft: Draft) -> list[str]:
    old = said.draft
    match said.code:
        case ReasonCode.LENGTH:
            words, before = len(draft.body.split()), len(old.body.split())
            heeded = words > before if _LONGER.search(said.reason) else words < before
        case ReasonCode.CALL_TO_ACTION:
            heeded = not _questions(draft) & _questions(old)
        case ReasonCode.GREETING:
            heeded = _greeting(draft) != _greeting(old)
        case _:
            heeded = True
    return [] if heeded else [f"it does not answer the objection ({said.code})"]


def _questions(draft: Draft) -> set[str]:
    return {found.strip() for found in _QUESTION.findall(draft.body)}


def _greeting(draft: Draft) -> str:
    return draft.body.lstrip().partition("\n")[0].strip()
