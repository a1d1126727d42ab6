"""The classroom of the tests of learning."""

import pytest

from tests.learning.course import read
from tests.learning.room import Room


@pytest.fixture(scope="session")
def drugs(tmp_path_factory):
    """The course, read once."""
    return read(tmp_path_factory.mktemp("course"))


@pytest.fixture
def empty_room(database, drugs):
    """Everybody is in their places; nobody was given a course."""
    return Room(database, drugs)


@pytest.fixture
def room(empty_room):
    """Ivo has given his group, in which Lena learns, the course."""
    empty_room.assign()
    return empty_room
