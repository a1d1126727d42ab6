"""The base of every table and the column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import BigInteger, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

AnyRow: TypeAlias = Any
"""A row of columns, read by their names or unpacked in their order."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as whole UTC milliseconds so that both databases sort and return the same value.

    Refuses naive times; microseconds below a millisecond are cut.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return UTC milliseconds since 1970."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return an aware UTC time."""
        return None if value is None else moment(value)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime}


def milliseconds(value: datetime) -> int:
    """Return whole UTC milliseconds since 1970. Raises ValueError for a naive time."""
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value!r}")
    return (value - EPOCH) // timedelta(milliseconds=1)


def moment(value: int) -> datetime:
    """Return the aware UTC time of whole milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=value)
