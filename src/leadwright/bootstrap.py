"""The threshold: `build(settings)` is the one place where adapters meet ports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random
from types import TracebackType
from typing import Self

from pydantic_ai.models import Model

from leadwright import posting, terms
from leadwright.adapters.crm.embedded import EmbeddedCrm
from leadwright.adapters.dns import DnsNameServer
from leadwright.adapters.durable import DbosEngine, end_at_once
from leadwright.adapters.intake import ReadAside, open_leads
from leadwright.adapters.mail.choosing import mailer_of
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.adapters.providers.sandbox import Faults, SandboxProvider, tables_of
from leadwright.adapters.store import Database, Store, migrate
from leadwright.adapters.store.watch import watch
from leadwright.adapters.witness import Notary, open_notary
from leadwright.agents import coordinator, crm, escalation, outreach, research
from leadwright.agents.base import Colleagues
from leadwright.clock import Clock, SystemClock
from leadwright.journey.deciding.decider import Decider
from leadwright.journey.opting_out import OptOuts
from leadwright.journey.outbox.ports import Courier, Mailer
from leadwright.journey.ports import ApprovalInbox, Desk, Engine
from leadwright.journey.reception import Reception
from leadwright.journey.rulebook import Rulebook
from leadwright.journey.sending.clerk import Clerk
from leadwright.journey.sending.post import PostRoom
from leadwright.journey.shift import Shift
from leadwright.journey.steps import Steps
from leadwright.journey.workflow import Journey
from leadwright.landmarks import Passing, unnoticed
from leadwright.leads.conventions import Conventions
from leadwright.leads.intake import IntakeSettings, layout
from leadwright.leads.intake.entries import cohort_of
from leadwright.leads.lead import Money
from leadwright.leads.money import Fx
from leadwright.leads.ports import LeadStore
from leadwright.leads.resolution.settings import ResolutionSettings
from leadwright.models.passed import PassedModel
from leadwright.models.playbook import PlaybookModel
from leadwright.models.slow import SlowModel
from leadwright.review.grounding import Checker
from leadwright.review.seller import SellerProfile
from leadwright.settings import Settings
from leadwright.tools.catalogue.drafting.provider import FrameProvider
from leadwright.tools.catalogue.listing import CATALOGUE
from leadwright.tools.guards.retry import Backoff
from leadwright.tools.guards.switches import Switchboard
from leadwright.tools.house import HouseProvider
from leadwright.tools.ports import Places, Provider
from leadwright.tools.runtime import ToolRuntime
from leadwright.tools.waterfall import Guards

AGENTS = (
    coordinator.SPEC,
    research.SPEC,
    outreach.SPEC,
    crm.SPEC,
    escalation.SPEC,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything wired together; close it when done (or use it as a context)."""

    settings: Settings
    clock: Clock
    store: Store
    engine: Engine
    reception: Reception
    journey: Journey
    notary: Notary
    shift: Shift
    post: PostRoom
    decider: Decider
    tools: ToolRuntime
    to_usd: Callable[[Money | None], Decimal | None]
    prepare: Callable[[], object]  # reads what research stands on: a fault there touches no lead

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def leads(self) -> LeadStore:
        """Leads as they came in."""
        return self.store.leads

    @property
    def desk(self) -> Desk:
        """Sessions, inboxes, approvals and intents of leads."""
        return self.store.desk

    @property
    def inbox(self) -> ApprovalInbox:
        """What waits for a decision, over all leads."""
        return self.store.inbox

    @property
    def rules(self) -> Rulebook:
        """What stops a lead, who fits, whom to leave alone."""
        return self.journey.steps.rules

    @property
    def conventions(self) -> Conventions:
        """How the company data in use is written."""
        return self.journey.steps.researcher.conventions

    @property
    def seller(self) -> SellerProfile:
        """Who writes, and what is offered."""
        return self.journey.steps.writer.seller

    @property
    def clerk(self) -> Clerk:
        """What a person does about effects that went astray."""
        return Clerk(sender=self.post.sender)

    @property
    def opt_outs(self) -> OptOuts:
        """How people are left alone."""
        return posting.opt_outs(self.store, self.clock)

    def close(self) -> None:
        """Give back every connection."""
        self.store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What most parts stand on; made before anything is opened, so that a wrong word opens none."""

    settings: Settings
    clock: Clock
    conventions: Conventions
    seller: SellerProfile
    fx: Fx
    mailer: Mailer


def build(  # noqa: PLR0913 - each has a default
    settings: Settings,
    *,
    clock: Clock | None = None,
    models: Sequence[Model] = (),
    providers: Sequence[Provider] = (),
    couriers: Sequence[Courier] = (),
    passing: Passing = unnoticed,
    lost: Callable[[], object] = end_at_once,
) -> House:
    """Wire the house. Tests enter by the same door, with a frozen clock and their own models.

    Args:
        settings: All settings.
        clock: Time; the machine's, with `as_of` from the settings.
        models: Models tried before the playbook, in order.
        providers: Providers tried before those of the settings.
        couriers: Who carries out effects in place of those of the settings, by kind.
        passing: Hears of every landmark that is passed; may end the process there.
        lost: Called when the database hung up on this worker; must end or replace the process.

    Raises:
        Misconfigured: a setting cannot be met; the message names it and the fix.
    """
    clock = clock or SystemClock(as_of=lambda: _as_of(settings, corpus))
    corpus = _corpus(settings, clock)
    ground = _ground(settings, clock, corpus)
    rules, store = terms.rules(settings, ground.conventions), _store(settings, passing)
    engine = _engine(ground, store, lost)
    tools = _tools(ground, store, [*providers, *([corpus] if corpus else [])], engine, passing)
    journey = _journey(ground, store, tools, rules, [PassedModel(one, passing) for one in models])
    decider = posting.decider(settings, store, steps=journey.steps)
    notary = open_notary(store, clock, settings.audit, settings.database.key_file)
    sweeps = (decider.remind_due, decider.expire_due, notary.checkpoint_if_due)
    post = partial(posting.post_room, settings, store, clock=clock, rules=rules, engine=engine)
    return House(
        settings=settings,
        clock=clock,
        store=store,
        engine=engine,
        reception=_reception(ground, store),
        journey=journey,
        notary=notary,
        shift=Shift(desk=store.desk, engine=engine, journey=journey, tidy=tools.tidy),
        decider=decider,
        post=post(mailer=ground.mailer, couriers=couriers, passing=passing, sweeps=sweeps),
        tools=tools,
        to_usd=ground.fx.to_usd,
        prepare=lambda: corpus.library if corpus else None,
    )


def _ground(settings: Settings, clock: Clock, corpus: CorpusProvider | None) -> _Ground:
    return _Ground(
        settings=settings,
        clock=clock,
        conventions=corpus.conventions if corpus else Conventions(),
        seller=terms.seller(settings.seller),
        fx=Fx(as_of=settings.fx.as_of, rates=settings.fx.rates),
        mailer=mailer_of(settings),
    )


def _engine(ground: _Ground, store: Store, lost: Callable[[], object]) -> DbosEngine:
    return DbosEngine(
        database=store.database,
        clock=ground.clock,
        concurrency=ground.settings.work.concurrency,
        lost=lost,
    )


def _store(settings: Settings, passing: Passing) -> Store:
    database = Database.open(settings.database.url)
    if passing is not unnoticed:
        watch(database.engine, passing)
    return Store.open(database, key_file=settings.database.key_file)


def has_database(settings: Settings) -> bool:
    """Whether the database of the settings was made already; looking makes none."""
    database = Database.open(settings.database.url)
    try:
        return migrate.exists(database)
    finally:
        database.close()


def upgrade_database(settings: Settings) -> tuple[str | None, str]:
    """Bring the schema to this program's version; returns the version before and after."""
    database = Database.open(settings.database.url)
    try:
        before = migrate.current(database)
        migrate.upgrade(database)
        return before, migrate.head()
    finally:
        database.close()


