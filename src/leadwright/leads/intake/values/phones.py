"""Telephone numbers in E.164, the extension kept as ";ext=4"."""

from typing import TYPE_CHECKING

from leadwright.leads.intake.values.plans import usual
from leadwright.leads.intake.values.text import visible

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_LONGEST = 40


def phone(text: str, *regions: str | None) -> str | None:
    """The number as dialled from abroad; None when no region's plan could hold it.

    `regions` are tried in order for numbers without a country code. A number that is assigned
    in a later region beats one that is merely long enough in an earlier one; a number range that
    is reserved for fiction is as good as any.
    """
    if len(text) > _LONGEST:
        return None
    text = visible(text)
    if text.startswith("00"):
        text = f"+{text[2:]}"
    known = dict.fromkeys(region for region in regions if region)
    possible: str | None = None
    for region in [None] if text.startswith("+") else known:
        number = usual(text, region) or _parse(text, region)
        if number is None:
            continue
        if len(known) == 1 or region is None or _is_assigned(number):
            return _written(number)
        possible = possible or _written(number)
    return possible


def _parse(text: str, region: str | None) -> "PhoneNumber | None":
    import phonenumbers  # noqa: PLC0415 - slow to load; only rows with numbers pay for it

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _is_assigned(number: "PhoneNumber") -> bool:
    import phonenumbers  # noqa: PLC0415

    return phonenumbers.is_valid_number(number)


def _written(number: "PhoneNumber") -> str:
    import phonenumbers  # noqa: PLC0415

    if not number.extension and not number.italian_leading_zero:
        return f"+{number.country_code}{number.national_number}"
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164};ext={number.extension}" if number.extension else e164
