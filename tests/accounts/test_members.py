"""What an instructor does for the people of a group."""

import random

import pytest

from cbt.accounts import members
from cbt.accounts.directory import chosen_candidates, group_for, people_of
from cbt.accounts.members import DIGITS, SYLLABLES, HoldsRole, enlist, give_password, made_password
from cbt.accounts.people import Person
from cbt.accounts.rights import Act
from cbt.accounts.roles import holder_of
from cbt.errors import NotFound
from tests.accounts.cast import DOSTYK, EVENING, IVO, LENA, MORNING, OMAR, OSH, ZOE, new_person, number_key


def test_somebody_new_belongs_to_the_groups_post_whatever_was_asked_for(classroom):
    key = number_key(77)
    with classroom.writing() as session:
        group = group_for(session, holder_of(session, IVO), Act.TEACH, EVENING)
        enlist(session, group, key, new_person("maria", post_id=OSH), MORNING)
        assert session.get_one(Person, key).post_id == DOSTYK
        assert key in [person.key for person in people_of(session, EVENING)]


def test_only_who_is_offered_can_be_chosen(classroom):
    with classroom.reading() as session:
        ivo = holder_of(session, IVO)
        group = group_for(session, ivo, Act.TEACH, EVENING)
        assert chosen_candidates(session, ivo, group, [OMAR, LENA, OMAR]) == [OMAR, LENA]
        for people in ([ZOE], [OMAR, ZOE], [number_key(99)]):
            with pytest.raises(NotFound):
                chosen_candidates(session, ivo, group, people)


def test_a_password_is_given_to_learners_and_by_the_admin_to_anybody(classroom):
    with classroom.writing() as session:
        give_password(session, holder_of(session, IVO), LENA, "new hash")
        assert session.get_one(Person, LENA).password_hash == "new hash"
        with pytest.raises(HoldsRole):
            give_password(session, holder_of(session, IVO), OMAR, "new hash")
        assert session.get_one(Person, OMAR).password_hash != "new hash"
        give_password(session, holder_of(session, OMAR), ZOE, "new hash")
        assert session.get_one(Person, ZOE).password_hash == "new hash"


def test_a_made_password_is_long_enough_and_can_be_typed_on_any_keyboard():
    chance = random.Random(1)
    made = {made_password(chance.choice) for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 12 and password.isascii() and password == password.lower() for password in made)
    assert len(SYLLABLES) ** 4 * len(DIGITS) ** 2 > 2**30
    assert "l" not in "".join(SYLLABLES)
    assert members.DIGITS.isdigit()
