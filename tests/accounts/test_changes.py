import pytest
from sqlalchemy import String, Uuid, cast, func, or_, select

from cbt.accounts import delays
from cbt.accounts.changes import (
    NameTaken,
    RegionExists,
    UnknownCountry,
    activate,
    add_group,
    add_organisation,
    add_person,
    add_post,
    add_region,
    change_language,
    change_password,
    deactivate,
    erase_person,
    join,
    leave,
)
from cbt.accounts.directory import people_of
from cbt.accounts.names import NotLatin, UnusableName, digest
from cbt.accounts.people import Membership, Person
from cbt.accounts.rights import Held, RoleName, ScopeKind
from cbt.accounts.roles import grant
from cbt.accounts.sessions import open_session
from cbt.db import Base
from cbt.errors import NotFound
from cbt.language.locales import UnknownLanguage
from tests.accounts.cast import DOSTYK, EVENING, IVO, LENA, MORNING, NORTH, ZOE, new_person, number_key

NEW, NOBODY = number_key(77), number_key(99)
ACCOUNTS = sorted(
    {mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__module__.startswith("cbt.accounts.")},
    key=lambda table: table.__tablename__,
)


def test_a_person_has_a_name_in_their_own_script_and_one_in_latin_letters(classroom):
    with classroom.writing() as session:
        add_person(
            session, NEW, new_person("Ҷаҳонгир", name=" Ҷаҳонгир  Раҳимов", latin_name="Jahongir Rahimov"), MORNING
        )
    with classroom.reading() as session:
        person = session.get(Person, NEW)
    assert (person.sign_in_name, person.name, person.latin_name) == (
        "ҷаҳонгир",
        "Ҷаҳонгир Раҳимов",
        "Jahongir Rahimov",
    )
    assert (person.active, person.created_at, person.password_hash) == (True, MORNING, None)
    assert person.search_name == "ҷаҳонгир раҳимов jahongir rahimov ҷаҳонгир"


def test_the_longest_names_can_be_kept_though_comparing_lengthens_them(classroom):
    longest = "ß" * 120
    with classroom.writing() as session:
        add_person(session, NEW, new_person("x" * 80, name="\u0390" * 120, latin_name=longest), MORNING)
    with classroom.reading() as session:
        found = session.scalar(select(Person.key).where(Person.search_name.contains("s" * 240)))
    assert found == NEW


def test_two_people_may_have_the_same_name(classroom):
    with classroom.writing() as session:
        add_person(session, NEW, new_person("lena2"), MORNING)
        names = session.scalars(select(Person.name).where(Person.key.in_([LENA, NEW]))).all()
    assert names == ["Лена Ким", "Лена Ким"]


@pytest.mark.parametrize("name", ["lena", "LENA", " lena ", "le\u200dna"])
def test_two_people_cannot_sign_in_with_the_same_name_in_whatever_case(classroom, name):
    with pytest.raises(NameTaken, match="already"), classroom.writing() as session:
        add_person(session, NEW, new_person(name), MORNING)
    with classroom.reading() as session:
        assert session.get(Person, NEW) is None


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"sign_in_name": " "}, UnusableName),
        ({"name": ""}, UnusableName),
        ({"latin_name": "x" * 121}, UnusableName),
        ({"latin_name": "Мария Пак"}, NotLatin),
        ({"language": "xx"}, UnknownLanguage),
        ({"post_id": NOBODY}, NotFound),
        ({"organisation_id": NOBODY}, NotFound),
    ],
)
def test_somebody_with_something_wrong_is_not_added(classroom, more, error):
    with pytest.raises(error), classroom.writing() as session:
        add_person(session, NEW, new_person(**({"sign_in_name": "new"} | more)), MORNING)


