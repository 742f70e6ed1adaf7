"""The house's own provider: tools that need no outside, only their arguments."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from leadwright.tools.catalogue import crm
from leadwright.tools.catalogue.crm import CreateTaskInput, LogActivityInput, UpdateLeadInput
from leadwright.tools.contract import Answer, ToolModel, ToolSpec
from leadwright.tools.ports import ToolNotOffered

ModelT = TypeVar("ModelT", bound=ToolModel)
Maker = Callable[[ToolModel], ToolModel]


class HouseProvider:
    """Answers by pure functions; never unavailable."""

    def __init__(self, makers: Mapping[str, Maker]) -> None:
        self._makers = dict(makers)

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
        return Answer(output=make(arguments))


def proposals() -> dict[str, Maker]:
    """The proposing CRM tools."""
    return {
        spec.name: make
        for spec, make in (
            _maker(crm.UPDATE_LEAD_RECORD, UpdateLeadInput, crm.propose_update),
            _maker(crm.CREATE_TASK, CreateTaskInput, crm.propose_task),
            _maker(crm.LOG_ACTIVITY, LogActivityInput, crm.propose_note),
        )
    }


def _maker(
    spec: ToolSpec, kind: type[ModelT], propose: Callable[[ModelT], ToolModel]
) -> tuple[ToolSpec, Maker]:
    def make(arguments: ToolModel) -> ToolModel:
        if not isinstance(arguments, kind):
            raise ToolNotOffered("house", spec.name, [f"{spec.name} with {kind.__name__}"])
        return propose(arguments)

    return spec, make
