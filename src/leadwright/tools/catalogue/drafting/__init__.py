"""Drafting: mails, messages and call scripts from frames and evidence, with no model inside.

Wordings are data (`data/*.toml`); a sentence rests on the findings of the slots that fill it.
"""

from leadwright.tools.catalogue.drafting.contract import (
    DRAFT_EMAIL,
    DRAFTING_TOOLS,
    PERSONALISE_MESSAGE,
    DraftEmailInput,
    DraftEmailOutput,
    FactItem,
    PersonaliseInput,
    PersonaliseOutput,
    Sentence,
    to_draft,
)
from leadwright.tools.catalogue.drafting.items import fact_items
from leadwright.tools.catalogue.drafting.provider import FrameProvider

__all__ = [
    "DRAFTING_TOOLS",
    "DRAFT_EMAIL",
    "PERSONALISE_MESSAGE",
    "DraftEmailInput",
    "DraftEmailOutput",
    "FactItem",
    "FrameProvider",
    "PersonaliseInput",
    "PersonaliseOutput",
    "Sentence",
    "fact_items",
    "to_draft",
]