def _corpus(settings: Settings, clock: Clock) -> CorpusProvider | None:
    given, world = settings.research, settings.sandbox
    if given.corpus:
        return CorpusProvider(given.corpus, clock, news_days=given.news_days)
    if world.seed is None:
        return None
    faults = Faults(**world.faults.model_dump())
    tables = tables_of(world.seed, world.leads)
    return SandboxProvider(
        world.seed, clock, tables=tables, faults=faults, news_days=given.news_days
    )


def _as_of(settings: Settings, corpus: CorpusProvider | None) -> date | None:
    if isinstance(settings.as_of, date):
        return settings.as_of
    return corpus.as_of if corpus and settings.as_of != "today" else None


def _journey(
    ground: _Ground, store: Store, tools: ToolRuntime, rules: Rulebook, models: Sequence[Model]
) -> Journey:
    colleagues = Colleagues(
        models=(*models, _playbook(ground.settings)),
        clock=ground.clock,
        budgets=ground.settings.budgets.model_dump(),
    )
    return Journey(
        coordinator=coordinator.Coordinator(
            colleagues=colleagues, ask_below=ground.settings.coordinator.ask_below
        ),
        steps=_steps(ground, store, tools, rules, colleagues),
    )


def _steps(
    ground: _Ground, store: Store, tools: ToolRuntime, rules: Rulebook, colleagues: Colleagues
) -> Steps:
    given = ground.settings
    return Steps(
        desk=store.desk,
        journal=store.journal,
        researcher=_researcher(ground, tools, colleagues),
        writer=outreach.Writer(
            colleagues=colleagues,
            tools=tools,
            checker=Checker(),
            seller=ground.seller,
            clock=ground.clock,
        ),
        crm=crm.CrmKeeper(colleagues=colleagues, tools=tools, clock=ground.clock),
        escalator=escalation.Escalator(colleagues=colleagues),
        rules=rules,
        clock=ground.clock,
        release=given.release,
        to_usd=ground.fx.to_usd,
        expiry=terms.expiry(given),
        letterhead=terms.letterhead(given, store.vault.naming),
        policy=terms.policy(given),
        team=terms.team(given.team),
        on_list=posting.opt_outs(store, ground.clock).on_list,
        segment_s=given.work.segment_s,
        phase_s=given.work.phase_s,
    )


