"""Real faults of a database file: no room, somebody else's lock, damage, loss."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event

from cbt.db import Database


@contextmanager
def pragma(database: Database, setting: str) -> Iterator[None]:
    """Open every connection with a setting more, for a while."""

    def more(connection: Any, record: object) -> None:
        connection.execute(f"PRAGMA {setting}")

    event.listen(database.engine, "connect", more)
    database.engine.dispose()
    yield
    event.remove(database.engine, "connect", more)
    database.engine.dispose()


@contextmanager
def locked(database: Database, file: Path) -> Iterator[None]:
    """Let somebody else write and not end, while our writers wait for a moment only."""
    with pragma(database, "busy_timeout=20"):
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()


def damaged(database: Database, file: Path) -> None:
    """Overwrite the database's file, as a dying disk does."""
    forget(database, file)
    file.write_bytes(b"not a database " * 1000)


def missing(database: Database, file: Path) -> None:
    """Take the database's file away."""
    forget(database, file)
    file.unlink()


def forget(database: Database, file: Path) -> None:
    """Close every connection and leave nothing beside the file."""
    database.engine.dispose()
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{file}{end}").unlink()


@contextmanager
def copied(database: Database, file: Path) -> Iterator[None]:
    """Bring the file back from a copy, whatever is done to it meanwhile."""
    forget(database, file)
    content = file.read_bytes()
    yield
    forget(database, file)
    file.write_bytes(content)
