"""Where leads come in: rows of any file become leads, each value in one form, nothing guessed.

A row that names nobody is refused with its number and the reason; a row with a bad value is still
a lead, with a flaw that rules and people can see.
"""

from leadwright.leads.intake.entries import Entering, Entry
from leadwright.leads.intake.ports import LeadReader, RowReading
from leadwright.leads.intake.reading import fingerprint, read
from leadwright.leads.intake.rows import (
    IntakeSettings,
    RawRow,
    Refusal,
    RefusalCode,
)

__all__ = [
    "Entering",
    "Entry",
    "IntakeSettings",
    "LeadReader",
    "RawRow",
    "Refusal",
    "RefusalCode",
    "RowReading",
    "fingerprint",
    "read",
]
