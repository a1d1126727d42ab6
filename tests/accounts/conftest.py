"""A classroom with the whole cast in it."""

import pytest

from cbt.db import Database
from tests.accounts.cast import settle_in


@pytest.fixture
def classroom(database: Database) -> Database:
    """The database with everybody in their places; nobody has a password yet."""
    with database.writing() as session:
        settle_in(session)
    return database
