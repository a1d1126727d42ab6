from sqlalchemy import bindparam, select

from cbt.accounts.people import Region
from cbt.db import Database
from cbt.db.rows import rows
from cbt.records.identity import uuid7

NAMES = select(Region.id, Region.name).where(Region.name == bindparam("name"))


def test_rows_are_of_the_sessions_own_transaction_with_values_as_the_columns_have_them(database: Database, now) -> None:
    key = uuid7(now, bytes(10))
    with database.writing() as session:
        session.add(Region(id=key, name="Central Asia"))
        session.flush()
        row = rows(session, NAMES, {"name": "Central Asia"}).one()
        other = database.reading()
        assert rows(other, NAMES, {"name": "Central Asia"}).all() == []
        other.close()
    assert (row.id, row.name) == (key, "Central Asia")
