import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cbt.accounts.changes import add_group, add_person, add_post, deactivate, join
from cbt.accounts.directory import (
    MOST,
    GroupRow,
    PersonRow,
    Place,
    PostRow,
    candidates,
    chosen_candidates,
    group_for,
    member_for,
    organisations,
    people_of,
    posts,
    posts_open_to,
    region_called,
)
from cbt.accounts.rights import Act, Held, Holder, RoleName, ScopeKind, may
from cbt.accounts.roles import holder_of, scopes_of_person, scopes_of_place
from cbt.errors import NotFound
from tests.accounts.cast import (
    AIDA,
    DOSTYK,
    ELSEWHERE,
    EVENING,
    IVO,
    KG_BORDER,
    KZ_CUSTOMS,
    LENA,
    MORNING,
    NORTH,
    OMAR,
    OSH,
    SOUTH,
    ZOE,
    move,
    new_person,
    number_key,
)

NOBODY = number_key(99)
EVERYBODY = [LENA, IVO, AIDA, OMAR, ZOE, *(number_key(number) for number in range(50, 59))]
EVENING_ROW = GroupRow(EVENING, "Evening", DOSTYK, "Dostyk", "kz", 1)
LENA_ROW = PersonRow(LENA, "Лена Ким", "Lena Kim", "lena", "ru", True, "Customs", "Dostyk")


def held(role, kind, scope_id):
    return Holder(IVO, (Held(role, kind, str(scope_id)),))


SCOPES = [
    (ScopeKind.GROUP, EVENING),
    (ScopeKind.GROUP, ELSEWHERE),
    (ScopeKind.POST, DOSTYK),
    (ScopeKind.POST, OSH),
    (ScopeKind.COUNTRY, "kz"),
    (ScopeKind.COUNTRY, "kg"),
    (ScopeKind.REGION, NORTH),
    (ScopeKind.REGION, SOUTH),
    (ScopeKind.BOX, ""),
]
HELD = [Held(role, kind, str(scope_id)) for role in RoleName for kind, scope_id in SCOPES]
PLACES = {DOSTYK: scopes_of_place(DOSTYK, "kz", NORTH), OSH: scopes_of_place(OSH, "kg", SOUTH)}
GROUPS = {EVENING: PLACES[DOSTYK] | {(ScopeKind.GROUP, str(EVENING))}}
GROUPS |= {ELSEWHERE: PLACES[OSH] | {(ScopeKind.GROUP, str(ELSEWHERE))}}


@pytest.fixture
def shared(classroom):
    """The classroom, with people who sit between the places: at another post, at none, of no service, in two groups."""
    with classroom.writing() as session:
        for number, (organisation_id, post_id) in enumerate(
            itertools.product((KZ_CUSTOMS, KG_BORDER, None), (DOSTYK, OSH, None)), 50
        ):
            person = new_person(f"p{number}", organisation_id=organisation_id, post_id=post_id)
            add_person(session, number_key(number), person, MORNING)
        join(session, EVENING, number_key(54))
        join(session, ELSEWHERE, number_key(54))
        join(session, ELSEWHERE, number_key(58))
    return classroom


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roles=st.lists(st.sampled_from(HELD), max_size=3, unique=True), act=st.sampled_from(list(Act)))
def test_the_database_reaches_exactly_what_may_allows_whatever_roles_are_held_together(shared, roles, act):
    check_reach(shared, Holder(IVO, tuple(roles)), act)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", RoleName)
def test_the_database_reaches_exactly_what_may_allows_for_each_role_at_each_scope(shared, role, act):
    for one in HELD:
        if one.role is role:
            check_reach(shared, Holder(IVO, (one,)), act)


