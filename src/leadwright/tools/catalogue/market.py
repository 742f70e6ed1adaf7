"""`search_competitor_analysis`: whom a company competes with, by name and by likeness."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from leadwright.tools.contract import ToolModel, ToolSpec

MOST_RECORDS = 50


class CompetitorInput(ToolModel):
    """Whose competitors, and how many."""

    company_name: str = Field(max_length=300, description="The company name, e.g. 'Acme Corp'")
    limit: int = Field(default=5, ge=1, le=10, description="Number of competitors (1 to 10)")
    record_ids: tuple[str, ...] = Field(
        default=(), max_length=MOST_RECORDS, description="The company's records, where known"
    )


class Basis(StrEnum):
    """Why a company counts as a competitor."""

    NAMED = "named"  # a source says so
    PEER = "peer"  # computed: same industry, country and size; nobody said they compete


class Competitor(ToolModel):
    """A company that competes, or may."""

    name: str
    basis: Basis
    reason: str = Field(description="Who says so, or what the two have in common")
    source: str
    observed_on: date
    domain: str | None = None
    industry: str | None = None
    country: str | None = None
    employees: int | None = None
    evidence_ids: tuple[str, ...] = Field(default=(), description="What it rests on")


class CompetitorOutput(ToolModel):
    """Competitors: those a source names first, then companies that are alike."""

    competitors: tuple[Competitor, ...] = ()
    total_found: int = 0


SEARCH_COMPETITOR_ANALYSIS = ToolSpec(
    name="search_competitor_analysis",
    description=(
        "List competitors of a company: first those a source names, then peers of the same "
        "industry, country and size, marked as computed. Each says what it rests on."
    ),
    input=CompetitorInput,
    output=CompetitorOutput,
    timeout_s=10.0,
    rate_per_minute=600,
    cache_ttl_s=86_400,
    stale_days=30,
    leaves_house=True,
    found=lambda output: isinstance(output, CompetitorOutput) and bool(output.competitors),
)