def test_changes_of_a_person_are_kept(classroom):
    with classroom.writing() as session:
        change_language(session, LENA, "fa-AF")
        change_password(session, LENA, "hash")
        deactivate(session, LENA)
    with classroom.reading() as session:
        lena = session.get(Person, LENA)
    assert (lena.language, lena.password_hash, lena.active) == ("fa-AF", "hash", False)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: change_language(session, NOBODY, "ru"),
        lambda session: change_password(session, NOBODY, "hash"),
        lambda session: deactivate(session, NOBODY),
        lambda session: activate(session, NOBODY),
        lambda session: erase_person(session, NOBODY),
        lambda session: join(session, NOBODY, LENA),
        lambda session: join(session, EVENING, NOBODY),
        lambda session: add_group(session, NEW, "Group", NOBODY, MORNING),
        lambda session: add_post(session, NEW, "Post", "kz", NOBODY),
    ],
)
def test_what_does_not_exist_cannot_be_changed_or_referred_to(classroom, change):
    with pytest.raises(NotFound), classroom.writing() as session:
        change(session)


def test_an_unknown_language_is_refused(classroom):
    with pytest.raises(UnknownLanguage), classroom.writing() as session:
        change_language(session, LENA, "xx")


@pytest.mark.parametrize("country", ["", "kaz", "k1", "ҚЗ"])
@pytest.mark.parametrize("add", [add_post, add_organisation])
def test_a_country_is_two_letters(classroom, add, country):
    with pytest.raises(UnknownCountry, match="two letters"), classroom.writing() as session:
        add(session, NEW, "Name", country)


def test_a_country_is_kept_in_small_letters(classroom):
    with classroom.writing() as session:
        assert add_post(session, NEW, "Khorgos", " KZ ", NORTH).country == "kz"


def test_a_region_has_a_name_of_its_own(classroom):
    with pytest.raises(RegionExists, match="North"), classroom.writing() as session:
        add_region(session, NEW, " North")


def test_a_member_joins_once_and_leaves_once(classroom):
    with classroom.writing() as session:
        for _ in range(2):
            join(session, EVENING, IVO)
        assert [row.key for row in people_of(session, EVENING)] == [IVO, LENA]
        for _ in range(2):
            leave(session, EVENING, IVO)
        assert [row.key for row in people_of(session, EVENING)] == [LENA]


def test_a_group_belongs_to_its_post(classroom):
    with classroom.writing() as session:
        group = add_group(session, NEW, " Night  shift ", DOSTYK, MORNING)
    assert (group.name, group.post_id, group.created_at) == ("Night shift", DOSTYK, MORNING)


def test_an_erasure_leaves_no_row_that_names_the_person(classroom):
    with classroom.writing() as session:
        grant(session, LENA, Held(RoleName.AUTHOR, ScopeKind.BOX, ""))
        open_session(session, LENA, MORNING, "token")
        delays.count_failure(session, digest("lena"), "10.0.0.7", 1.0)
        assert len(rows_naming(session)) == 5
    with classroom.writing() as session:
        erase_person(session, LENA)
    with classroom.reading() as session:
        assert rows_naming(session) == []
        assert session.scalar(select(func.count()).select_from(Person)) == 4


def test_an_erasure_leaves_everybody_else_as_they_were(classroom):
    with classroom.writing() as session:
        join(session, EVENING, ZOE)
        erase_person(session, LENA)
        assert session.scalars(select(Membership.person_key)).all() == [ZOE]


def rows_naming(session):
    """Every table of accounts that holds Lena's key, one of her names, or the digest of one, once for each row."""
    traces = (str(LENA), "lena", "Лена Ким", "Lena Kim", digest("lena"))
    found = []
    for table in ACCOUNTS:
        columns = table.__table__.columns
        conditions = [column == LENA for column in columns if isinstance(column.type, Uuid)]
        conditions += [cast(column, String).in_(traces) for column in columns if isinstance(column.type, String)]
        found += [table.__tablename__ for _ in session.execute(select(table.__table__).where(or_(*conditions)))]
    return found
