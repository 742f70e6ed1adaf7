"""`format_phone_number`: one number in every usual form."""

from enum import StrEnum
from functools import cache

from pydantic import Field

from leadwright.leads.intake.values.phones import phone
from leadwright.tools.contract import ToolModel, ToolSpec

LONGEST = 100
_ROUNDS = 3  # until a number written anew reads as itself


class PhoneKind(StrEnum):
    """What kind of line a number is, as its plan says."""

    MOBILE = "mobile"
    FIXED_LINE = "fixed_line"
    FIXED_LINE_OR_MOBILE = "fixed_line_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL_NUMBER = "personal_number"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    UNKNOWN = "unknown"


class FormatPhoneInput(ToolModel):
    """The number as somebody wrote it."""

    phone_number: str = Field(
        min_length=1, max_length=LONGEST, description="A number, e.g. '030 1234567'"
    )
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="ISO 3166-1 alpha-2; where a number without a country code is dialled",
    )


class FormatPhoneOutput(ToolModel):
    """The number in every usual form; all of it empty when the text holds none."""

    e164: str | None = Field(default=None, description="'+493012345678'")
    international: str | None = Field(default=None, description="'+49 30 12345678'")
    national: str | None = Field(default=None, description="'030 12345678'")
    extension: str | None = None
    country: str | None = Field(default=None, description="Whose number it is, ISO alpha-2")
    possible: bool = Field(default=False, description="Long enough for its plan")
    valid: bool = Field(default=False, description="In a range that is given out")
    kind: PhoneKind = PhoneKind.UNKNOWN
    reason: str = Field(default="", description="Why there is no number")


FORMAT_PHONE_NUMBER = ToolSpec(
    name="format_phone_number",
    description=(
        "Write a telephone number in E.164, international and national form and tell its "
        "country, kind and whether it can exist. Numbers without +code need the country."
    ),
    input=FormatPhoneInput,
    output=FormatPhoneOutput,
    cache_ttl_s=86_400,
    rate_per_minute=6_000,
)


def format_phone(asked: FormatPhoneInput) -> FormatPhoneOutput:
    """The forms of a number; any text has an answer."""
    written = _settled(asked.phone_number, asked.country)
    if written is None:
        abroad = asked.country or "+" in asked.phone_number
        reason = "This is no number there." if abroad else "Without +code the country is needed."
        return FormatPhoneOutput(reason=reason)
    return _forms(*written.split(";ext=", 1))


def _settled(text: str, country: str | None) -> str | None:
    """The number in E.164, written so that reading it again gives the same."""
    written = phone(text, country)
    for _ in range(_ROUNDS):
        again = phone(written) if written else None
        if again == written:
            return written
        written = again
    return None


def _forms(e164: str, extension: str | None = None) -> FormatPhoneOutput:
    import phonenumbers as numbers  # noqa: PLC0415 - slow to load; only who asks pays for it

    number = numbers.parse(e164, None)
    region = numbers.region_code_for_number(number)
    return FormatPhoneOutput(
        e164=e164,
        international=numbers.format_number(number, numbers.PhoneNumberFormat.INTERNATIONAL),
        national=numbers.format_number(number, numbers.PhoneNumberFormat.NATIONAL),
        extension=extension,
        country=region if region and region.isalpha() else None,
        possible=numbers.is_possible_number(number),
        valid=numbers.is_valid_number(number),
        kind=_kinds().get(numbers.number_type(number), PhoneKind.UNKNOWN),
    )


@cache
def _kinds() -> dict[int, PhoneKind]:
    from phonenumbers import PhoneNumberType  # noqa: PLC0415

    return {getattr(PhoneNumberType, kind.name): kind for kind in PhoneKind}
