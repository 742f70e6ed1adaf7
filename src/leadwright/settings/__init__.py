"""Settings: `leadwright.toml`, then `LEADWRIGHT_*`. The only reader of the environment.

Nested settings are named with two underscores: `LEADWRIGHT_RESEARCH__NEWS_DAYS=30`.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal, get_args

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from leadwright import forms
from leadwright.errors import Misconfigured
from leadwright.settings.audit import AuditSettings
from leadwright.settings.effects import (
    ApprovalSettings,
    MailSettings,
    MemberSettings,
    OutboxSettings,
)
from leadwright.settings.section import Section
from leadwright.settings.selling import (
    DoNotTouchSettings,
    IcpSettings,
    IcpTerm,
    SellerSettings,
    ValueSettings,
)
from leadwright.settings.working import (
    AutonomySettings,
    BudgetSettings,
    CoordinatorSettings,
    DatabaseSettings,
    FaultSettings,
    FxSettings,
    IntakeSettings,
    ModelSettings,
    ResearchSettings,
    RuleSettings,
    SandboxSettings,
    ToolSettings,
    WorkSettings,
)

__all__ = [
    "FILE",
    "ApprovalSettings",
    "AuditSettings",
    "AutonomySettings",
    "BudgetSettings",
    "CoordinatorSettings",
    "DatabaseSettings",
    "DoNotTouchSettings",
    "FaultSettings",
    "FxSettings",
    "IcpSettings",
    "IcpTerm",
    "IntakeSettings",
    "MailSettings",
    "MemberSettings",
    "ModelSettings",
    "OutboxSettings",
    "ResearchSettings",
    "RuleSettings",
    "SandboxSettings",
    "Section",
    "SellerSettings",
    "Settings",
    "SettingsInvalid",
    "ToolSettings",
    "ValueSettings",
    "WorkSettings",
    "load",
    "names",
]

FILE = "leadwright.toml"


class SettingsInvalid(Misconfigured):
    """A setting has a value that cannot be used; the message names it."""

    code: ClassVar[str] = "settings_invalid"

    def __init__(self, *faults: str) -> None:
        more = len(faults) - 1
        told = f"{faults[0]} (and {more} more; `leadwright doctor` lists all)"
        super().__init__(told if more > 0 else faults[0])
        self.faults = faults


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
    team: tuple[MemberSettings, ...] = Field((), description="The people who decide")
    mail: MailSettings = MailSettings()
    outbox: OutboxSettings = OutboxSettings()
    audit: AuditSettings = AuditSettings()
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
