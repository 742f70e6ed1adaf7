"""The steps of a segment: each does one thing and stores all it changed in one transaction."""

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from leadwright.agents.base import NoGoodAnswer
from leadwright.agents.coordinator import Decision
from leadwright.agents.crm import CrmKeeper
from leadwright.agents.escalation import Escalator
from leadwright.agents.outreach import Writer
from leadwright.agents.research import Researched, Researcher, SourcesSilent
from leadwright.clock import Clock, Deadline
from leadwright.journey import record
from leadwright.journey.outbox import drafted
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.outbox.letterhead import Letterhead
from leadwright.journey.ports import Change, Desk, Event, EventKind, Twin, TwinKey
from leadwright.journey.rulebook import Rulebook, lookups_of
from leadwright.journey.walk import Walk
from leadwright.leads.dedup import person_key
from leadwright.leads.donottouch import Suppressible
from leadwright.leads.lead import Lead, LeadId, Money
from leadwright.memory.session import Halt, Session
from leadwright.models.journal import SegmentJournal
from leadwright.models.ports import JournalStore
from leadwright.review.approvals import Approval, ReasonCode
from leadwright.review.decisions import Policy
from leadwright.review.objection import Objection
from leadwright.review.team import Team

SEGMENT_S = 120.0
PHASE_S = 30.0
OnList = Callable[[Iterable[Suppressible]], Awaitable[frozenset[Suppressible]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """How long an approval may wait; a dear lead is a hot one."""

    hot: timedelta
    usual: timedelta
    hot_from_usd: float

    def of(self, value_usd: float | None) -> timedelta:
        """The time a lead's approvals get."""
        return self.hot if (value_usd or 0) >= self.hot_from_usd else self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps with what they need; shared by all leads."""

    desk: Desk
    journal: JournalStore
    researcher: Researcher
    writer: Writer
    crm: CrmKeeper
    escalator: Escalator
    rules: Rulebook
    clock: Clock
    release: str
    to_usd: Callable[[Money], Decimal | None]
    expiry: Expiry
    letterhead: Letterhead
    policy: Policy
    team: Team
    on_list: OnList
    segment_s: float = SEGMENT_S
    phase_s: float = PHASE_S

    async def begin(self, lead_id: LeadId, segment: int) -> Walk:
        """Open the lead, and take over what an interrupted run of this segment wrote."""
        opening = await self.desk.open(lead_id)
        journal = SegmentJournal(
            segment_id=f"{lead_id}:{segment}",
            lead_id=lead_id,
            release=self.release,
            store=self.journal,
        )
        journal.remember(await self.journal.of_segment(journal.segment_id))
        session = opening.session
        before = session.spent_before if session.segment == segment else session.budget
        value = self.to_usd(opening.lead.deal_value) if opening.lead.deal_value else None
        return Walk(
            lead=opening.lead,
            session=opening.session,
            events=opening.events,
            pseudonym=opening.pseudonym,
            journal=journal,
            value_usd=float(value) if value is not None else None,
            spent_before=before,
            twin=_twin_of(opening.events),
            deadline=Deadline(self.clock, self.segment_s),
        )

    async def heed(self, walk: Walk) -> Walk:
        """Look up who must not be written to, before anything is written to anybody."""
        if walk.session.findings is None:
            return walk
        asked = lookups_of(walk.lead, walk.session.findings)
        return replace(walk, suppressed=await self.on_list(asked))

    async def research(self, walk: Walk) -> Walk:
        """Find out which company is meant and what is known; notice a twin."""
        walk.begin_phase(self.phase_s)
        try:
            found = await self.researcher.research(walk.lead, walk.journal)
        except (NoGoodAnswer, SourcesSilent) as error:
            return replace(walk, failure=str(error), failure_code=error.code)
        twin = await self._find_twin(walk, found)
        is_later = twin is not None and _comes_later(twin, walk.lead)
        session = record.researched(
            walk.session, found, regulated=self.rules.is_regulated(found.findings), at=self._now()
        )
        session = replace(session, fit=self.rules.fit_of(replace(walk, session=session)))
        news = _news_of(walk, twin, is_later=is_later) if twin else ()
        walk = await self._store(walk, session, events_new=news)
        if twin is None or is_later:
            return walk
        return replace(walk, twin=twin, events=(*walk.events, *news))

    async def draft(self, walk: Walk) -> Walk:
        """Write the outreach and the CRM proposals; both wait for a person."""
        findings = walk.session.findings
        assert findings is not None  # noqa: S101 - drafting follows research
        try:
            walk.begin_phase(self.phase_s)
            written = await self.writer.write(
                walk.lead, findings, walk.journal, _objection_of(walk)
            )
            walk.begin_phase(self.phase_s)
            kept = await self.crm.propose(walk.lead, findings, written.draft, walk.journal)
        except NoGoodAnswer as error:
            return replace(walk, failure=str(error), failure_code=error.code)
        now = self._now()
        waiting = drafted.of_draft(
            walk.lead,
            written.draft,
            kept.proposals,
            letterhead=self.letterhead,
            segment_id=walk.segment_id,
            at=now,
            expires_at=now + self.expiry.of(walk.value_usd),
        )
        session = record.drafted(walk.session, written, kept.proposals, at=now)
        return await self._store(
            walk,
            replace(session, approval_id=waiting.approvals[0].id),
            approvals=self._addressed(waiting.approvals, walk),
            intents=waiting.intents,
            rests=True,
        )

    def _addressed(self, approvals: Sequence[Approval], walk: Walk) -> tuple[Approval, ...]:
        """The approvals with how many people must say yes, and whom they wait for today."""
        needs, today = self.policy.people_for(walk.value_usd), self._now().date()
        return tuple(
            replace(one, needs=needs, assignee=self.team.decides_for(one.assignee, today))
            for one in approvals
        )

    async def escalate(self, walk: Walk, decision: Decision) -> Walk:
        """Hand the lead to a person: the rules, the numbers, a summary, a next step."""
        case = self.rules.case_of(walk)
        walk.begin_phase(self.phase_s)
        try:
            reply = await self.escalator.explain(case.sentences, case.steps, walk.journal)
            summary, step = reply.output.summary, reply.output.next_step
        except NoGoodAnswer:
            summary, step = " ".join(case.sentences), " ".join(case.steps[:1])
        halt = Halt(
            reasons=case.reasons or (decision.reason,),
            hits=case.hits,
            summary=summary,
            next_step=step,
            missing=case.missing,
        )
        session = record.escalated(walk.session, halt, at=self._now())
        return await self._store(walk, session, rests=True)

    async def merge(self, walk: Walk, decision: Decision) -> Walk:
        """The same person came in earlier: that lead lives on, this one only points to it."""
        assert walk.twin is not None  # noqa: S101 - only a twin makes this move
        session = record.merged(walk.session, walk.twin.lead_id, decision, at=self._now())
        pending = await self.desk.approvals(walk.lead.lead_id)
        ids = [approval.id for approval in pending]
        return await self._store(walk, session, withdraw=ids, rests=True)

    async def disqualify(self, walk: Walk, decision: Decision) -> Walk:
        """Nobody should be contacted; say why."""
        session = record.disqualified(walk.session, decision, at=self._now())
        return await self._store(walk, session, rests=True)

    async def rest(self, walk: Walk) -> Walk:
        """Nothing to do: the events are answered, the lead stays where it is."""
        return await self._store(walk, walk.session, rests=True)

    async def give_up(self, walk: Walk, error: str) -> None:
        """An unforeseen failure: a person gets the lead with what is known of it."""
        opening = await self.desk.open(walk.lead.lead_id)
        walk = replace(walk, session=opening.session)  # what came meanwhile is not answered yet
        if walk.at_rest:
            await self.rest(walk)
            return
        halt = Halt(
            reasons=("internal_error",),
            hits=(),
            summary=f"The work on this lead failed: {error}",
            next_step="Look at the error; `leadwright leads show` tells what was done so far.",
        )
        await self._store(walk, record.escalated(walk.session, halt, at=self._now()), rests=True)

    async def _find_twin(self, walk: Walk, found: Researched) -> Twin | None:
        entity = found.findings.resolution.entity
        who = person_key(walk.lead.person)
        if entity is None or not who:
            return None
        key = TwinKey(entity_id=entity.entity_id, person_key=who)
        return await self.desk.settle_twin(key, walk.lead.lead_id, walk.lead.position)

    async def _store(  # noqa: PLR0913 - the parts of one transaction
        self,
        walk: Walk,
        session: Session,
        *,
        approvals: tuple[Approval, ...] = (),
        intents: tuple[Intent, ...] = (),
        withdraw: list[str] | None = None,
        events_new: tuple[Event, ...] = (),
        rests: bool = False,
    ) -> Walk:
        done = len(walk.session.actions)
        session = replace(
            record.with_spends(
                session, walk.journal.rows, self.rules.budget, before=walk.spent_before
            ),
            version=walk.session.version + 1,
            last_updated=self._now(),
            release=self.release,
            segment=int(walk.segment_id.rpartition(":")[2]),
            spent_before=walk.spent_before,
        )
        await self.desk.apply(
            Change(
                session=session,
                expected_version=walk.session.version,
                audit=record.audit(walk, session.actions[done:]),
                approvals=approvals,
                intents=intents,
                withdraw_approvals=withdraw or [],
                events_done=[event.id for event in walk.events] if rests else [],
                events_new=events_new,
                rests=rests,
            )
        )
        return replace(walk, session=session, rests=rests)

    def _now(self) -> datetime:
        return self.clock.now()


def _twin_of(events: tuple[Event, ...]) -> Twin | None:
    twins = [
        Twin(lead_id=LeadId(payload["lead_id"]), position=payload["position"])
        for event in events
        if event.kind is EventKind.TWIN_FOUND
        for payload in [json.loads(event.payload)]
    ]
    return min(twins, key=lambda twin: twin.position, default=None)


def _objection_of(walk: Walk) -> Objection | None:
    """What a person had against the draft that stands in the session."""
    said = [json.loads(one.payload) for one in walk.events if one.kind is EventKind.REJECTED]
    if not said or walk.session.draft is None:
        return None
    return Objection(
        code=ReasonCode(said[-1]["reason_code"]),
        reason=said[-1]["reason"],
        draft=walk.session.draft,
    )


def _comes_later(twin: Twin, lead: Lead) -> bool:
    """Two files taken in at once may give the same position; the id decides then."""
    return (twin.position, twin.lead_id) > (lead.position, lead.lead_id)


def _news_of(walk: Walk, twin: Twin, *, is_later: bool) -> tuple[Event]:
    """Tell the later of two twins who came first; durable, so that no crash forgets it."""
    mine = Twin(lead_id=walk.lead.lead_id, position=walk.lead.position)
    first, later = (mine, twin) if is_later else (twin, mine)
    event = Event(
        id=f"{later.lead_id}/twin/{first.lead_id}",
        lead_id=later.lead_id,
        kind=EventKind.TWIN_FOUND,
        payload=json.dumps({"lead_id": first.lead_id, "position": first.position}),
        at=walk.session.last_updated,
    )
    return (event,)
