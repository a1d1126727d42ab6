"""What every test may ask for. With `--postgresql`, only tests that use a database run, on a server that is theirs."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from cbt.db import Database, connect
from tests import postgresql
from tests.models import all_tables

NewUrl = Callable[[], str]
NewDatabase = Callable[[], Database]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run the tests that use a database on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("postgresql"):
        return
    using = [item for item in items if "new_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in using])
    items[:] = using


@pytest.fixture(scope="session")
def backend(pytestconfig: pytest.Config) -> str:
    """The database this run is about: `sqlite` or `postgresql`."""
    return "postgresql" if pytestconfig.getoption("postgresql") else "sqlite"


@pytest.fixture(scope="session")
def server(backend: str) -> Iterator[str]:
    """The URL of this worker's PostgreSQL server, without a database; empty on SQLite."""
    if backend == "sqlite":
        yield ""
        return
    with postgresql.running() as url:
        yield url


@pytest.fixture(scope="session")
def template(server: str, tmp_path_factory: pytest.TempPathFactory) -> str | Path:
    """A database with every table, made once: a file to copy, or the name of a PostgreSQL template."""
    path = tmp_path_factory.mktemp("template") / "cbt.sqlite3"
    if server:
        with administering(server) as run:
            run("CREATE DATABASE template_cbt")
    database = connect(f"{server}template_cbt" if server else f"sqlite:///{path}")
    all_tables().create_all(database.engine)
    database.close()
    return "template_cbt" if server else path


@pytest.fixture
def new_url(server: str, template: str | Path, tmp_path: Path) -> Iterator[NewUrl]:
    """Makes the URL of a fresh database with every table at each call; all are gone when the test ends."""
    numbers, made = itertools.count(1), list[str]()

    def make() -> str:
        name = f"cbt_{next(numbers)}"
        if not server:
            shutil.copyfile(template, tmp_path / f"{name}.sqlite3")
            return f"sqlite:///{tmp_path / name}.sqlite3"
        with administering(server) as run:
            run(f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return f"{server}{name}"

    yield make
    if made:
        with administering(server) as run:
            for name in made:
                run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_database(new_url: NewUrl) -> Iterator[NewDatabase]:
    """Opens a fresh database with every table at each call, for tests that need several."""
    opened: list[Database] = []

    def make() -> Database:
        opened.append(connect(new_url()))
        return opened[-1]

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def database(new_database: NewDatabase) -> Database:
    """A real database of this test's own, with every table: a WAL file, or a PostgreSQL database."""
    return new_database()


@pytest.fixture
def queries(database: Database) -> Iterator[list[str]]:
    """The SQL sent so far, without the beginnings of transactions, for tests that promise a page needs few queries."""
    sent: list[str] = []

    dialect: Any = database.engine.dialect
    execute = dialect.do_execute

    def noting(cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)
        execute(cursor, statement, *rest)

    dialect.do_execute = noting
    yield sent
    dialect.do_execute = execute


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning."""
    return datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


@contextmanager
def administering(server: str) -> Iterator[Callable[[str], None]]:
    """Yield a way to send statements that make and drop databases."""
    engine: Engine = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:

        def run(statement: str) -> None:
            connection.execute(text(statement))

        yield run
    engine.dispose()