def _researcher(ground: _Ground, tools: ToolRuntime, colleagues: Colleagues) -> research.Researcher:
    return research.Researcher(
        colleagues=colleagues,
        tools=tools,
        conventions=ground.conventions,
        settings=ResolutionSettings(conventions=ground.conventions),
        clock=ground.clock,
    )


def _playbook(settings: Settings) -> Model:
    model = PlaybookModel({spec.output_name: spec.play for spec in AGENTS})
    seconds = settings.models.playbook_latency_s
    return SlowModel(model, seconds=seconds) if seconds else model


def _tools(
    ground: _Ground,
    store: Store,
    providers: Sequence[Provider],
    places: Places,
    passing: Passing,
) -> ToolRuntime:
    given = ground.settings.tools
    names = DnsNameServer() if ground.settings.research.dns else None
    own = HouseProvider(ground.clock, names)
    providers = (*providers, EmbeddedCrm(store.crm), FrameProvider(), own)
    terms.check_tools(given, [provider.name for provider in providers])
    return ToolRuntime(
        specs={spec.name: terms.as_set(spec, given.get(spec.name)) for spec in CATALOGUE},
        providers=providers,
        grants={spec.name: spec.tools for spec in AGENTS},
        clock=ground.clock,
        guards=Guards(
            board=Switchboard(states=store.tools),
            prices={(t, name): usd for t, one in given.items() for name, usd in one.prices.items()},
            order={tool: one.providers for tool, one in given.items() if one.providers},
            backoff=Backoff(Random(ground.clock.now().isoformat())),  # noqa: S311 - no secret
            passing=passing,
        ),
        places=places,
        shelf=store.answers,
    )


def _reception(ground: _Ground, store: Store) -> Reception:
    given = ground.settings.intake
    return Reception(
        leads=store.leads,
        settings=IntakeSettings(
            default_region=given.region,
            default_currency=given.currency,
            campaign=given.campaign,
        ),
        open_file=partial(open_leads, columns=layout.columns_given(given.columns)),
        mint=partial(store.vault.naming.mint, "lead"),
        cohort=cohort_of,
        clock=ground.clock,
        to_usd=ground.fx.to_usd,
        aside=ReadAside,
        batch=given.batch,
    )
