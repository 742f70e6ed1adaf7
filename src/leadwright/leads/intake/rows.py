"""Raw rows and refused rows as a file gives them, and what rows leave unsaid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leadwright.leads.intake.columns import Column, Read
from leadwright.leads.lead import LawfulBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of one file are to be read, beyond what their own words say.

    Attributes:
        columns: Which column holds which field, where a person said so.
        comma_is_decimal: Whether deal values are written "1.234,56", as told by the other rows.
        read: The columns that hold fields, where all rows have the same; see `columns.reads`.
        currency: What deal values are in, as the name of their column says.
        power: In which power of ten deal values are counted there: 3 for "Wert in T€".
    """

    columns: Mapping[Column, str] = field(default_factory=dict)
    read: Read | None = None
    currency: str | None = None
    power: int = 0
    comma_is_decimal: bool | None = None


USUAL = Layout()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as given. Numbers count as a person counts: a CSV header is row 1."""

    number: int
    values: Mapping[str, object]
    layout: Layout = USUAL
    size: int = 0  # characters, roughly; so that batches of large rows stay small


class RefusalCode(StrEnum):
    """Why a row cannot be a lead at all."""

    BROKEN_JSON = "broken_json"
    NOT_AN_OBJECT = "not_an_object"
    NOT_UTF8 = "not_utf8"
    ROW_TOO_LARGE = "row_too_large"
    FIELD_TOO_LARGE = "field_too_large"
    BROKEN_ROW = "broken_row"
    CUT_OFF = "cut_off"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_FEW_CELLS = "too_few_cells"
    NOBODY_NAMED = "nobody_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that was not taken, with all a person needs to mend it."""

    row: int
    field: str
    given: str  # shortened
    code: RefusalCode
    reason: str  # one sentence: what is wrong and what to do


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings:
    """What the rows of one source leave unsaid.

    Attributes:
        system: Whose ids the rows carry; the first half of an external id.
        campaign: The campaign of rows that name none.
        default_region: The country whose numbering plan a phone number without a country code
            follows when the row's own country does not decide.
        default_currency: The currency of amounts that name none; None asks a person instead.
        lawful_basis: Why we may write to the people of rows that do not say.
    """

    system: str = "file"
    campaign: str = "default"
    default_region: str | None = "US"
    default_currency: str | None = "USD"
    lawful_basis: LawfulBasis = LawfulBasis.UNKNOWN
