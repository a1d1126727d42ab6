"""The room of the tests of learning, and more people in Lena's group."""

from uuid import UUID

import pytest

from cbt.accounts import changes
from cbt.learning import enrolment
from tests.accounts.cast import EVENING, MORNING, new_person, number_key
from tests.learning.conftest import drugs, empty_room, room  # noqa: F401 - fixtures
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE

LATIN = ("Anna A", "Bakyt B", "Clara C", "Damir D", "Elena E")


@pytest.fixture
def people(room) -> list[UUID]:  # noqa: F811
    """Five more learners of the group, who take the course: Anna to Elena by Latin name, all before Lena."""
    keys = [number_key(100 + number) for number in range(len(LATIN))]
    with room.database.writing() as session:
        for key, latin in zip(keys, LATIN, strict=True):
            new = new_person(latin.split()[0].lower(), name=latin.upper(), latin_name=latin)
            changes.add_person(session, key, new, MORNING)
            changes.join(session, EVENING, key)
        enrolment.enrol_newcomers(session, EVENING, {COURSE_ID: STRUCTURE}, keys, room.act())
    return keys
