import itertools

import pytest

from cbt.accounts.changes import add_group, add_person, deactivate, join, place
from cbt.accounts.directory import (
    MOST,
    GroupRow,
    PersonRow,
    Place,
    candidates,
    group_for,
    groups_of,
    groups_open_to,
    member_for,
    organisations,
    people_of,
    people_open_to,
    person_for,
    posts,
    posts_open_to,
    regions,
)
from cbt.accounts.rights import Act, Held, Holder, RoleName, ScopeKind, may
from cbt.accounts.roles import holder_of, scopes_of_group, scopes_of_person, scopes_of_post
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
    new_person,
    number_key,
)

NOBODY = number_key(99)
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
HOLDERS = [held(RoleName.ADMIN, *scope) for scope in SCOPES]
HOLDERS += [Holder(IVO, one.roles + two.roles) for one, two in itertools.combinations(HOLDERS[:8], 2)]
HOLDERS += [Holder(IVO), held(RoleName.AUTHOR, ScopeKind.BOX, "")]


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


def test_lists_hold_exactly_what_may_allows(shared):
    everybody = [LENA, IVO, AIDA, OMAR, ZOE, *(number_key(number) for number in range(50, 59))]
    with shared.reading() as session:
        people = {key: scopes_of_person(session, key) for key in everybody}
        groups = {key: scopes_of_group(session, key) for key in (EVENING, ELSEWHERE)}
        places = {key: scopes_of_post(session, key) for key in (DOSTYK, OSH)}
        for holder in HOLDERS:
            told = {row.key for row in people_open_to(session, holder, Act.TEACH)}
            assert told == {key for key, scopes in people.items() if may(holder, Act.TEACH, scopes)}, holder
            told = {row.id for row in groups_open_to(session, holder, Act.TEACH)}
            assert told == {key for key, scopes in groups.items() if may(holder, Act.TEACH, scopes)}, holder
            told = {row.id for row in posts_open_to(session, holder, Act.TEACH)}
            assert told == {key for key, scopes in places.items() if may(holder, Act.TEACH, scopes)}, holder


def test_an_instructor_finds_the_group_and_its_people(classroom):
    with classroom.reading() as session:
        ivo = holder_of(session, IVO)
        assert groups_open_to(session, ivo, Act.TEACH) == [EVENING_ROW]
        assert group_for(session, ivo, Act.TEACH, EVENING) == EVENING_ROW
        assert people_of(session, EVENING) == [LENA_ROW]
        assert person_for(session, ivo, Act.READ_REPORTS, LENA) == LENA_ROW
        assert member_for(session, ivo, Act.READ_REPORTS, EVENING, LENA) == LENA_ROW


@pytest.mark.parametrize("act", Act)
def test_zoe_who_belongs_elsewhere_sees_nothing_of_another_group(classroom, act):
    with classroom.reading() as session:
        zoe = holder_of(session, ZOE)
        assert EVENING not in {group.id for group in groups_open_to(session, zoe, act)}
        assert LENA not in {person.key for person in people_open_to(session, zoe, act)}
        assert posts_open_to(session, zoe, act) == []
        with pytest.raises(NotFound):
            group_for(session, zoe, act, EVENING)
        with pytest.raises(NotFound):
            person_for(session, zoe, act, LENA)
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
        assert groups_open_to(session, lena, act) == []
        assert people_open_to(session, lena, act) == []
        with pytest.raises(NotFound):
            person_for(session, lena, act, IVO)


def test_what_does_not_exist_is_told_from_what_is_not_open_by_nothing(classroom):
    with classroom.reading() as session:
        zoe = holder_of(session, ZOE)
        told = []
        for find in (
            lambda: group_for(session, zoe, Act.TEACH, NOBODY),
            lambda: group_for(session, zoe, Act.TEACH, EVENING),
            lambda: person_for(session, zoe, Act.TEACH, NOBODY),
            lambda: person_for(session, zoe, Act.TEACH, LENA),
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
        assert len(people_open_to(session, holder_of(session, OMAR), Act.MANAGE_PEOPLE)) == MOST


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
        place(session, LENA, None, None)
        row = person_for(session, holder_of(session, OMAR), Act.MANAGE_PEOPLE, LENA)
    assert (row.organisation_name, row.post_name) == (None, None)


def test_each_list_takes_one_statement_however_long_it_is(shared, queries):
    with shared.writing() as session:
        for number in range(60, 70):
            add_group(session, number_key(number), f"Group {number}", DOSTYK, MORNING)
            join(session, number_key(number), LENA)
        omar = holder_of(session, OMAR)
        group = group_for(session, omar, Act.TEACH, EVENING)
        for read in (
            lambda: groups_open_to(session, omar, Act.TEACH),
            lambda: groups_of(session, LENA),
            lambda: people_of(session, EVENING),
            lambda: people_open_to(session, omar, Act.TEACH, "lena kim"),
            lambda: candidates(session, omar, group, "p"),
            lambda: posts(session),
            lambda: posts_open_to(session, omar, Act.TEACH),
            lambda: organisations(session),
            lambda: regions(session),
        ):
            queries.clear()
            assert len(read()) >= 1
            assert len(queries) == 1


def test_somebody_s_groups_are_told_by_name(classroom):
    with classroom.writing() as session:
        add_group(session, number_key(60), "Dawn", DOSTYK, MORNING)
        join(session, number_key(60), LENA)
        assert [(group.name, group.members) for group in groups_of(session, LENA)] == [("Dawn", 1), ("Evening", 1)]
        assert groups_of(session, ZOE) == []


def test_forms_can_offer_every_post_organisation_and_region(classroom):
    with classroom.reading() as session:
        assert posts(session) == [Place(DOSTYK, "Dostyk", "kz"), Place(OSH, "Osh", "kg")]
        assert organisations(session) == [Place(KG_BORDER, "Border service", "kg"), Place(KZ_CUSTOMS, "Customs", "kz")]
        assert regions(session) == [Place(NORTH, "North", None), Place(SOUTH, "South", None)]
