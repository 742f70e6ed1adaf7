"""The story of one segment of a lead's journey, top to bottom.

An event wakes a lead: it arrived, or an earlier lead turned out to be the same person. The
coordinator names the next legal move, a step makes it, and so on until the lead rests: at a
person's decision, merged, disqualified. What is paid for stands in the journal, so a segment that
is killed starts again, answers itself from there and ends in the same session.
"""

import logging
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from leadwright.agents.coordinator import Coordinator, Decision, Move, tier
from leadwright.errors import Bug, LeadwrightError, Unavailable
from leadwright.journey import record
from leadwright.journey.ports import StaleSession
from leadwright.journey.steps import Steps
from leadwright.journey.tally import Tally
from leadwright.journey.walk import Walk
from leadwright.leads.intake.values.text import visible
from leadwright.leads.lead import LeadId

MOST_TOLD = 300
MAX_MOVES = 8  # a lead needs three; more means the table of moves has a circle
_log: Final = logging.getLogger("leadwright.journey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Works leads; shared by all of them."""

    coordinator: Coordinator
    steps: Steps
    tally: Tally = field(default_factory=Tally)

    async def work(self, lead_id: LeadId, segment: int) -> None:
        """Run one segment of a lead to its next wait.

        A failure, foreseen or not, ends in the hands of a person, never in a lead that is lost.

        Raises:
            Unavailable: what we depend on does not answer now; the same segment may be run again.
            StaleSession: somebody changed the lead meanwhile; likewise.
        """
        began = self.steps.clock.seconds()
        walk = await self.steps.begin(lead_id, segment)
        try:
            await self._walk(walk)
        except (Unavailable, StaleSession):
            raise
        except Exception as error:  # noqa: BLE001 - one lead's failure stops no other
            _log.exception("the work on lead %s failed", lead_id)
            self.tally.failures += 1
            await self.steps.give_up(walk, _told(error))
        self.tally.add(walk.journal.rows, seconds=self.steps.clock.seconds() - began)

    async def _walk(self, walk: Walk) -> Walk:
        for _ in range(MAX_MOVES):
            walk = await self.steps.heed(walk)
            view = self.steps.rules.view_of(walk)
            decision = await self.coordinator.decide(view, walk.journal)
            if view.researched and not view.resting:
                walk = replace(walk, session=record.tiered(walk.session, tier(view)))
            walk = await self._make(decision, walk)
            if walk.rests:
                return walk
        raise Bug(f"lead {walk.lead.lead_id} found no rest after {MAX_MOVES} moves")

    async def _make(self, decision: Decision, walk: Walk) -> Walk:  # noqa: PLR0911 - one a move
        match decision.move:
            case Move.RESEARCH:
                return await self.steps.research(walk)
            case Move.MERGE:
                return await self.steps.merge(walk, decision)
            case Move.DISQUALIFY:
                return await self.steps.disqualify(walk, decision)
            case Move.DRAFT:
                return await self.steps.draft(walk)
            case Move.ESCALATE:
                return await self.steps.escalate(walk, decision)
            case Move.REST:
                return await self.steps.rest(walk)
            case _:
                assert_never(decision.move)


def _told(error: Exception) -> str:
    """A failure in one line; it may hold what a stranger wrote."""
    code = error.code if isinstance(error, LeadwrightError) else type(error).__name__
    return f"{code}: {visible(str(error))}"[:MOST_TOLD]
