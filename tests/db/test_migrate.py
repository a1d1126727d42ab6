"""Migrations make exactly the tables of the models, on both databases, all or none."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from cbt.db import connect
from cbt.db.migrate import BrokenReference, current, head, migrating, upgrade
from tests.models import all_tables


@pytest.fixture
def empty(new_url):
    """A database without any table."""
    database = connect(new_url())
    all_tables().drop_all(database.engine)
    yield database
    database.close()


def spelled(told):
    """Return what an inspector tells of one thing as text, conditions of indexes included."""
    return str({key: spelled(value) for key, value in told.items()}) if isinstance(told, dict) else str(told)


def description(database):
    """Return all that an inspector tells of a database's tables but Alembic's own, in an order that does not matter."""
    about = inspect(database.engine)
    tables = set(about.get_table_names()) - {"alembic_version"}
    parts = ("columns", "indexes", "unique_constraints", "check_constraints", "foreign_keys")
    return {
        table: {part: sorted(spelled(one) for one in getattr(about, f"get_{part}")(table)) for part in parts}
        | {"pk": spelled(about.get_pk_constraint(table))}
        for table in tables
    }


def run(database, *statements):
    """Run statements as a migration does."""
    with migrating(database) as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_an_empty_database_has_no_migration_and_gets_the_newest(empty):
    assert current(empty) is None
    upgrade(empty)
    assert current(empty) == head()


def test_upgrading_twice_changes_nothing(empty):
    upgrade(empty)
    before = description(empty)
    upgrade(empty)
    assert description(empty) == before


def test_alembic_finds_no_difference_between_models_and_migrations(empty):
    upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, all_tables()) == []


def test_migrated_tables_are_those_the_models_make_to_the_last_constraint(empty, database):
    upgrade(empty)
    migrated, modelled = description(empty), description(database)
    assert migrated.keys() == modelled.keys()
    for table in modelled:
        assert migrated[table] == modelled[table], table


def test_a_migration_that_fails_leaves_nothing_behind(empty):
    with pytest.raises(SQLAlchemyError):
        run(empty, "CREATE TABLE half (id INTEGER)", "CREATE TABLE")
    assert not inspect(empty.engine).has_table("half")


def test_two_processes_that_start_at_once_migrate_once(empty):
    second = connect(empty.engine.url.render_as_string(hide_password=False))
    threads = [threading.Thread(target=upgrade, args=(database,)) for database in (empty, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert current(empty) == head()
    assert "fact" in inspect(empty.engine).get_table_names()


def test_sqlite_refuses_a_migration_that_leaves_a_dangling_reference(empty, backend):
    if backend != "sqlite":
        pytest.skip("PostgreSQL enforces references while it migrates")
    parent, child = "CREATE TABLE parent (id INTEGER PRIMARY KEY)", "CREATE TABLE child (id INTEGER REFERENCES parent)"
    with pytest.raises(BrokenReference, match="child refers to a row of parent"):
        run(empty, parent, child, "INSERT INTO child VALUES (1)")
    with empty.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    assert not inspect(empty.engine).has_table("child")
