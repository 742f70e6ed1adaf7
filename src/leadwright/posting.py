"""The threshold's other half: who decides on effects and who carries them out."""

from collections.abc import Sequence
from datetime import timedelta

from leadwright import terms
from leadwright.adapters.crm.courier import CrmCourier
from leadwright.adapters.store import Store
from leadwright.clock import Clock
from leadwright.journey.crm.keeping import Keeper
from leadwright.journey.crm.telling import Teller
from leadwright.journey.deciding.decider import Decider
from leadwright.journey.deciding.editing import Editor
from leadwright.journey.opting_out import OptOuts
from leadwright.journey.outbox.mailing import MailCourier
from leadwright.journey.outbox.ports import Courier, Mailer
from leadwright.journey.ports import Engine
from leadwright.journey.rulebook import Rulebook
from leadwright.journey.sending.case import Policy
from leadwright.journey.sending.hands import Hands
from leadwright.journey.sending.post import PostRoom, Round
from leadwright.journey.sending.reconciler import Reconciler
from leadwright.journey.sending.sender import Sender
from leadwright.journey.steps import Steps
from leadwright.landmarks import Passing
from leadwright.settings import Settings


def decider(settings: Settings, store: Store, *, steps: Steps) -> Decider:
    """What people decide with; it sees drafts as the agents do."""
    given = settings.approvals
    return Decider(
        desk=store.desk,
        inbox=store.inbox,
        clock=steps.clock,
        editor=Editor(
            letterhead=steps.letterhead,
            policy=steps.policy,
            undo=timedelta(seconds=given.undo_s),
            judge=steps.writer.doubts,
        ),
        team=steps.team,
        remind_after=given.remind_after,
    )


def post_room(  # noqa: PLR0913 - what effects stand on
    settings: Settings,
    store: Store,
    *,
    clock: Clock,
    rules: Rulebook,
    engine: Engine,
    mailer: Mailer,
    couriers: Sequence[Courier],
    passing: Passing,
    sweeps: Sequence[Round] = (),
) -> PostRoom:
    """Sender, reconciler and sweeps; `couriers` take the place of those of the settings."""
    mail = MailCourier(mailer, clock, html=settings.mail.html)
    carrying: tuple[Courier, ...] = (CrmCourier(store.crm, clock), mail, *couriers)
    crm = keeper(store, clock)
    sender = Sender(
        outbox=store.outbox,
        hands=Hands(desk=store.desk, clock=clock),
        couriers={kind: courier for courier in carrying for kind in courier.kinds},
        policy=_policy(settings, rules),
        limits=terms.limits(settings),
        clock=clock,
        release=settings.release,
        worker=lambda: engine.name,
        note=lambda case, at: crm.touched(
            case.lead.lead_id,
            at,
            intent_id=case.intent.id,
            subject=str(case.content.get("subject", "")),
        ),
        passing=passing,
    )
    return PostRoom(sender=sender, reconciler=Reconciler(sender=sender), sweeps=sweeps)


def _policy(settings: Settings, rules: Rulebook) -> Policy:
    return Policy(
        consent=rules.consent_hold,
        blocked=lambda lead, session: rules.blocked(lead, session.findings),
        mails_a_day=settings.mail.a_day,
        mails_a_company_a_week=settings.mail.a_company_a_week,
    )


def opt_outs(store: Store, clock: Clock) -> OptOuts:
    """How people are left alone."""
    return OptOuts(
        desk=store.desk, listed=store.suppressions, naming=store.vault.naming, clock=clock
    )


def keeper(store: Store, clock: Clock) -> Keeper:
    """What people and the house do to the CRM."""
    return Keeper(crm=store.crm, teller=Teller(desk=store.desk, clock=clock), clock=clock)
