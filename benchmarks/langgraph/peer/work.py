"""What is done for a lead: the same texts, sizes and checks as in leadwright's fixed shape.

Nothing of LangGraph is needed here, so leadwright's own tests can compare the two.
"""

from dataclasses import asdict, dataclass

from pydantic import BaseModel, ConfigDict, Field

ITEMS = 5  # pieces of evidence in one answer of the tool
SPOKEN = "\n".join(f"{n} news | Opens office number {n} | press" for n in range(1, 13))


class LookUpInput(BaseModel):
    """Which page of which company."""

    model_config = ConfigDict(extra="forbid")

    company: str
    page: int


class LookUpOutput(BaseModel):
    """What stands there."""

    model_config = ConfigDict(extra="forbid")

    headlines: tuple[str, ...]


class Said(BaseModel):
    """What every agent answers."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=400)
    cited: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact and where it stands."""

    id: str
    source: str
    record_id: str
    ref: str
    url: str | None
    observed_on: str
    field: str
    value: dict[str, str]
    quote: str
    tool_call: str
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One agent's part."""

    name: str
    requests: int
    instructions: str

    @property
    def plan(self) -> tuple[int, ...]:
        """How many tools each request but the last one calls.

        The last request of a phase gives its answer, so six requests of ten are left to call ten
        tools: in the order of the phases 2+2+1, 2+1, 2 and none.
        """
        turns = self.requests - 1
        return tuple(2 if turn < max(turns - 1, 1) else 1 for turn in range(turns))


def prompt(company: str, turn: int) -> str:
    """The task that an agent is given."""
    return f"Company: {company}, question {turn}\n<evidence>\n{SPOKEN}\n</evidence>"


def read(company: str, number: int) -> tuple[LookUpOutput, list[dict[str, object]]]:
    """What the tool finds: headlines, and a piece of evidence for each."""
    said = f"{company}, look_up, page {number}"
    told = tuple(f"{said}, line {n}" for n in range(ITEMS))
    output = LookUpOutput(headlines=told)
    return output, [_evidence(company, number, n, line) for n, line in enumerate(told)]


def _evidence(company: str, number: int, item: int, headline: str) -> dict[str, object]:
    ref = f"{company}/{number}/{item}"
    return asdict(
        Evidence(
            id=ref,
            source="bench",
            record_id=company,
            ref=ref,
            url=None,
            observed_on="2026-11-01",
            field="news",
            value={"news_id": ref, "date": "2026-10-30", "headline": headline},
            quote=headline,
            tool_call=f"look_up {number}",
        )
    )
