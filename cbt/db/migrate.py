"""Migrations: the tables of a database are brought to what this program needs, in one transaction."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from cbt.db.engine import Database

SCRIPTS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x0CB7  # the number of PostgreSQL's advisory lock


def upgrade(database: Database) -> None:
    """Run every migration that is missing, all of them or none. Two processes at once do it once."""
    with migrating(database) as connection:
        command.upgrade(configured(connection), "head")


def current(database: Database) -> str | None:
    """Return the migration a database is at; None if it has no tables yet."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Return the newest migration that this program knows."""
    newest = ScriptDirectory(str(SCRIPTS)).get_current_head()
    if newest is None:
        raise LookupError(f"no migrations in {SCRIPTS}")
    return newest


def configured(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection, without a file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def fingerprint() -> str:
    """Return a digest of every migration: until the first release the first one changes in place."""
    digest = hashlib.sha256()
    for path in sorted((SCRIPTS / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """Yield a connection in a writing transaction that may rebuild tables.

    SQLite cannot alter a table in place: Alembic copies it and drops the old one, which must not delete what refers to
    it. So references are not enforced meanwhile, and checked as a whole before the commit. Raises SQLAlchemyError if
    another process holds the database.
    """
    sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.connect() as connection:
        if not sqlite:
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with database.lock, connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise BrokenReference(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


class BrokenReference(Exception):
    """A migration left a row behind that refers to nothing; it was undone."""
