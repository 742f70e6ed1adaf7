"""Whom we leave alone: who asked for it, who buys already, whom the law protects.

The same is asked before drafting and again at send.
"""

from leadwright.leads.donottouch.consent import ConsentRule, consent_hold, consent_rules
from leadwright.leads.donottouch.verdict import (
    DoNotTouch,
    DoNotTouchReason,
    Suppressible,
    SuppressionKind,
    covering,
    lookups,
    verdict,
)
from leadwright.leads.donottouch.written import CannotSuppress, person, written

__all__ = [
    "CannotSuppress",
    "ConsentRule",
    "DoNotTouch",
    "DoNotTouchReason",
    "Suppressible",
    "SuppressionKind",
    "consent_hold",
    "consent_rules",
    "covering",
    "lookups",
    "person",
    "verdict",
    "written",
]
