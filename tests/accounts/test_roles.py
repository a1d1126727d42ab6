import pytest
from sqlalchemy.exc import IntegrityError

from cbt.accounts.changes import add_group, add_post, join
from cbt.accounts.rights import Held, Holder, RoleName, ScopeKind
from cbt.accounts.roles import (
    NotHeld,
    Role,
    SeveralScopes,
    UnknownScope,
    grant,
    holder_of,
    revoke,
    scope_called,
    scopes_of_person,
)
from cbt.errors import NotFound
from tests.accounts.cast import (
    DOSTYK,
    EVENING,
    IVO,
    KZ_CUSTOMS,
    LENA,
    MORNING,
    NORTH,
    OSH,
    SOUTH,
    ZOE,
    move,
    number_key,
)

NOBODY = number_key(99)
PLACE = {
    (ScopeKind.POST, str(DOSTYK)),
    (ScopeKind.COUNTRY, "kz"),
    (ScopeKind.REGION, str(NORTH)),
    (ScopeKind.BOX, ""),
}


@pytest.mark.parametrize(
    ("kind", "scope_id"),
    [
        (ScopeKind.GROUP, str(EVENING)),
        (ScopeKind.POST, str(DOSTYK)),
        (ScopeKind.COUNTRY, "tj"),
        (ScopeKind.REGION, str(NORTH)),
        (ScopeKind.BOX, ""),
    ],
)
def test_a_role_can_be_held_at_every_kind_of_scope_and_be_taken_back(classroom, kind, scope_id):
    held = Held(RoleName.MANAGER, kind, scope_id)
    with classroom.writing() as session:
        grant(session, LENA, held)
        grant(session, LENA, held)
        assert holder_of(session, LENA) == Holder(LENA, (held,))
        revoke(session, LENA, held)
        assert holder_of(session, LENA) == Holder(LENA)


def test_one_person_may_hold_several_roles_and_taking_one_leaves_the_others(classroom):
    here = Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(EVENING))
    more = [Held(RoleName.AUTHOR, ScopeKind.BOX, ""), Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(OSH))]
    with classroom.writing() as session:
        for held in more:
            grant(session, IVO, held)
        assert set(holder_of(session, IVO).roles) == {here, *more}
        revoke(session, IVO, here)
        assert set(holder_of(session, IVO).roles) == set(more)


@pytest.mark.parametrize(
    "held",
    [
        Held(RoleName.AUTHOR, ScopeKind.GROUP, str(EVENING)),
        Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(EVENING)),
        Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(OSH)),
    ],
)
def test_a_role_that_somebody_does_not_hold_there_cannot_be_taken(classroom, held):
    with classroom.writing() as session:
        before = holder_of(session, IVO)
        with pytest.raises(NotHeld):
            revoke(session, IVO, held)
        assert holder_of(session, IVO) == before


@pytest.mark.parametrize(
    ("kind", "name", "scope_id"),
    [
        (ScopeKind.GROUP, "Evening", str(EVENING)),
        (ScopeKind.GROUP, str(EVENING), str(EVENING)),
        (ScopeKind.POST, "  Dostyk ", str(DOSTYK)),
        (ScopeKind.REGION, "North", str(NORTH)),
        (ScopeKind.COUNTRY, "kz", "kz"),
        (ScopeKind.BOX, "", ""),
    ],
)
def test_a_scope_is_found_by_what_people_call_it(classroom, kind, name, scope_id):
    with classroom.reading() as session:
        assert scope_called(session, kind, name) == (kind, scope_id)


def test_a_name_of_nothing_and_a_name_of_two_are_refused_and_an_id_tells_the_two_apart(classroom):
    second = number_key(60)
    with classroom.writing() as session:
        add_post(session, second, "Dostyk", "kg")
        with pytest.raises(UnknownScope, match="no post “Evening”"):
            scope_called(session, ScopeKind.POST, "Evening")
        with pytest.raises(SeveralScopes, match="More than one post is called “Dostyk”"):
            scope_called(session, ScopeKind.POST, "Dostyk")
        assert scope_called(session, ScopeKind.POST, str(second)) == (ScopeKind.POST, str(second))


@pytest.mark.parametrize(
    ("kind", "scope_id"),
    [
        (ScopeKind.GROUP, str(NOBODY)),
        (ScopeKind.GROUP, str(DOSTYK)),
        (ScopeKind.GROUP, f"{{{EVENING}}}"),
        (ScopeKind.POST, "Dostyk"),
        (ScopeKind.REGION, ""),
        (ScopeKind.COUNTRY, "KZ"),
        (ScopeKind.COUNTRY, "kaz"),
        (ScopeKind.BOX, "everything"),
    ],
)
def test_a_role_at_something_that_does_not_exist_is_refused(classroom, kind, scope_id):
    with pytest.raises(UnknownScope), classroom.writing() as session:
        grant(session, LENA, Held(RoleName.INSTRUCTOR, kind, scope_id))


def test_a_role_that_is_none_is_refused_by_the_database(classroom):
    with pytest.raises(IntegrityError), classroom.writing() as session:
        session.add(Role(person_key=LENA, role="king", scope_kind="box", scope_id=""))


def test_roles_are_read_in_one_statement(classroom, queries):
    with classroom.reading() as session:
        holder_of(session, IVO)
    assert len(queries) == 1


def test_a_person_lies_in_their_groups_and_places_told_by_one_statement(classroom, queries):
    with classroom.reading() as session:
        assert scopes_of_person(session, LENA) == PLACE | {(ScopeKind.GROUP, str(EVENING))}
        assert len(queries) == 1
        assert scopes_of_person(session, IVO) == PLACE


def test_at_a_shared_post_the_country_is_that_of_the_person_s_own_service(classroom):
    with classroom.writing() as session:
        move(session, LENA, KZ_CUSTOMS, OSH)
        scopes = scopes_of_person(session, LENA)
    assert (ScopeKind.COUNTRY, "kz") in scopes
    assert (ScopeKind.COUNTRY, "kg") not in scopes
    assert (ScopeKind.POST, str(OSH)) in scopes
    assert (ScopeKind.REGION, str(SOUTH)) in scopes


def test_without_a_service_the_country_is_the_post_s_and_without_both_there_is_none(classroom):
    with classroom.writing() as session:
        move(session, ZOE, None, OSH)
        assert (ScopeKind.COUNTRY, "kg") in scopes_of_person(session, ZOE)
        move(session, ZOE, None, None)
        assert scopes_of_person(session, ZOE) == {(ScopeKind.BOX, "")}


def test_who_does_not_exist_has_no_scopes(classroom):
    with classroom.reading() as session, pytest.raises(NotFound):
        scopes_of_person(session, NOBODY)


def test_somebody_in_several_groups_lies_in_each(classroom):
    second = number_key(43)
    with classroom.writing() as session:
        add_group(session, second, "Morning", DOSTYK, MORNING)
        join(session, second, LENA)
        groups = {scope for scope in scopes_of_person(session, LENA) if scope[0] is ScopeKind.GROUP}
    assert groups == {(ScopeKind.GROUP, str(EVENING)), (ScopeKind.GROUP, str(second))}
