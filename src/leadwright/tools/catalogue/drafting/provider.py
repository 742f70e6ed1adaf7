"""Answers the drafting tools in-process: no model, no network, the same answer every time."""

from dataclasses import dataclass, field

from leadwright.review.seller import Tone
from leadwright.tools.catalogue.drafting.contract import (
    DRAFT_EMAIL,
    DRAFTING_TOOLS,
    PERSONALISE_MESSAGE,
    DraftEmailInput,
    PersonaliseInput,
)
from leadwright.tools.catalogue.drafting.desk import WritingDesk
from leadwright.tools.catalogue.drafting.phrasebook import load_phrasebook
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import ToolNotOffered


def open_desk() -> WritingDesk:
    """A writing desk with the phrasebook of every tone."""
    return WritingDesk(books={tone: load_phrasebook(tone) for tone in Tone})


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameProvider:
    """Drafts from frames. Build it once; it reads its data files then."""

    desk: WritingDesk = field(default_factory=open_desk)
    name: str = "frames"
    offers: frozenset[str] = frozenset(tool.name for tool in DRAFTING_TOOLS)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """Answer one call.

        Raises:
            ToolNotOffered: the arguments belong to no drafting tool.
        """
        match arguments:
            case DraftEmailInput() if tool == DRAFT_EMAIL.name:
                return Answer(output=self.desk.draft(arguments))
            case PersonaliseInput() if tool == PERSONALISE_MESSAGE.name:
                return Answer(output=self.desk.personalise(arguments))
        raise ToolNotOffered(self.name, tool, self.offers)