def check_reach(shared, holder, act):
    """Hold what statements find against what `may` says of each group, post, member and candidate."""
    members = [(EVENING, LENA), (EVENING, number_key(54)), (ELSEWHERE, number_key(54)), (ELSEWHERE, number_key(58))]
    with shared.reading() as session:
        for key, scopes in GROUPS.items():
            assert found(group_for, session, holder, act, key) == may(holder, act, scopes), holder
        for group, person in members:
            assert found(member_for, session, holder, act, group, person) == may(holder, act, GROUPS[group]), holder
        assert {row.id for row in posts_open_to(session, holder, act)} == {
            key for key, scopes in PLACES.items() if may(holder, act, scopes)
        }
        if act is Act.TEACH:
            people = {key: may(holder, act, scopes_of_person(session, key)) for key in EVERYBODY}
            offered = {key for key in EVERYBODY if found(chosen_candidates, session, holder, [key])}
            assert offered == {key for key, allowed in people.items() if allowed}, holder
            inside = {LENA, number_key(54)}
            told = {row.key for row in candidates(session, holder, EVENING_ROW)}
            assert told == offered - inside, holder


def found(find, *values):
    """Tell whether a finder finds."""
    try:
        return bool(find(*values))
    except NotFound:
        return False


def test_an_instructor_finds_the_group_and_its_people(classroom):
    with classroom.reading() as session:
        ivo = holder_of(session, IVO)
        assert group_for(session, ivo, Act.TEACH, EVENING) == EVENING_ROW
        assert people_of(session, EVENING) == [LENA_ROW]
        assert member_for(session, ivo, Act.READ_REPORTS, EVENING, LENA) == LENA_ROW


@pytest.mark.parametrize("act", Act)
def test_zoe_who_belongs_elsewhere_sees_nothing_of_another_group(classroom, act):
    with classroom.reading() as session:
        zoe = holder_of(session, ZOE)
        assert posts_open_to(session, zoe, act) == []
        with pytest.raises(NotFound):
            group_for(session, zoe, act, EVENING)
        with pytest.raises(NotFound):
            chosen_candidates(session, zoe, [LENA])
        with pytest.raises(NotFound):
            member_for(session, zoe, act, EVENING, LENA)


def test_zoe_cannot_reach_lena_through_her_own_group(classroom):
    with classroom.reading() as session:
        zoe = holder_of(session, ZOE)
        assert candidates(session, zoe, group_for(session, zoe, Act.TEACH, ELSEWHERE), "lena") == []
        with pytest.raises(NotFound):
            member_for(session, zoe, Act.TEACH, ELSEWHERE, LENA)


@pytest.mark.parametrize("act", Act)
def test_a_learner_sees_no_group_and_nobody(classroom, act):
    with classroom.reading() as session:
        lena = holder_of(session, LENA)
        assert posts_open_to(session, lena, act) == []
        with pytest.raises(NotFound):
            group_for(session, lena, act, EVENING)
        with pytest.raises(NotFound):
            member_for(session, lena, act, EVENING, LENA)
        with pytest.raises(NotFound):
            chosen_candidates(session, lena, [IVO])


def test_what_does_not_exist_is_told_from_what_is_not_open_by_nothing(classroom):
    with classroom.reading() as session:
        zoe = holder_of(session, ZOE)
        told = []
        for find in (
            lambda: group_for(session, zoe, Act.TEACH, NOBODY),
            lambda: group_for(session, zoe, Act.TEACH, EVENING),
            lambda: member_for(session, zoe, Act.TEACH, EVENING, NOBODY),
            lambda: member_for(session, zoe, Act.TEACH, EVENING, LENA),
            lambda: chosen_candidates(session, zoe, [NOBODY]),
            lambda: chosen_candidates(session, zoe, [LENA]),
        ):
            with pytest.raises(NotFound) as caught:
                find()
            told.append(str(caught.value))
    assert len(set(told)) == 1


def test_an_instructor_may_add_open_accounts_of_the_post_who_are_not_members_yet(shared):
    with shared.writing() as session:
        deactivate(session, AIDA)
        ivo = held(RoleName.INSTRUCTOR, ScopeKind.POST, DOSTYK)
        offered = candidates(session, ivo, group_for(session, ivo, Act.TEACH, EVENING))
    assert {row.key for row in offered} == {IVO, OMAR, *(number_key(number) for number in (50, 53, 56))}


def test_an_instructor_of_one_group_is_offered_nobody_from_outside_their_groups(shared):
    with shared.reading() as session:
        ivo = holder_of(session, IVO)
        assert candidates(session, ivo, group_for(session, ivo, Act.TEACH, EVENING)) == []


