"""Any file of leads, with what its first rows tell about all of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import ClassVar, Final, Protocol

from leadwright.leads.intake import RawRow, Refusal, layout
from leadwright.leads.intake.columns import Column, assign, currency_of, flat, power_of, recognised
from leadwright.leads.intake.rows import USUAL, Layout

_FIRST_ROWS: Final = 500
_FIRST_CHARACTERS: Final = 4_000_000


class Form(Protocol):
    """A form of file: rows, and remarks on how they were read."""

    format: ClassVar[str]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        ...

    @property
    def names(self) -> tuple[str, ...] | None:
        """The columns, once a row is read; None where rows may each have their own."""
        ...

    def rows(self) -> Iterator[RawRow | Refusal]:
        """The rows in order."""
        ...


class LaidOutFile:
    """The rows of a file, each with the layout that all share."""

    def __init__(self, form: Form, columns: Mapping[Column, str]) -> None:
        self.form = form
        self._columns = columns
        self._unread: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read; all of it after the rows."""
        return (*self.form.remarks, *self._unread)

    @property
    def format(self) -> str:
        """What people call the form of the file."""
        return self.form.format

    def rows(self) -> Iterator[RawRow | Refusal]:
        """The rows in order.

        Raises:
            Refused: The file as a whole holds no rows that could be read.
            ColumnUnknown: A column that a person named is not there.
        """
        rows = self.form.rows()
        first = _first(rows)
        shared = self._layout(first)
        for row in chain(first, rows):
            if isinstance(row, Refusal) or row.layout is shared:
                yield row
            else:
                yield RawRow(number=row.number, values=row.values, size=row.size, layout=shared)

    def _layout(self, first: Sequence[RawRow | Refusal]) -> Layout:
        raw = [row for row in first if isinstance(row, RawRow)]
        columns = self._columns
        if columns and (raw or self.form.names):
            columns = layout.located(columns, self.form.names or _names(raw))
        if raw and self.form.names is None:  # tables tell it of their header
            self._unread = tuple(layout.unread(_names(raw), columns))
        own = raw[0].layout if raw else USUAL
        amounts = (assign(row.values, columns, own.read).get(Column.DEAL_VALUE) for row in raw)
        comma = layout.comma_is_decimal(text for text in amounts if isinstance(text, str))
        header = self._of_deals(columns)
        found = Layout(
            columns=columns,
            read=own.read,
            comma_is_decimal=comma,
            currency=currency_of(header),
            power=power_of(header),
        )
        return own if found == own else found

    def _of_deals(self, columns: Mapping[Column, str]) -> str:
        """The name of the column of deal values; empty without one."""
        named = dict(reversed(recognised(self.form.names or ()))) | dict(columns)
        return named.get(Column.DEAL_VALUE, "")


def _first(rows: Iterator[RawRow | Refusal]) -> list[RawRow | Refusal]:
    first: list[RawRow | Refusal] = []
    size = 0
    for row in rows:
        first.append(row)
        size += row.size if isinstance(row, RawRow) else 0
        if len(first) == _FIRST_ROWS or size > _FIRST_CHARACTERS:
            break
    return first


def _names(rows: Sequence[RawRow]) -> tuple[str, ...]:
    """The columns of rows that each have their own, nested ones too."""
    return tuple(dict.fromkeys(name for row in rows for name in flat(row.values)))
