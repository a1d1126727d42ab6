"""What an instructor does for the people of a group."""

import random

import pytest

from cbt.accounts import changes, members, roles
from cbt.accounts.directory import chosen_candidates, group_for, people_of
from cbt.accounts.members import DIGITS, SYLLABLES, HoldsRole, OnlyInGroup, enlist, give_password, made_password
from cbt.accounts.people import Person
from cbt.accounts.rights import THE_BOX, Act, Held, Holder, RoleName, ScopeKind
from cbt.accounts.roles import holder_of
from cbt.errors import NotFound
from tests.accounts.cast import (
    DOSTYK,
    EVENING,
    IVO,
    LENA,
    MORNING,
    NORTH,
    OMAR,
    OSH,
    SOUTH,
    ZOE,
    new_person,
    number_key,
)

AT_POST = Holder(IVO, (Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(DOSTYK)),))  # Ivo's own role is his group's
SCOPES = {  # does a role here reach Lena, but by her group?
    (ScopeKind.GROUP, str(EVENING)): False,
    (ScopeKind.POST, str(OSH)): False,
    (ScopeKind.COUNTRY, "kg"): False,
    (ScopeKind.REGION, str(SOUTH)): False,
    (ScopeKind.POST, str(DOSTYK)): True,
    (ScopeKind.COUNTRY, "kz"): True,
    (ScopeKind.REGION, str(NORTH)): True,
    THE_BOX: True,
}


def test_somebody_new_belongs_to_the_groups_post_whatever_was_asked_for(classroom):
    key = number_key(77)
    with classroom.writing() as session:
        group = group_for(session, holder_of(session, IVO), Act.TEACH, EVENING)
        enlist(session, group, key, new_person("maria", post_id=OSH), MORNING)
        assert session.get_one(Person, key).post_id == DOSTYK
        assert key in [person.key for person in people_of(session, EVENING)]


def test_only_who_is_offered_can_be_chosen(classroom):
    with classroom.reading() as session:
        assert chosen_candidates(session, AT_POST, [OMAR, LENA, OMAR]) == [OMAR, LENA]
        for people in ([ZOE], [OMAR, ZOE], [number_key(99)]):
            with pytest.raises(NotFound):
                chosen_candidates(session, AT_POST, people)


@pytest.mark.parametrize("role", [RoleName.INSTRUCTOR, RoleName.ADMIN])
def test_who_teaches_one_group_can_neither_choose_a_learner_of_the_post_nor_give_a_password(classroom, role):
    own = number_key(78)
    with classroom.writing() as session:
        changes.add_group(session, own, "Own", DOSTYK, MORNING)
        roles.grant(session, ZOE, Held(role, ScopeKind.GROUP, str(own)))
        holder = holder_of(session, ZOE)
        with pytest.raises(NotFound):
            chosen_candidates(session, holder, [LENA])
        changes.join(session, own, LENA)
        with pytest.raises(OnlyInGroup):
            give_password(session, holder, LENA, "new hash")
        assert session.get_one(Person, LENA).password_hash != "new hash"


@pytest.mark.parametrize("role", [RoleName.INSTRUCTOR, RoleName.ADMIN])
@pytest.mark.parametrize(("scope", "given"), SCOPES.items(), ids=str)
def test_a_learner_gets_a_password_from_who_teaches_where_they_are(classroom, role, scope, given):
    with classroom.writing() as session:
        roles.grant(session, ZOE, Held(role, *scope))
        holder = holder_of(session, ZOE)
        if given:
            give_password(session, holder, LENA, "new hash")
        else:
            with pytest.raises(OnlyInGroup):
                give_password(session, holder, LENA, "new hash")
        assert (session.get_one(Person, LENA).password_hash == "new hash") == given


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_only_an_admin_of_the_whole_box_gives_a_password_to_somebody_with_a_role(classroom, scope):
    with classroom.writing() as session:
        roles.grant(session, ZOE, Held(RoleName.ADMIN, *scope))
        changes.join(session, EVENING, OMAR)
        holder = holder_of(session, ZOE)
        if scope == THE_BOX:
            give_password(session, holder, OMAR, "new hash")
        else:
            with pytest.raises(HoldsRole):
                give_password(session, holder, OMAR, "new hash")
        assert (session.get_one(Person, OMAR).password_hash == "new hash") == (scope == THE_BOX)


def test_a_role_that_is_no_longer_in_the_table_gives_no_password(classroom):
    with classroom.writing() as session, pytest.raises(OnlyInGroup):
        give_password(session, AT_POST, LENA, "new hash")


def test_a_made_password_is_long_enough_and_can_be_typed_on_any_keyboard():
    chance = random.Random(1)
    made = {made_password(chance.choice) for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 12 and password.isascii() and password == password.lower() for password in made)
    assert len(SYLLABLES) ** 4 * len(DIGITS) ** 2 > 2**30
    assert "l" not in "".join(SYLLABLES)
    assert members.DIGITS.isdigit()
