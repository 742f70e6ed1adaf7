"""Settings of what leaves the house: who says yes, how mail goes out, how much of it."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from leadwright import forms
from leadwright.settings.section import Section


class ApprovalSettings(Section):
    """Who decides, and how long a decision may take before it expires. Silence never sends."""

    hot_hours: float = Field(1, gt=0, description="Expiry for hot leads")
    hours: float = Field(48, gt=0, description="Expiry for all others")
    hot_from_usd: float = Field(100_000, ge=0, description="Deal value from which a lead is hot")
    remind_after: float = Field(
        0.75, gt=0, le=1, description="Share of that time after which a reminder is due"
    )
    undo_s: float = Field(
        30, ge=0, le=86_400, description="Seconds in which an approved mail can still be taken back"
    )
    two_people_from_usd: float | None = Field(
        None, ge=0, description="Deal value from which two people must say yes; empty: never"
    )
    four_eyes: bool = Field(
        False, description="Nobody approves what they wrote or edited; needs verified users"
    )


class MemberSettings(Section):
    """One person of your team; as `[[team]]`."""

    name: str = Field(description="As given with `--as`")
    absent_from: date | None = Field(None, description="First day away")
    absent_until: date | None = Field(None, description="Last day away")
    delegate: str | None = Field(None, description="Who decides meanwhile")


class MailSettings(Section):
    """How mail goes out, and how much of it."""

    mailer: Literal["folder", "smtp"] = Field(
        "folder", description="`folder`: files of mail that nobody receives; `smtp`: a mail server"
    )
    folder: Path = Field(Path("outbox"), description="Where the files of mail go")
    host: str = Field("localhost", description="The mail server")
    port: int = Field(587, ge=1, le=65_535, description="Its port")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the line to it is kept secret; `none` for this machine alone"
    )
    user: str | None = Field(None, description="User at the mail server")
    password: SecretStr | None = Field(
        None, description="Its password; give it as `LEADWRIGHT_MAIL__PASSWORD`"
    )
    password_file: Path | None = Field(None, description="Or a file that holds it")
    timeout_s: float = Field(30, gt=0, le=300, description="Seconds one mail may take")
    legal_name: str | None = Field(None, description="Your company's legal name")
    unsubscribe_url: str | None = Field(
        None,
        description="Where `leadwright serve` is reached from outside, as https://mail.you.com",
    )
    html: bool = Field(False, description="Whether a plain HTML form of the text goes with it")
    a_day: int = Field(200, ge=0, description="Mails a mailbox may send a day")
    a_company_a_week: int = Field(3, ge=1, description="People of one company written to in a week")
    within_days: float = Field(7, gt=0, description="Days in which an approved mail must go out")
    consent_countries: tuple[str, ...] | None = Field(
        None,
        description="Countries, as DE, in which nobody is written to without a record of consent; "
        "`unknown` among them: leads of no known country; empty: those that are shipped",
    )

    @field_validator("consent_countries")
    @classmethod
    def _are_countries(cls, given: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if given is None:
            return None
        return tuple(one if one == "unknown" else forms.country_code(one) for one in given)

    @field_validator("unsubscribe_url")
    @classmethod
    def _is_reached(cls, text: str | None) -> str | None:
        return forms.web_address(text) if text is not None else None


class OutboxSettings(Section):
    """How effects are carried out."""

    at_once: int = Field(10, ge=1, le=200, description="Effects under way at once in a worker")
    lease_s: float = Field(
        90, gt=0, description="Seconds after which nobody waits for a worker that went silent"
    )
    tries: int = Field(8, ge=1, le=100, description="Refused attempts before a person is asked")
    first_pause_s: float = Field(30, gt=0, description="Pause after the first; it doubles")
    longest_pause_s: float = Field(3600, gt=0, description="And never gets longer")
    settle_s: float | None = Field(
        None, ge=0, description="Seconds until a `not found` is believed; empty: as the mailer says"
    )
