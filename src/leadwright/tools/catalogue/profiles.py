"""`fetch_linkedin_profile`: what a source lists of one person, at this company and elsewhere."""

from datetime import date

from pydantic import Field

from leadwright.tools.contract import ToolModel, ToolSpec

MOST_RECORDS = 50


class ProfileInput(ToolModel):
    """Whose profile: the person, and the company that tells namesakes apart."""

    full_name: str = Field(min_length=1, max_length=200, description="E.g. 'Ann Lee'")
    company_name: str = Field(max_length=300, description="Where the person works, or did")
    record_ids: tuple[str, ...] = Field(
        default=(), max_length=MOST_RECORDS, description="The company's records, where known"
    )


class Position(ToolModel):
    """A title at a company, as a source lists it."""

    title: str
    company_name: str
    is_current: bool
    source: str
    observed_on: date


class Profile(ToolModel):
    """A person's public professional profile."""

    full_name: str = Field(description="As the source writes it")
    headline: str = Field(default="", description="The title held now, else the last one")
    positions: tuple[Position, ...] = Field(
        default=(), description="At this company first, current ones first"
    )
    profile_url: str | None = Field(default=None, description="The profile's page, if known")
    source: str
    observed_on: date


class ProfileOutput(ToolModel):
    """The profile; none when nobody of that name is listed there, or several are."""

    profile: Profile | None = None
    namesakes: int = Field(default=0, description="How many people of that name are listed there")


FETCH_LINKEDIN_PROFILE = ToolSpec(
    name="fetch_linkedin_profile",
    description=(
        "Fetch one person's professional profile: current and former titles, each with its "
        "source. Empty when the person is not listed at the company or cannot be told apart."
    ),
    input=ProfileInput,
    output=ProfileOutput,
    timeout_s=10.0,
    rate_per_minute=600,
    cache_ttl_s=86_400,
    stale_days=30,
    leaves_house=True,
    found=lambda output: isinstance(output, ProfileOutput) and output.profile is not None,
)
