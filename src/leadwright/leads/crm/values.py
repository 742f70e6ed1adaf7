"""Values as a CRM may hold them: checked by type, and told in one form."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar, Final
from unicodedata import category

from leadwright.errors import Refused
from leadwright.leads.crm.registry import FieldSpec, FieldType, FieldUnknown, Specs
from leadwright.leads.intake.values.amounts import amount
from leadwright.leads.intake.values.currencies import NO_CURRENCY
from leadwright.leads.intake.values.text import shorten

Values = Mapping[str, str | None]
_LONGEST: Final = {FieldType.TEXT: 500, FieldType.LONG_TEXT: 20_000}
_BREAKS: Final = frozenset("\r\n\t")
_UNSEEN: Final = frozenset({"Cc", "Cs"})  # control characters, and halves of letters


class FieldUnfit(Refused):
    """A value is not of its field's type, or too long for it."""

    code: ClassVar[str] = "crm_field_unfit"

    def __init__(self, spec: FieldSpec, value: str, wanted: str) -> None:
        super().__init__(f"{spec.name} cannot be {shorten(value)!r}; write {wanted}")


def fitting(values: Values, specs: Specs) -> Values:
    """The values in the form they are kept in; nothing, where they say nothing.

    Raises:
        FieldUnknown: a field is not among the specs.
        FieldUnfit: a value is not of its field's type.
    """
    for name in values:
        if name not in specs:
            raise FieldUnknown(name, specs)
    return {name: _fitting(specs[name], value) for name, value in values.items()}


def _fitting(spec: FieldSpec, value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    return _READERS[spec.type](spec, value)


def _text(spec: FieldSpec, value: str) -> str:
    """A text stays as it is, to the letter: it may be what a person said yes to."""
    longest = _LONGEST[spec.type]
    if len(value) > longest:
        raise FieldUnfit(spec, value, f"at most {longest:,} characters")
    allowed = _BREAKS if spec.type is FieldType.LONG_TEXT else ()
    if any(category(letter) in _UNSEEN and letter not in allowed for letter in value):
        raise FieldUnfit(spec, value, "it without line breaks and control characters")
    return value


def _date(spec: FieldSpec, value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise FieldUnfit(spec, value, "a day such as 2026-11-01") from None


def _money(spec: FieldSpec, value: str) -> str:
    found = amount(value, column=None, default=None)
    if found is None or found.rough or found.money.currency == NO_CURRENCY:
        raise FieldUnfit(spec, value, "an amount and its currency, such as 1200000 USD")
    return f"{found.money.amount:f} {found.money.currency}"


def _choice(spec: FieldSpec, value: str) -> str:
    wanted = value.strip().casefold()
    found = next((choice for choice in spec.choices if choice.casefold() == wanted), None)
    if found is None:
        raise FieldUnfit(spec, value, f"one of {', '.join(spec.choices)}")
    return found


_READERS: Final[Mapping[FieldType, Callable[[FieldSpec, str], str]]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.DATE: _date,
    FieldType.MONEY: _money,
    FieldType.CHOICE: _choice,
}
