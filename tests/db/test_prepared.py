"""Prepared statements give what the session would have given, and fail as it would have failed."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Uuid, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from cbt.db import Database, UtcDateTime
from cbt.db.prepared import Prepared

KEY = UUID("00000000-0000-4000-8000-000000000007")


KEPT = Table(
    "kept",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("name", String(80)),
    Column("right", Boolean),
    Column("at", UtcDateTime),
    Column("points", Integer),
)
ADD = Prepared(
    insert(KEPT).values(
        {name: bindparam(name) for name in ("id", "name", "right", "at")} | {"points": bindparam("points", value=3)}
    )
)
RENAME = Prepared(update(KEPT).where(KEPT.c.id == bindparam("of")).values(name=bindparam("new_name"), right=False))
BY_NAME = Prepared(
    select(KEPT.c.id, KEPT.c.name, KEPT.c.right, KEPT.c.at, KEPT.c.points, func.length(KEPT.c.name))
    .where(KEPT.c.name >= bindparam("name"))
    .order_by(KEPT.c.name)
)


@pytest.fixture
def kept(database: Database, now: datetime):
    KEPT.create(database.engine)
    with database.writing() as session:
        for number, name in enumerate(("ә", "б 100 %", "в")):
            ADD.run(session, {"id": UUID(int=number), "name": name, "right": number == 1, "at": now})
    return database


def test_rows_have_the_values_that_were_written_by_name_and_by_place(kept, now):
    with kept.reading() as session:
        first, second = BY_NAME.all(session, {"name": "б"})[:2]
        assert (first.id, first.name, first.right, first.at, first.points) == (UUID(int=1), "б 100 %", True, now, 3)
        assert second[5] == 1
        assert BY_NAME.first(session, {"name": "б"}) == first
        assert BY_NAME.first(session, {"name": "ӿӿ"}) is None


def test_it_is_what_the_session_itself_reads(kept):
    statement = select(KEPT.c.id, KEPT.c.name, KEPT.c.right, KEPT.c.at, KEPT.c.points).order_by(KEPT.c.name)
    with kept.reading() as session:
        assert [tuple(row) for row in session.execute(statement)] == [
            tuple(row) for row in Prepared(statement).all(session, {})
        ]


def test_writing_tells_how_many_rows_were_written_and_is_undone_with_its_transaction(kept):
    written = []

    def rename_all_and_fail():
        with kept.writing() as session:
            written.extend(RENAME.run(session, {"of": key, "new_name": "г"}) for key in (UUID(int=1), KEY))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_all_and_fail()
    assert written == [1, 0]
    with kept.reading() as session:
        assert BY_NAME.first(session, {"name": "б"}).name == "б 100 %"


def test_a_value_that_is_missing_is_named(kept):
    with kept.reading() as session, pytest.raises(KeyError, match="name"):
        BY_NAME.all(session, {})


def test_an_error_is_sqlalchemys_and_holds_no_value(kept, now):
    with pytest.raises(IntegrityError) as told, kept.writing() as session:
        ADD.run(session, {"id": UUID(int=1), "name": "secret words", "right": True, "at": now})
    assert "secret" not in str(told.value).replace(str(told.value.orig), "")
    KEPT.drop(kept.engine)
    with kept.reading() as session, pytest.raises((OperationalError, ProgrammingError)):
        BY_NAME.all(session, {"name": "б"})


def test_a_constant_of_the_statement_stands_in_its_text(kept):
    joined = Prepared(select(func.aggregate_strings(KEPT.c.name, "'; ")).where(KEPT.c.name >= bindparam("name")))
    with kept.reading() as session:
        assert sorted(joined.first(session, {"name": "б"})[0].split("'; ")) == ["б 100 %", "в", "ә"]
