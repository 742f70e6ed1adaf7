"""Settings of the work: where leads are kept, how they are read, researched and priced."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from leadwright import forms
from leadwright.settings.section import Section


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: str = Field("sqlite:///leadwright.db", description="SQLite file or PostgreSQL server")
    key_file: Path | None = Field(
        None, description="Master key; default: beside the database as leadwright.key"
    )


class IntakeSettings(Section):
    """How files of leads are read."""

    region: str = Field("US", description="Country of phone numbers without a prefix")
    currency: str = Field("USD", description="Currency of values without one")
    batch: int = Field(
        500,
        ge=1,
        le=10_000,
        description="Rows stored in one transaction; long files go in up to eight times as many",
    )
    campaign: str = Field("default", description="Campaign of leads that name none")
    columns: dict[str, str] = Field({}, description="Which column holds a field, as `--map` says")

    @field_validator("region")
    @classmethod
    def _is_country(cls, text: str) -> str:
        return forms.country_code(text)

    @field_validator("currency")
    @classmethod
    def _is_currency(cls, text: str) -> str:
        return forms.currency_code(text)


class ResearchSettings(Section):
    """What research looks for."""

    news_days: int | None = Field(
        None, ge=1, description="How old news may be, in days; empty: as the corpus says"
    )
    corpus: Path | None = Field(None, description="Folder of a company corpus; see corpus.md")
    dns: bool = Field(
        False, description="Whether checks of domains and addresses may ask a name server"
    )


class FaultSettings(Section):
    """What goes wrong in the sandbox: the share of answers, 0 to 1."""

    slow: float = Field(0.0, ge=0, le=1, description="Answers that take `slow_s` seconds longer")
    rate_limited: float = Field(0.0, ge=0, le=1, description="Calls that come too often (429)")
    failing: float = Field(0.0, ge=0, le=1, description="Calls that fail (500)")
    malformed: float = Field(0.0, ge=0, le=1, description="Answers that nobody can read")
    slow_s: float = Field(2.0, ge=0, description="Seconds a slow answer takes longer")


class SandboxSettings(Section):
    """A fictional world in place of a corpus: companies, people, news, all made up."""

    seed: int | None = Field(None, description="The world to answer from; empty: no sandbox")
    leads: int = Field(250, ge=1, le=20_000, description="Leads of the world; sets its size")
    faults: FaultSettings = FaultSettings()


class CoordinatorSettings(Section):
    """When a model is asked about the next move."""

    ask_below: float = Field(
        0.75, ge=0, le=1, description="A model is asked about the next move below this confidence"
    )


class BudgetSettings(Section):
    """Tokens a phase may use, input and output of all its requests."""

    coordinator: int = Field(600, ge=100, description="Tokens for one choice of a move")
    research: int = Field(2_000, ge=100, description="Tokens of the research phase")
    outreach: int = Field(1_500, ge=100, description="Tokens of the outreach phase")
    crm: int = Field(500, ge=100, description="Tokens of the CRM phase")
    escalation: int = Field(800, ge=100, description="Tokens of an escalation note")


class RuleSettings(Section):
    """When a person must look."""

    file: Path | None = Field(None, description="Rules file; default: the rules that are shipped")


class FxSettings(Section):
    """Exchange rates to US dollars, with their day. No rate means a person is asked."""

    as_of: date = Field(date(2026, 11, 1), description="The day of the rates")
    rates: dict[str, Annotated[Decimal, Field(gt=0)]] = Field(
        default_factory=lambda: {
            "USD": Decimal(1),
            "EUR": Decimal("1.10"),
            "GBP": Decimal("1.28"),
            "CHF": Decimal("1.13"),
            "CAD": Decimal("0.72"),
            "AUD": Decimal("0.65"),
        },
        description="US dollars for one unit",
    )


class AutonomySettings(Section):
    """What may happen without a person."""

    level: Literal["ask"] = Field(
        "ask",
        description="`ask`: nothing goes out and nothing is written without a yes. "
        "Other levels come with trust that was earned",
    )


class ModelSettings(Section):
    """Which models play the agents. The playbook needs no key and is always the last link."""

    playbook_latency_s: float = Field(
        0.0, ge=0, le=60, description="Simulated seconds per request, for measuring"
    )


class WorkSettings(Section):
    """How much is worked at once."""

    concurrency: int = Field(100, ge=1, le=5_000, description="Leads in hand at once")
    phase_s: float = Field(30, gt=0, description="Seconds a phase of a lead may take")
    segment_s: float = Field(120, gt=0, description="Seconds from one rest of a lead to the next")


class ToolSettings(Section):
    """One tool, by its name, as in `[tools.search_company]`; what is empty stays as shipped."""

    timeout_s: float | None = Field(None, gt=0, le=600, description="Seconds one attempt may take")
    async_after_s: float | None = Field(None, gt=0, description="Its lead lends its place after")
    rate_per_minute: int | None = Field(None, ge=1, description="Calls at each source")
    cache_ttl_s: int | None = Field(None, ge=0, description="Seconds an answer is kept")
    providers: tuple[str, ...] = Field((), description="Its sources in order; empty: all")
    prices: dict[str, Decimal] = Field({}, description="US dollars a call, by source")
