"""People at work: they decide, think again, opt out and pause, each through the door of the house.

They are a process of their own, killed like any other; whoever comes after goes on with what was
not done, or does it once more, as people do.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Final

from chaos.effects.deeds import Act, Deed, acts
from chaos.effects.evidence import DECIDED, LEAVER, LEFT, WRONG
from chaos.effects.stage import Setting, people_of
from chaos.outside.diary import Diary
from chaos.stage.child import CALL, Part, Tell, ready
from chaos.stage.scene import Scene
from leadwright.bootstrap import House
from leadwright.errors import Refused, Unavailable
from leadwright.journey.deciding.decider import Decided
from leadwright.journey.deciding.editing import Text
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.marks import Note
from leadwright.journey.outbox.ports import Pause
from leadwright.journey.ports import LeadRow
from leadwright.leads.donottouch.written import written
from leadwright.review.approvals import Approval, ApprovalStatus, ReasonCode

DONE, FINISHED = "done", "finished"
MAIL, CRM = "send_email", "update_crm"
_EVERYTHING: Final = 1_000_000
_PATIENCE: Final = 40  # tries, while the database is away
_Deciding = Callable[[str, str], Awaitable[Decided]]


async def play(scene: Scene, part: Part, tell: Tell) -> None:
    """Do whatever of the run's acts is not done yet."""
    from chaos.effects.worker import housed  # noqa: PLC0415 - it knows how we finish

    setting, diary = Setting.of(scene), people_of(scene)
    with housed(scene, part, tell, Counter()) as house:
        people = People(house=house, diary=diary)
        await people.look_around()
        done = {entry["number"] for entry in diary.entries(DONE)}
        ready(tell)
        for act in acts(sorted(people.leads), seed=scene.seed, pace_s=setting.pace_s):
            if act.number not in done:
                await asyncio.sleep(act.wait_s)
                await people.do(act)
                diary.note(DONE, number=act.number, deed=act.deed, lead=act.lead)
                tell(CALL)
        diary.note(FINISHED)


