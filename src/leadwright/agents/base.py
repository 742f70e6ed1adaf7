"""How an agent is asked: a chain of models, a budget, a check of every answer, a journal."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from importlib.resources import files
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel
from pydantic_ai import Agent, ModelRetry, RunContext, ToolOutput, UsageLimits
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings

from leadwright.clock import Clock
from leadwright.errors import LeadwrightError, Refused
from leadwright.models.budget import BudgetExceeded, PhaseBudget
from leadwright.models.journal import SegmentJournal
from leadwright.models.journaled import JournaledModel
from leadwright.models.playbook import Play

OutputT = TypeVar("OutputT", bound=BaseModel)
Check = Callable[[OutputT], Sequence[str]]


class NoGoodAnswer(Refused):
    """No model of the chain gave an answer that passed its check."""

    code: ClassVar[str] = "no_good_answer"

    def __init__(self, agent: str, failures: Sequence[str]) -> None:
        super().__init__(f"No model gave {agent} an answer that passed its check.")
        self.agent = agent
        self.failures = tuple(failures)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSpec(Generic[OutputT]):
    """One agent: what it returns, what it may use, and how the playbook plays it."""

    name: str
    output: type[OutputT]
    output_name: str  # names the output tool; the playbook finds its play by it
    budget_tokens: int
    max_output_tokens: int
    tools: frozenset[str]
    play: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[OutputT]):
    """A checked answer, which model gave it, and what it took to get there."""

    output: OutputT
    model: str
    tokens: int
    model_calls: int
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Deps(Generic[OutputT]):
    check: Check[OutputT]


@dataclass(slots=True, kw_only=True)
class Colleagues:
    """Asks agents. Shared by all leads; holds no state of any of them."""

    models: Sequence[Model]  # tried in order; the last link is the playbook
    clock: Clock
    budgets: Mapping[str, int] = field(default_factory=dict)  # tokens by phase, from settings
    _built: dict[tuple[str, bool], object] = field(default_factory=dict)

    async def ask(
        self,
        spec: AgentSpec[OutputT],
        prompt: str,
        *,
        journal: SegmentJournal,
        check: Check[OutputT],
        spent: int = 0,
    ) -> Reply[OutputT]:
        """Ask an agent until an answer passes its check.

        Each model is asked with the full and, if that fails, once with the simple instructions;
        then the next model's turn comes. `spent` counts tokens the phase has used before.

        Raises:
            NoGoodAnswer: the whole chain failed; nothing of it may be used.
        """
        limit = self.budgets.get(spec.name, spec.budget_tokens)
        budget = PhaseBudget(phase=spec.name, limit=limit, spent=spent)
        failures: list[str] = []
        model = JournaledModel(
            self.models[0], agent=spec.name, journal=journal, budget=budget, clock=self.clock
        )
        for link, simple in self._chain():
            model.use(link, metered=link is not self.models[-1] or len(self.models) == 1)
            try:
                async with self._time_for(link, journal):
                    output = await self._run(spec, prompt, simple=simple, model=model, check=check)
            except Exception as error:  # a vendor's client may raise anything
                if isinstance(error, LeadwrightError) and not isinstance(error, BudgetExceeded):
                    raise  # the store's or our own failure: another model would not help
                failures.append(f"{link.model_name}: {type(error).__name__}: {error}")
                continue
            return Reply(
                output=output,
                model=link.model_name,
                tokens=budget.spent,
                model_calls=model.calls,
                failures=tuple(failures),
            )
        raise NoGoodAnswer(spec.name, failures)

    def _time_for(
        self, link: Model, journal: SegmentJournal
    ) -> AbstractAsyncContextManager[object]:
        """What the phase has left; the last link is rules, and always gets to answer."""
        if journal.deadline is None or link is self.models[-1]:
            return nullcontext()
        return self.clock.timeout(max(0.0, journal.deadline.left()))

    def _chain(self) -> list[tuple[Model, bool]]:
        *real, playbook = self.models
        return [(model, simple) for model in real for simple in (False, True)] + [(playbook, False)]

    async def _run(
        self,
        spec: AgentSpec[OutputT],
        prompt: str,
        *,
        simple: bool,
        model: JournaledModel,
        check: Check[OutputT],
    ) -> OutputT:
        result = await self._agent(spec, simple=simple).run(
            prompt,
            model=model,
            deps=_Deps(check),
            model_settings=ModelSettings(max_tokens=spec.max_output_tokens, max_retries=0),
            usage_limits=UsageLimits(request_limit=3),
        )
        return result.output

    def _agent(self, spec: AgentSpec[OutputT], *, simple: bool) -> Agent[_Deps[OutputT], OutputT]:
        built = self._built.get((spec.name, simple))
        if built is None:
            built = _build(spec, instructions(spec.name, simple=simple))
            self._built[spec.name, simple] = built
        return built  # type: ignore[return-value]  # one agent a spec; the key says which


def instructions(agent: str, *, simple: bool = False) -> str:
    """The instructions of an agent, as shipped."""
    name = f"{agent}.simple.md" if simple else f"{agent}.md"
    return (files("leadwright.agents") / "instructions" / name).read_text(encoding="utf-8").strip()


def _build(spec: AgentSpec[OutputT], text: str) -> Agent[_Deps[OutputT], OutputT]:
    agent: Agent[_Deps[OutputT], OutputT] = Agent(
        output_type=ToolOutput(spec.output, name=spec.output_name),
        instructions=text,
        deps_type=_Deps[OutputT],
        name=spec.name,
        retries=1,
    )

    @agent.output_validator
    # Async: a plain function would be sent to a thread and back.
    async def passes_its_check(ctx: RunContext[_Deps[OutputT]], output: OutputT) -> OutputT:
        problems = ctx.deps.check(output)
        if problems:
            raise ModelRetry("; ".join(problems[:3]))
        return output

    return agent
