"""One database, opened by URL: reading sessions, and writing transactions that queue instead of colliding."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, create_engine, event

from cbt.db.transaction import Transaction

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-4000",  # of each connection: what a class works on, 4 MB
    "secure_delete=ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database.

    On SQLite a writing transaction takes the process's write lock before `BEGIN IMMEDIATE`, so writers wait in
    line instead of polling; readers never wait. On PostgreSQL the lock is not taken: the log's head row is the queue.
    """

    engine: Engine
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reading(self) -> Transaction:
        """Return a new session for reading: a snapshot of this moment. The caller closes it."""
        return Transaction(self.engine, writing=False)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Yield a session in one writing transaction: committed at the end, undone if anything is raised."""
        queue = self.lock if self.engine.dialect.name == "sqlite" else nullcontext()
        with queue:
            session = Transaction(self.engine, writing=True)
            try:
                yield session
                session.write_down()
            finally:
                session.close()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def connect(url: str) -> Database:
    """Open the database at a SQLAlchemy URL (`sqlite:///…` or `postgresql+psycopg://…`). Creates no tables.

    No error names the values of a statement: logs must not hold what somebody typed.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            pool_use_lifo=True,  # the connection used last has the newest pages and statements in its caches
            connect_args={"timeout": 5, "check_same_thread": False},
            hide_parameters=True,
        )
        event.listen(engine, "connect", prepare_sqlite)
    else:
        engine = create_engine(url, pool_size=20, pool_pre_ping=True, hide_parameters=True)
    return Database(engine)


def prepare_sqlite(connection: Any, record: object) -> None:
    """Set the pragmas and leave transactions to us (`Transaction`, `migrating`), not to the driver."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
