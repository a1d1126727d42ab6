import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from cbt.accounts.people import Region
from cbt.db import Database
from cbt.records.identity import uuid7


def test_an_error_of_the_database_does_not_hold_what_somebody_typed(database: Database, now) -> None:
    key = uuid7(now, bytes(10))
    region = {"id": key, "name": "Kamu Vire"}
    with database.writing() as session:
        session.execute(insert(Region), region)
    with pytest.raises(IntegrityError) as caught, database.engine.connect() as connection:
        connection.execute(insert(Region), region)
    assert "INSERT INTO region" in str(caught.value)
    assert "Kamu Vire" not in str(caught.value)
