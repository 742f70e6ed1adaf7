"""Settings: `leadwright.toml`, then `LEADWRIGHT_*`. The only reader of the environment.

Nested settings are named with two underscores: `LEADWRIGHT_RESEARCH__NEWS_DAYS=30`.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from leadwright import forms
from leadwright.errors import Misconfigured

FILE = "leadwright.toml"


class SettingsInvalid(Misconfigured):
    """A setting has a value that cannot be used; the message names it."""

    code: ClassVar[str] = "settings_invalid"

    def __init__(self, *faults: str) -> None:
        more = len(faults) - 1
        told = f"{faults[0]} (and {more} more; `leadwright doctor` lists all)"
        super().__init__(told if more > 0 else faults[0])
        self.faults = faults


class Section(BaseModel):
    """A table of the settings file; unknown keys are refused, so a typo is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class ApprovalSettings(Section):
    """How long a decision may take before it expires. Silence never sends."""

    hot_hours: float = Field(1, gt=0, description="Expiry for hot leads")
    hours: float = Field(48, gt=0, description="Expiry for all others")
    hot_from_usd: float = Field(100_000, ge=0, description="Deal value from which a lead is hot")


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


class IcpTerm(Section):
    """One trait of an ideal customer."""

    name: str = Field(description="What it is called when a fit is explained")
    when: str = Field(description="CEL; its variables are listed in rules.md")
    weight: float = Field(1.0, gt=0, description="How much it counts beside the others")


class IcpSettings(Section):
    """Whom you want to talk to. Without terms every lead fits."""

    terms: tuple[IcpTerm, ...] = Field((), description="The traits")
    min_fit: float = Field(0.5, ge=0, le=1, description="Below it a lead is disqualified")


class DoNotTouchSettings(Section):
    """Whom to leave alone."""

    addresses: tuple[str, ...] = Field((), description="Mail addresses that asked for it")
    domains: tuple[str, ...] = Field((), description="Whole companies, by mail or web domain")
    phones: tuple[str, ...] = Field((), description="Numbers in the form +15551234567")
    customers: tuple[str, ...] = Field((), description="Web domains of customers")
    open_deals: tuple[str, ...] = Field((), description="Web domains with an open opportunity")


class ValueSettings(Section):
    """One thing you do for somebody; where industries and so on are empty, it fits everybody.

    Where none fits a lead, only the product is told.
    """

    sentence: str = Field(description="A whole sentence about you, with its full stop")
    problem: str = Field(description="What you take away; begins with an -ing word, no full stop")
    industries: tuple[str, ...] = Field((), description="Industries it fits, as research says them")
    roles: tuple[str, ...] = Field((), description="Roles of the contact it fits: `finance`, …")
    min_employees: int | None = Field(None, description="The smallest company it fits")
    max_employees: int | None = Field(None, description="The largest company it fits")

    @field_validator("sentence")
    @classmethod
    def _whole(cls, sentence: str) -> str:
        return forms.whole_sentence(sentence)

    @field_validator("problem")
    @classmethod
    def _taken_away(cls, problem: str) -> str:
        return forms.taken_away(problem)


