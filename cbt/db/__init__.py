"""The database: engine, base class, column types, write lock, migrations. Knows no table."""

from cbt.db.base import AnyRow, Base, UtcDateTime
from cbt.db.engine import Database, connect

__all__ = ["AnyRow", "Base", "Database", "UtcDateTime", "connect"]