@dataclass(kw_only=True)
class People:
    """They see what the house shows them, and note what it answered."""

    house: House
    diary: Diary
    leads: dict[str, LeadRow] = field(default_factory=dict)  # that wait, by the id they came with

    async def look_around(self) -> None:
        """Whom the run is about: every lead anything was ever drafted for."""
        for row in await self.house.desk.list_leads(limit=_EVERYTHING):
            if await self.house.desk.approvals(row.lead.lead_id):
                self.leads[row.lead.external_ids[0][1]] = row

    async def do(self, act: Act) -> None:
        """Do it, whatever the house says to it; wait while it says nothing."""
        for _ in range(_PATIENCE):
            try:
                await self._doings[act.deed](act)
            except Refused as refusal:
                self.diary.note("refused", number=act.number, deed=act.deed, code=refusal.code)
            except Unavailable:
                await asyncio.sleep(0.25)
                continue
            return

    @property
    def _doings(self) -> dict[Deed, Callable[[Act], Coroutine[None, None, None]]]:
        return {
            Deed.APPROVE: lambda act: self._approve(act, MAIL),
            Deed.DOUBLE: lambda act: self._at_once(act, MAIL, act.who, act.who),
            Deed.TWO: lambda act: self._at_once(act, MAIL, "dora", act.who),
            Deed.EDIT: self._edit,
            Deed.REJECT: lambda act: self._reject(act, MAIL),
            Deed.UNDO: self._undo,
            Deed.LEAVE: self._leave,
            Deed.LEFT: self._left,
            Deed.CRM: lambda act: self._approve(act, CRM),
            Deed.CRM_TWO: lambda act: self._at_once(act, CRM, "dora", act.who),
            Deed.CRM_REJECT: lambda act: self._reject(act, CRM),
            Deed.AGAIN: self._again,
            Deed.CHANGED: self._changed,
            Deed.FORGED: self._forged,
            Deed.PAUSE: self._pause,
        }

    async def _approve(self, act: Act, action: str) -> None:
        for approval in await self._pending(act, action):
            await self._said(approval, act.who)

    async def _at_once(self, act: Act, action: str, *people: str) -> None:
        for approval in await self._pending(act, action):
            saying = [self._said(approval, who) for who in people]
            for outcome in await asyncio.gather(*saying, return_exceptions=True):
                if isinstance(outcome, BaseException) and not isinstance(outcome, Refused):
                    raise outcome

    async def _edit(self, act: Act) -> None:
        text = Text(
            subject=f"A question, {act.number}",
            body=f"Hello,\n\nI wrote this by hand, number {act.number}.\n\nRegards",
            code=ReasonCode.TONE,
            reason="too stiff",
        )
        for approval in await self._pending(act, MAIL):
            decided = await self.house.decider.edit(approval.id, act.who, text)
            self._note(decided, act.who)

    async def _reject(self, act: Act, action: str) -> None:
        code = ReasonCode.TIMING if act.number % 2 else ReasonCode.TONE
        for approval in await self._pending(act, action):
            decided = await self.house.decider.reject(approval.id, act.who, code, "not like this")
            self._note(decided, act.who)

    async def _undo(self, act: Act) -> None:
        for approval in await self._pending(act, MAIL):
            await self._said(approval, act.who)
            await asyncio.sleep(act.delay_s / 2)
            await self.house.decider.take_back(approval.id, act.who)
            self.diary.note("taken-back", approval=approval.id, by=act.who)

    async def _leave(self, act: Act) -> None:
        with contextlib.suppress(Refused):
            await self._approve(act, MAIL)
        await asyncio.sleep(act.delay_s)
        await self._opt_out(act)

    async def _left(self, act: Act) -> None:
        await self._opt_out(act)
        await self._approve(act, MAIL)

    async def _opt_out(self, act: Act) -> None:
        address = self.leads[act.lead].lead.person.email
        assert address
        note = self._signed(f"{LEAVER}{act.lead}")
        await self.house.opt_outs.suppress([written(address)], note)
        self.diary.note(LEFT, lead=act.lead)

    async def _again(self, act: Act) -> None:
        for approval in await self.house.desk.approvals(self.leads[act.lead].lead.lead_id):
            if approval.status is not ApprovalStatus.PENDING:
                await self._said(approval, act.who)

    async def _changed(self, act: Act) -> None:
        for approval in await self._pending(act, MAIL):
            await self.house.decider.approve(approval.id, act.who, seen="0" * 64)
            self.diary.note(WRONG, why=f"{approval.id} was approved unseen")

    async def _forged(self, act: Act) -> None:
        await self.house.decider.approve(f"apr_forged_{act.number}", act.who)
        self.diary.note(WRONG, why="what does not exist was approved")

    async def _pause(self, act: Act) -> None:
        pause = Pause(scope=PauseScope.ALL, note=self._signed(act.who))
        await self.house.store.pauses.pause(pause)
        await asyncio.sleep(act.delay_s)
        await self.house.store.pauses.resume(replace(pause, note=self._signed(act.who)))

    def _signed(self, who: str) -> Note:
        return Note(actor=f"user:{who}", reason="", at=self.house.clock.now())

    async def _pending(self, act: Act, action: str) -> list[Approval]:
        found = await self.house.desk.approvals(self.leads[act.lead].lead.lead_id)
        return [
            one for one in found if (one.action, one.status) == (action, ApprovalStatus.PENDING)
        ]

    async def _said(self, approval: Approval, who: str) -> None:
        self._note(await self.house.decider.approve(approval.id, who), who)

    def _note(self, decided: Decided, who: str) -> None:
        approval = decided.approval
        self.diary.note(DECIDED, approval=approval.id, status=approval.status, by=who)
