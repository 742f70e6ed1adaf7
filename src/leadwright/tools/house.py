"""The house's own provider: tools that need no source, only their arguments and the time."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from leadwright.clock import Clock
from leadwright.tools.catalogue import clock as clocks
from leadwright.tools.catalogue import crm, deliverability, domains, phones, scheduling
from leadwright.tools.catalogue.names import Offline
from leadwright.tools.catalogue.ports import NameServer
from leadwright.tools.contract import Answer, ToolModel, ToolSpec
from leadwright.tools.ports import ToolNotOffered

ModelT = TypeVar("ModelT", bound=ToolModel)
Maker = Callable[[ToolModel], Awaitable[ToolModel]]


class HouseProvider:
    """Answers by functions of its own; only a name server, if one is given, can be silent."""

    def __init__(self, clock: Clock, names: NameServer | None = None) -> None:
        self._clock = clock
        self._names = names or Offline()
        self._makers = {**dict(self._proposals()), **dict(self._checks())}

    @property
    def name(self) -> str:
        """`house`."""
        return "house"

    @property
    def offers(self) -> frozenset[str]:
        """Every tool it has a function for."""
        return frozenset(self._makers)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """Answer at once."""
        make = self._makers.get(tool)
        if make is None:
            raise ToolNotOffered(self.name, tool, self.offers)
        return Answer(output=await make(arguments))

    def _proposals(self) -> Iterator[tuple[str, Maker]]:
        yield _maker(crm.UPDATE_LEAD_RECORD, crm.UpdateLeadInput, crm.propose_update)
        yield _maker(crm.CREATE_TASK, crm.CreateTaskInput, crm.propose_task)
        yield _maker(crm.LOG_ACTIVITY, crm.LogActivityInput, crm.propose_note)
        yield _maker(
            scheduling.SCHEDULE_CALL,
            scheduling.ScheduleCallInput,
            lambda asked: scheduling.propose_call(asked, self._clock.now()),
        )

    def _checks(self) -> Iterator[tuple[str, Maker]]:
        yield _maker(phones.FORMAT_PHONE_NUMBER, phones.FormatPhoneInput, phones.format_phone)
        yield _maker(
            clocks.GET_CURRENT_TIME,
            clocks.CurrentTimeInput,
            lambda asked: clocks.current_time(asked, self._clock.now()),
        )
        yield _asker(
            deliverability.CHECK_EMAIL_DELIVERABILITY,
            deliverability.CheckEmailInput,
            lambda asked: deliverability.check_email(asked, self._names),
        )
        yield _asker(
            domains.CHECK_DOMAIN_VALIDITY,
            domains.CheckDomainInput,
            lambda asked: domains.check_domain(asked, self._names),
        )


def _maker(
    spec: ToolSpec, kind: type[ModelT], make: Callable[[ModelT], ToolModel]
) -> tuple[str, Maker]:
    async def at_once(arguments: ModelT) -> ToolModel:
        return make(arguments)

    return _asker(spec, kind, at_once)


def _asker(
    spec: ToolSpec, kind: type[ModelT], ask: Callable[[ModelT], Awaitable[ToolModel]]
) -> tuple[str, Maker]:
    async def asked(arguments: ToolModel) -> ToolModel:
        if not isinstance(arguments, kind):
            raise ToolNotOffered("house", spec.name, [f"{spec.name} with {kind.__name__}"])
        return await ask(arguments)

    return spec.name, asked
