"""An intent with all that is known of its lead, and whether it may go out: pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from leadwright.journey.outbox.gate import EffectHeld, Gate, Hold
from leadwright.journey.outbox.intents import WRITTEN_BY, Intent, IntentKind
from leadwright.journey.ports import Opening
from leadwright.leads.donottouch import lookups
from leadwright.leads.lead import Lead
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalStatus, content_hash

APPROVED = frozenset({ApprovalStatus.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the house asks of every effect beside its approval."""

    # why somebody may not be written to before they agreed
    consent: Callable[[Lead, Session], str | None] = lambda _lead, _session: None
    blocked: Callable[[Lead, Session], str] = lambda _lead, _session: ""  # whom to leave alone
    mails_a_day: int | None = None
    mails_a_company_a_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One intent, its approval, and its lead as they were read together."""

    opening: Opening
    intent: Intent
    approval: Approval | None
    companions: tuple[str, ...] = ()  # other approvals of the lead that wait
    is_doubted: bool = False  # whether another mail of the lead may be on its way, or there

    @property
    def lead(self) -> Lead:
        """Whose intent it is."""
        return self.opening.lead

    @property
    def session(self) -> Session:
        """The lead's session, at the version it was read."""
        return self.opening.session

    @property
    def is_mail(self) -> bool:
        """Whether somebody outside would get a mail."""
        return self.intent.kind == IntentKind.EMAIL

    @property
    def is_current(self) -> bool:
        """Whether the lead still stands where this approval left it."""
        return self.session.approval_id in {None, self.intent.approval_id}

    @property
    def content(self) -> dict[str, object]:
        """What would happen, as it was approved."""
        found = json.loads(self.intent.content)
        return found if isinstance(found, dict) else {}


def held(case: Case, policy: Policy, now: datetime) -> EffectHeld | None:
    """What of the lead's own speaks against carrying the effect out now."""
    return _unapproved(case, now) or (_unsendable(case, policy, now) if case.is_mail else None)


def _unapproved(case: Case, now: datetime) -> EffectHeld | None:
    intent, approval = case.intent, case.approval
    if content_hash(case.content) != intent.content_hash:
        return EffectHeld(Hold.CHANGED, "its bytes are not those it was made with")
    if approval is None or approval.status not in APPROVED:
        return EffectHeld(Hold.NOT_APPROVED, "nobody has approved it")
    if approval.content_hash != intent.content_hash:
        return EffectHeld(Hold.CHANGED, "its bytes are not those that were approved")
    if approval.decided_at is None or now < approval.decided_at:
        until = approval.decided_at
        return EffectHeld(Hold.CLOCK, "by this clock it was not approved yet", until=until)
    return None


def _unsendable(case: Case, policy: Policy, now: datetime) -> EffectHeld | None:
    address, until = case.lead.person.email, _until(case.content)
    if not address or case.content.get("to") != address:
        return EffectHeld(Hold.RECIPIENT, "it is not addressed to the lead's own address")
    if until is not None and now > until:
        return EffectHeld(Hold.LATE, "it was approved for an earlier time")
    return _moved_on(case) or _forbidden(case, policy)


def _moved_on(case: Case) -> EffectHeld | None:
    stage = case.session.stage
    if stage is not Stage.APPROVED:
        return EffectHeld(Hold.STAGE, f"the lead is {stage.value.replace('_', ' ')} by now")
    if not case.is_current:
        return EffectHeld(Hold.STAGE, "another mail has taken its place")
    if case.is_doubted:
        return EffectHeld(Hold.EARLIER, "nobody knows yet whether an earlier mail arrived")
    if case.opening.events:
        return EffectHeld(Hold.NEWS, "something new about the lead is looked at first")
    return None


def _forbidden(case: Case, policy: Policy) -> EffectHeld | None:
    if why := policy.consent(case.lead, case.session):
        return EffectHeld(Hold.CONSENT, why)
    if why := policy.blocked(case.lead, case.session):
        return EffectHeld(Hold.DO_NOT_TOUCH, why)
    return None


def gate(case: Case, policy: Policy, now: datetime) -> Gate:
    """What the transaction that begins the effect must look at again."""
    entity = case.session.findings.resolution.entity if case.session.findings else None
    hosts = entity.domains if entity and entity.domains else (None,)
    asked = {item for host in hosts for item in lookups(case.lead, entity_domain=host)}
    return Gate(
        intent_id=case.intent.id,
        agent=WRITTEN_BY.get(IntentKind(case.intent.kind), case.intent.kind),
        campaign=case.lead.campaign,
        mailbox=mailbox(case) if case.is_mail else None,
        suppressible=tuple(sorted((item.kind.value, item.value) for item in asked))
        if case.is_mail
        else (),
        company=company(case) if case.is_mail else None,
        day=now.date(),
        at=now,
        mails_a_day=policy.mails_a_day if case.is_mail else None,
        mails_a_company_a_week=policy.mails_a_company_a_week if case.is_mail else None,
    )


def mailbox(case: Case) -> str:
    """The address it goes out from."""
    sender = str(case.content.get("from", "")).rpartition("<")[2].rstrip(">")
    return (case.intent.mailbox or sender).lower()


def company(case: Case) -> str | None:
    """What its mails are counted by: the company's web domain, else that of the address."""
    address = (case.lead.person.email or "").rpartition("@")[2]
    return case.lead.company.domain or address or None


def _until(content: dict[str, object]) -> datetime | None:
    window = content.get("window")
    until = window.get("until") if isinstance(window, dict) else None
    return datetime.fromisoformat(until) if isinstance(until, str) else None