def test_an_instructor_of_a_country_may_add_its_people_from_every_post(shared):
    holder = held(RoleName.INSTRUCTOR, ScopeKind.COUNTRY, "kz")
    with shared.reading() as session:
        offered = candidates(session, holder, group_for(session, holder, Act.TEACH, EVENING))
    elsewhere = {number_key(number) for number in (51, 52)}
    assert elsewhere <= {row.key for row in offered}
    assert ZOE not in {row.key for row in offered}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("aida", [AIDA]),
        ("ОМАРОВА", [AIDA]),
        ("omar", [AIDA, OMAR]),
        ("омар тан", [OMAR]),
        ("tan омар", [OMAR]),
        ("lena", []),
        ("%", []),
        ("_", []),
        ("", [AIDA, IVO, OMAR]),
    ],
)
def test_people_are_searched_by_any_part_of_any_of_their_names_in_any_case(classroom, search, found):
    with classroom.reading() as session:
        ivo = held(RoleName.INSTRUCTOR, ScopeKind.POST, DOSTYK)
        group = group_for(session, ivo, Act.TEACH, EVENING)
        assert [row.key for row in candidates(session, ivo, group, search)] == found


def test_a_search_gives_at_most_fifty_names(classroom):
    with classroom.writing() as session:
        for number in range(100, 100 + MOST):
            add_person(session, number_key(number), new_person(f"p{number}"), MORNING)
        assert len(candidates(session, holder_of(session, OMAR), EVENING_ROW)) == MOST


def test_members_are_told_by_latin_name_closed_accounts_too(classroom):
    with classroom.writing() as session:
        for key in (OMAR, AIDA):
            join(session, EVENING, key)
        deactivate(session, AIDA)
        members = people_of(session, EVENING)
        assert [(row.latin_name, row.active) for row in members] == [
            ("Aida Omarova", False),
            ("Lena Kim", True),
            ("Omar Tan", True),
        ]


def test_a_person_who_belongs_nowhere_is_shown_without_places(classroom):
    with classroom.writing() as session:
        move(session, LENA, None, None)
        row = member_for(session, holder_of(session, OMAR), Act.MANAGE_PEOPLE, EVENING, LENA)
    assert (row.organisation_name, row.post_name) == (None, None)


def test_each_list_takes_one_statement_however_long_it_is(shared, queries):
    with shared.writing() as session:
        for number in range(60, 70):
            add_group(session, number_key(number), f"Group {number}", DOSTYK, MORNING)
            join(session, number_key(number), LENA)
        omar = holder_of(session, OMAR)
        group = group_for(session, omar, Act.TEACH, EVENING)
        for read in (
            lambda: people_of(session, EVENING),
            lambda: candidates(session, omar, group, "p"),
            lambda: posts(session),
            lambda: posts_open_to(session, omar, Act.TEACH),
            lambda: organisations(session),
        ):
            queries.clear()
            assert len(read()) >= 1
            assert len(queries) == 1


def test_forms_can_offer_every_post_that_is_open_and_every_organisation(classroom):
    with classroom.reading() as session:
        omar = holder_of(session, OMAR)
        assert posts_open_to(session, omar, Act.TEACH) == [Place(DOSTYK, "Dostyk", "kz"), Place(OSH, "Osh", "kg")]
        assert organisations(session) == [Place(KG_BORDER, "Border service", "kg"), Place(KZ_CUSTOMS, "Customs", "kz")]


def test_a_list_of_posts_tells_their_regions(classroom):
    with classroom.writing() as session:
        add_post(session, number_key(60), "Khorgos", "kz")
        assert posts(session) == [
            PostRow(DOSTYK, "Dostyk", "kz", "North"),
            PostRow(number_key(60), "Khorgos", "kz", None),
            PostRow(OSH, "Osh", "kg", "South"),
        ]


def test_a_region_is_found_by_its_name_however_it_is_spaced(classroom):
    with classroom.reading() as session:
        assert region_called(session, " North ") == NORTH
        assert region_called(session, "West") is None
