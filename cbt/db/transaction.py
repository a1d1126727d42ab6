"""A session in one transaction on one pooled connection."""

from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


class Transaction(Session):
    """A session whose transaction has begun when it is made; who makes it closes it.

    Prepared statements run on the pooled connection itself. The session's own bookkeeping, which costs more than three
    of them, begins with the first entity that is asked for: on the same connection, in the same transaction.
    """

    def __init__(self, engine: Engine, *, writing: bool) -> None:
        super().__init__(expire_on_commit=False, autoflush=writing)
        self.dialect = engine.dialect
        self._engine = engine
        self._connection: Connection | None = None
        self.pooled: Any = None
        dbapi: Any = engine.dialect.dbapi
        self.errors: type[Exception] = dbapi.Error
        try:
            self.pooled = engine.raw_connection()
            if self.dialect.name == "sqlite":  # psycopg begins by itself, with the first statement
                self.pooled.driver_connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        except self.errors as error:
            self.close()
            raise self.told(error) from None

    def get_bind(self, *args: Any, **options: Any) -> Connection:
        """Return the connection for the session's own work."""
        if self._connection is None:
            self._connection = Connection(self._engine, connection=self.pooled)
        return self._connection

    def write_down(self) -> None:
        """Commit: what was written is on disk when this returns."""
        self.flush()
        try:
            self.dialect.do_commit(self.pooled)
        except self.errors as error:
            raise self.told(error) from None

    def close(self) -> None:
        """Undo what was not committed and give the connection back; nothing can be asked any more."""
        try:
            if self._connection is not None:
                super().close()
        finally:
            if self.pooled is not None:
                self.pooled.close()

    def told(self, error: Exception) -> BaseException:
        """Return SQLAlchemy's error for the driver's, without the statement and its values."""
        return DBAPIError.instance(None, None, error, self.errors, hide_parameters=True, dialect=self.dialect)


def alone(session: Session) -> bool:
    """Tell whether nobody else writes while a transaction does: SQLite's writers stand in line."""
    return cast(Transaction, session).dialect.name == "sqlite"
