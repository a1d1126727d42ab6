"""Insert or update in one statement, built once for both databases."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cbt.db.base import Base
from cbt.db.prepared import Prepared, Statement


class Upsert:
    """`INSERT ... ON CONFLICT (key) DO UPDATE`, prepared for SQLite and PostgreSQL.

    values: what is inserted, by column name (bind parameters or expressions). change: given the row that could not
    be inserted (`excluded`), returns what to set in the row that stands there; an empty mapping leaves it alone.
    """

    def __init__(
        self,
        table: type[Base],
        key: tuple[str, ...],
        values: Mapping[str, Any],
        change: Callable[[Any], Mapping[str, Any]],
    ) -> None:
        statements: dict[str, Statement] = {}
        for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert)):
            statement = insert(cast(Table, table.__table__)).values(
                **values
            )  # the table: a class would go through the ORM
            changes = change(statement.excluded)
            statements[name] = (
                statement.on_conflict_do_update(index_elements=key, set_=changes)
                if changes
                else statement.on_conflict_do_nothing(index_elements=key)
            )
        self._prepared = Prepared(statements)

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Execute with these bind parameters."""
        self._prepared.run(session, values)
