"""The stages of a lead's journey. The table of legal moves is in `journey/stages.py`."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a lead stands."""

    RECEIVED = "received"
    MERGED = "merged"
    REFUSED = "refused"
    RESEARCHING = "researching"
    RESEARCHED = "researched"
    DRAFTING = "drafting"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    CONTACTED = "contacted"
    IN_CONVERSATION = "in_conversation"
    FOLLOW_UP_DUE = "follow_up_due"
    MEETING_BOOKED = "meeting_booked"
    ESCALATED = "escalated"
    DISQUALIFIED = "disqualified"
    UNSUBSCRIBED = "unsubscribed"
    CLOSED = "closed"