class SellerSettings(Section):
    """Who writes, and what may be said about you."""

    company: str = Field("Northwind Ledger", description="Your company, as people say it")
    product: str = Field("invoice matching software", description="What you sell, in one phrase")
    helps: str = Field("finance teams with many suppliers", description="Whom you help, a plural")
    values: tuple[ValueSettings, ...] = Field(
        default_factory=lambda: (
            ValueSettings(
                sentence="Northwind Ledger matches invoices to orders before anyone has to look.",
                problem="matching invoices by hand",
            ),
        ),
        description="What you do for whom; at least one",
    )
    sender_name: str = Field("Nora Lind", description="The person who writes")
    sender_title: str = Field("Account Executive", description="That person's title")
    sender_email: str = Field("nora@northwind.example", description="The mailbox it goes out from")
    sender_phone: str | None = Field(None, description="The number to call back")
    proof: str | None = Field(None, description="A true sentence about a customer")
    calls_to_action: tuple[str, ...] = Field(
        (), description="Questions to end with; `?` at the end"
    )
    links: tuple[str, ...] = Field((), description="The only links a mail may hold")
    postal_address: str | None = Field(
        None, description="Your postal address; many laws want it below a mail"
    )

    @field_validator("company", "product", "helps", "sender_name")
    @classmethod
    def _says_something(cls, text: str) -> str:
        return forms.said(text)

    @field_validator("sender_email")
    @classmethod
    def _is_address(cls, text: str) -> str:
        return forms.mail_address(text)

    @field_validator("values")
    @classmethod
    def _has_one(cls, values: tuple[ValueSettings, ...]) -> tuple[ValueSettings, ...]:
        if not values:
            raise ValueError("needs at least one entry: what you do for somebody")
        return values

    @field_validator("calls_to_action")
    @classmethod
    def _are_questions(cls, questions: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(forms.question(one) for one in questions)


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


class Settings(BaseSettings):
    """All settings of an installation."""

    model_config = SettingsConfigDict(
        env_prefix="LEADWRIGHT_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    database: DatabaseSettings = DatabaseSettings()
    intake: IntakeSettings = IntakeSettings()
    research: ResearchSettings = ResearchSettings()
    sandbox: SandboxSettings = SandboxSettings()
    coordinator: CoordinatorSettings = CoordinatorSettings()
    budgets: BudgetSettings = BudgetSettings()
    approvals: ApprovalSettings = ApprovalSettings()
    rules: RuleSettings = RuleSettings()
    fx: FxSettings = FxSettings()
    icp: IcpSettings = IcpSettings()
    do_not_touch: DoNotTouchSettings = DoNotTouchSettings()
    seller: SellerSettings = SellerSettings()
    autonomy: AutonomySettings = AutonomySettings()
    models: ModelSettings = ModelSettings()
    work: WorkSettings = WorkSettings()
    tools: dict[str, ToolSettings] = Field(default_factory=dict)
    as_of: date | Literal["corpus", "today"] | None = Field(
        None,
        description="What today means: a date, `corpus` (the corpus's own day) or `today`; empty: "
        "`corpus` where a corpus is set, else today",
    )
    release: str = Field("playbook-1", description="The release that works leads")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First what the command line says, then the environment, then the file."""
        del dotenv_settings, file_secret_settings
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def load(file: Path | None = None, /, **given: object) -> Settings:
    """Read the settings; `given` (from the command line) wins over everything.

    Raises:
        SettingsInvalid: the file is not TOML, or a value cannot be used; the message says which.
    """
    path = file or Path(FILE)
    if file is not None and not file.is_file():
        raise SettingsInvalid(f"settings file {str(file)!r} does not exist; check --config")

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        return FromFile(**given)  # type: ignore[arg-type]  # pydantic checks what is given
    except ValidationError as error:
        raise SettingsInvalid(*forms.faults(error.errors(), names(), path)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(
            f"{path} is not valid TOML: {error}; texts stand in quotes, lists in []"
        ) from None
    except UnicodeDecodeError:
        raise SettingsInvalid(f"{path} cannot be read as text; save it as UTF-8") from None
    except OSError as error:
        raise SettingsInvalid(
            f"{path} cannot be read ({error.strerror}); check its rights"
        ) from None
    except ValueError as error:  # of a variable of the environment that should hold JSON
        named = re.search(r'field "(\w+)"', str(error))
        name = f"LEADWRIGHT_{named[1].upper()}" if named else "a LEADWRIGHT_* variable"
        raise SettingsInvalid(
            f"{name} in the environment must hold JSON; mend or unset it"
        ) from None


def names() -> tuple[str, ...]:
    """Every setting, by its dotted name."""
    return tuple(_names(Settings))


def _names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        parts = (field.annotation, *get_args(field.annotation))
        sections = [one for one in parts if isinstance(one, type) and issubclass(one, BaseModel)]
        yield f"{prefix}{name}"
        for section in sections:
            yield from _names(section, f"{prefix}{name}.")
