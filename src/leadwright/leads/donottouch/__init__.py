"""Whom we leave alone: who asked for it, who buys already, whom the law protects.

The same is asked before drafting and again at send.
"""

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
    "DoNotTouch",
    "DoNotTouchReason",
    "Suppressible",
    "SuppressionKind",
    "covering",
    "lookups",
    "person",
    "verdict",
    "written",
]
