"""The groups somebody teaches at a glance."""

from datetime import timedelta

import pytest

from cbt.accounts import changes, roles
from cbt.accounts.rights import Held, RoleName, ScopeKind
from cbt.errors import NotFound
from cbt.reports.need import Need
from cbt.reports.overview import NAMED, courses_of, group_card, overview
from tests.accounts.cast import DOSTYK, ELSEWHERE, EVENING, IVO, LENA, MORNING, OMAR, ZOE, number_key
from tests.learning.course import COURSE_ID


def cards(room, who=IVO, now=MORNING):
    with room.database.reading() as session:
        return overview(session, roles.holder_of(session, who), now, [COURSE_ID])


def test_counts_are_of_those_who_take_the_course(room, people):
    room.answer("colour")
    room.take_test(right=5, person=people[0])
    (card,) = cards(room)
    (course,) = card.courses
    assert (card.name, card.members, card.needing) == ("Evening", 6, 0)
    assert (course.course_id, course.enrolled, course.begun, course.mastered) == (COURSE_ID, 6, 2, 1)


def test_a_group_without_a_course_or_people_is_there_too(room):
    with room.database.writing() as session:
        changes.add_group(session, number_key(50), "Alpha", DOSTYK, MORNING)
        roles.grant(session, IVO, Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(DOSTYK)))
    assert [(card.name, card.members, len(card.courses)) for card in cards(room)] == [
        ("Alpha", 0, 0),
        ("Evening", 1, 1),
    ]


def test_the_first_who_need_a_look_are_named_by_latin_name_and_the_others_counted(room, people):
    room.take_test(right=1, person=people[2])
    room.answer("colour", person=people[0])
    (card,) = cards(room, now=MORNING + timedelta(days=4))
    (course,) = card.courses
    assert course.needing == 5
    assert [(one.name, one.need) for one in course.named] == [
        ("BAKYT B", Need.WAITING),
        ("CLARA C", Need.FAILED),
        ("DAMIR D", Need.WAITING),
    ]
    assert NAMED == 3


def test_who_has_a_closed_account_needs_no_look(room, people):
    room.take_test(right=1, person=people[2])
    with room.database.writing() as session:
        for key in (LENA, people[2]):
            changes.deactivate(session, key)
    (card,) = cards(room, now=MORNING + timedelta(days=4))
    assert card.courses[0].needing == 4
    assert [one.name for one in card.courses[0].named] == ["ANNA A", "BAKYT B", "DAMIR D"]


def test_everybody_sees_their_own_groups_only(room):
    assert [card.name for card in cards(room, ZOE)] == ["Elsewhere"]
    assert [card.name for card in cards(room, OMAR)] == ["Elsewhere", "Evening"]
    assert cards(room, LENA) == []


def test_one_group_is_found_by_who_teaches_it(room):
    with room.database.reading() as session:
        ivo = roles.holder_of(session, IVO)
        card = group_card(session, ivo, EVENING, MORNING, [COURSE_ID])
        assert card == cards(room)[0]
        assert list(courses_of(session, EVENING)) == [COURSE_ID]
        with pytest.raises(NotFound):
            group_card(session, ivo, ELSEWHERE, MORNING, [COURSE_ID])
