"""The notebook of one row: values read so far, and what was wrong with them."""

from collections.abc import Callable

from leadwright.leads.intake.columns import Column, Fields
from leadwright.leads.intake.values.text import clean, hides, is_calm, shorten
from leadwright.leads.lead import Flaw, FlawCode


class Notes:
    """Reads fields of a row and keeps what it noticed."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._flaws: list[Flaw] = []

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """All that was noticed, in the order of reading."""
        return tuple(self._flaws)

    def flaw(self, column: Column, code: FlawCode) -> None:
        """Note that a field is missing or unusable."""
        value = self._fields.get(column)
        shown = None if value is None else shorten(value)
        flaw = Flaw(field=column.value, code=code, given=shown)
        if flaw not in self._flaws:
            self._flaws.append(flaw)

    def given(self, column: Column) -> str | None:
        """A field as it stands in the row."""
        value = self._fields.get(column)
        return value if value is None or isinstance(value, str) else str(value)

    def text(self, column: Column, longest: int) -> str | None:
        """A field as text for people, made harmless; None when it says nothing."""
        raw = self.given(column)
        if raw is None or is_calm(raw, longest):
            return raw
        cleaned = clean(raw, longest)
        if cleaned.tamed:
            self.flaw(column, FlawCode.TEXT_TAMED)
        if cleaned.cut:
            self.flaw(column, FlawCode.TEXT_CUT)
        return cleaned.text or None

    def value(
        self, column: Column, read: Callable[[str], str | None], unusable: FlawCode
    ) -> str | None:
        """A field in its normal form; noted when something was given that has none."""
        raw = self.given(column)
        value = None if raw is None else read(raw)
        if raw is not None and value is None:
            self.flaw(column, unusable)
        elif raw is not None and not raw.isprintable() and hides(raw):
            self.flaw(column, FlawCode.TEXT_TAMED)
        return value
