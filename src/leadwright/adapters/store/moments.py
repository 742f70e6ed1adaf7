"""Instants as the database keeps them: whole microseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """An instant as the database keeps it."""
    return (moment - _EPOCH) // _MICRO


def from_micros(value: int) -> datetime:
    """An instant as the house knows it."""
    return _EPOCH + value * _MICRO


class Moment(sa.types.TypeDecorator[datetime]):
    """A timezone-aware instant as microseconds since 1970, UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """As the database keeps it."""
        del dialect
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        """As the house knows it."""
        del dialect
        return None if value is None else from_micros(value)


def as_kept(table: sa.Table) -> tuple[sa.ColumnElement[Any], ...]:
    """Columns with the values the database has: a type of ours would round away a change."""
    return tuple(
        sa.type_coerce(column, sa.BigInteger).label(column.name)
        if isinstance(column.type, sa.TypeDecorator | sa.Boolean)
        else column
        for column in table.c
    )
