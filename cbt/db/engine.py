"""One database, opened by URL: reading sessions, and writing transactions that queue instead of colliding."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-1000",  # of each connection; the system keeps the file in memory for all of them
    "secure_delete=ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database.

    On SQLite a writing transaction takes the process's write lock before `BEGIN IMMEDIATE`, so writers wait in
    line instead of polling; readers never wait. On PostgreSQL the lock is not taken: the log's head row is the queue.
    """

    engine: Engine
    writer: Engine
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reading(self) -> Session:
        """Return a new session for reading: a snapshot of this moment. The caller closes it."""
        return Snapshot(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session in one writing transaction: committed at the end, undone if anything is raised."""
        queue = self.lock if self.engine.dialect.name == "sqlite" else nullcontext()
        with queue, self.writer.begin() as connection, Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


class Snapshot(Session):
    """A session for reading on a connection of its own, which it gives back when it is closed.

    It stands on the connection itself: the session's own bookkeeping of one costs more than three statements.
    """

    def __init__(self, engine: Engine) -> None:
        self._snapshot = engine.connect()
        self._snapshot.begin()
        super().__init__(self._snapshot, expire_on_commit=False, autoflush=False)

    def close(self) -> None:
        """Let go of everything; nothing can be asked any more."""
        super().close()
        self._snapshot.close()


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
        event.listen(engine, "begin", begin_sqlite)
    else:
        engine = create_engine(url, pool_size=20, pool_pre_ping=True, hide_parameters=True)
    return Database(engine, engine.execution_options(writing=True))


def prepare_sqlite(connection: Any, record: object) -> None:
    """Set the pragmas and leave transactions to us, not to the driver."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """Begin at once for writing, so that a reader never has to turn into a writer."""
    writing = connection.get_execution_options().get("writing")
    driver: Any = connection.connection.driver_connection
    driver.execute(
        "BEGIN IMMEDIATE" if writing else "BEGIN"
    )  # past SQLAlchemy's bookkeeping: every request pays for it
