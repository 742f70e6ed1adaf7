"""What a person had against a draft, and which of its facts they meant."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from leadwright.leads.findings import FactField, FindingId, Findings
from leadwright.review.approvals import ReasonCode
from leadwright.review.draft import Claim, Draft

_WORD: Final = re.compile(r"\d[\d.,]*\d|\w+")
_SHORTEST: Final = 4  # letters; shorter words tell nothing apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A rejected draft, and why."""

    code: ReasonCode
    reason: str
    draft: Draft

    @property
    def mail_claims(self) -> tuple[Claim, ...]:
        """The facts that its mail told."""
        told = (self.draft.subject, self.draft.body)
        return tuple(one for one in self.draft.claims if any(one.text in text for text in told))


def contested(objection: Objection, findings: Findings) -> frozenset[FindingId]:
    """The findings the person means; none where it cannot be told which.

    A fact is meant when the reason repeats its words or numbers, or names its kind ("founded"). A
    mail's only fact is always meant.
    """
    if objection.code is not ReasonCode.FACT:
        return frozenset()
    claims, said = objection.mail_claims, _words(objection.reason)
    fields = {finding.id: finding.field for finding in findings.findings}
    scores = [(len(said & _about(claim, fields)), claim) for claim in claims]
    best = max((score for score, _ in scores), default=0)
    meant = [claim.finding_ids for score, claim in scores if best and score == best]
    if not meant and len({claim.finding_ids for claim in claims}) == 1:
        meant = [claims[0].finding_ids]
    return frozenset(one for ids in meant for one in ids)


def _about(claim: Claim, fields: Mapping[FindingId, FactField]) -> frozenset[str]:
    kinds = (fields[one] for one in claim.finding_ids if one in fields)
    return _words(claim.text) | {word for kind in kinds for word in _kinds()[kind.value]}


def _words(text: str) -> frozenset[str]:
    found: Sequence[str] = _WORD.findall(text.casefold())
    plain = (re.sub(r"[.,]", "", word) if word[0].isdecimal() else word for word in found)
    return frozenset(word for word in plain if word[0].isdecimal() or len(word) >= _SHORTEST)


@cache
def _kinds() -> Mapping[str, Sequence[str]]:
    """The words that name a kind of fact, by field."""
    text = files(__package__).joinpath("words_of_facts.json").read_text(encoding="utf-8")
    kinds: Mapping[str, Sequence[str]] = json.loads(text)
    return kinds
