"""Wrong words about columns; each message lists the right ones."""

from typing import ClassVar

from leadwright.errors import Misconfigured


class FieldUnknown(Misconfigured):
    """`--map` names a field that leads do not have."""

    code: ClassVar[str] = "field_unknown"


class ColumnUnknown(Misconfigured):
    """`--map` names a column that the file does not have."""

    code: ClassVar[str] = "column_unknown"
