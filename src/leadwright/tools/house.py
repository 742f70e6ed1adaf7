"""The house's own provider: tools that need no outside, only their arguments."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from leadwright.errors import Bug
from leadwright.tools.catalogue import crm
from leadwright.tools.catalogue.crm import CreateTaskInput, LogActivityInput, UpdateLeadInput
from leadwright.tools.contract import Answer, ToolModel

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
        return Answer(output=self._makers[tool](arguments))


def proposals() -> dict[str, Maker]:
    """The proposing CRM tools."""

    def update(arguments: ToolModel) -> ToolModel:
        return crm.propose_update(_as(UpdateLeadInput, arguments))

    def task(arguments: ToolModel) -> ToolModel:
        return crm.propose_task(_as(CreateTaskInput, arguments))

    def note(arguments: ToolModel) -> ToolModel:
        return crm.propose_note(_as(LogActivityInput, arguments))

    return {"update_lead_record": update, "create_task": task, "log_activity": note}


def _as(kind: type[ModelT], arguments: ToolModel) -> ModelT:
    if not isinstance(arguments, kind):
        raise Bug(f"expected {kind.__name__}, got {type(arguments).__name__}")
    return arguments
