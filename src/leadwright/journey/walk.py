"""What a segment carries from step to step: frozen, every step returns the next one."""

from dataclasses import dataclass

from leadwright.clock import Deadline
from leadwright.journey.ports import Event, Twin
from leadwright.journey.stages import RESTING
from leadwright.leads.donottouch import Suppressible
from leadwright.leads.lead import Lead
from leadwright.memory.session import PhaseSpend, Session
from leadwright.models.journal import SegmentJournal


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One segment of one lead. `session` is what the store holds, at its version."""

    lead: Lead
    session: Session
    events: tuple[Event, ...]
    pseudonym: str
    journal: SegmentJournal
    value_usd: float | None
    spent_before: tuple[PhaseSpend, ...] = ()  # by earlier segments
    twin: Twin | None = None  # an earlier lead that is the same person
    failure: str = ""  # why no agent could answer; a person is asked
    failure_code: str = ""
    suppressed: frozenset[Suppressible] = frozenset()  # of what may be looked up, what is listed
    rests: bool = False
    deadline: Deadline | None = None  # of the whole segment

    @property
    def segment_id(self) -> str:
        """The segment's id: the lead's and its number."""
        return self.journal.segment_id

    def begin_phase(self, seconds: float) -> None:
        """From now on its calls have so long, and never longer than the segment has."""
        self.journal.deadline = self.deadline.within(seconds) if self.deadline else None

    @property
    def at_rest(self) -> bool:
        """Whether the lead already stands where only an event moves it."""
        return self.session.stage in RESTING
