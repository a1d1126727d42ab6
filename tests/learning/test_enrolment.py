"""Who takes which course: given to a group, with dates, to newcomers, by two groups."""

from datetime import timedelta

import pytest

from cbt.accounts.changes import add_group, join
from cbt.db.base import milliseconds
from cbt.errors import NotFound
from cbt.learning.enrolment import (
    AlreadyAssigned,
    Assignment,
    DueBeforeOpen,
    Enrolment,
    change_dates,
    enrol_newcomers,
)
from cbt.learning.projections.progress import CourseProgress
from cbt.learning.sitting.lesson import NotOpenYet
from cbt.records.facts import Verb
from tests.accounts.cast import AIDA, DOSTYK, EVENING, IVO, LENA, MORNING, number_key
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE

DAY = timedelta(days=1)
MORNINGS = number_key(43)


def come_in(room, group, *people, structures=None):
    """Let people join a group and be given what it has."""
    with room.database.writing() as session:
        for person in people:
            join(session, group, person)
        enrol_newcomers(session, group, structures or {COURSE_ID: STRUCTURE}, people, room.act())


def second_group(room, *people):
    """Make another group at the post."""
    with room.database.writing() as session:
        add_group(session, MORNINGS, "Mornings", DOSTYK, MORNING)
        for person in people:
            join(session, MORNINGS, person)


def test_assigning_enrols_every_member_and_tells_the_log_who_did_it(empty_room):
    come_in(empty_room, EVENING, AIDA)
    assignment = empty_room.assign(due_at=MORNING + DAY)
    rows = empty_room.rows(Enrolment)
    assert {row.person_key for row in rows} == {LENA, AIDA}
    assert {row.assignment_id for row in rows} == {assignment.id}
    assigned, *registered = empty_room.facts()
    assert (assigned.verb, assigned.by, assigned.course_id) == (Verb.assigned, IVO, COURSE_ID)
    assert assigned.detail == {
        "group": str(EVENING),
        "assignment": str(assignment.id),
        "structure": STRUCTURE,
        "due_at": milliseconds(MORNING + DAY),
    }
    assert {(fact.verb, fact.by, fact.actor, fact.registration) for fact in registered} == {
        (Verb.registered, IVO, row.person_key, row.id) for row in rows
    }
    assert {fact.detail["structure"] for fact in registered} == {STRUCTURE}


def test_a_registration_has_progress_from_its_beginning(room):
    (row,) = room.rows(CourseProgress)
    assert row == (room.desk().registration, None, None, 0, None, None)


def test_an_empty_group_can_be_given_a_course(empty_room):
    second_group(empty_room)
    empty_room.assign(MORNINGS)
    assert empty_room.rows(Enrolment) == []


def test_a_group_has_a_course_once(room):
    with pytest.raises(AlreadyAssigned):
        room.assign()
    assert len(room.rows(Assignment)) == 1
    assert len(room.facts(Verb.assigned)) == 1


@pytest.mark.parametrize(("opens", "due"), [(None, None), (MORNING, None), (None, MORNING), (MORNING, MORNING)])
def test_dates_may_be_open_or_the_same(empty_room, opens, due):
    empty_room.assign(opens_at=opens, due_at=due)
    assert (empty_room.desk().opens_at, empty_room.desk().due_at) == (opens, due)


def test_a_course_is_not_due_before_it_opens(empty_room):
    with pytest.raises(DueBeforeOpen):
        empty_room.assign(opens_at=MORNING + DAY, due_at=MORNING)
    assert empty_room.facts() == []


def move(room, assignment_id, opens_at, due_at=None):
    """Let Ivo move the dates of an assignment."""
    with room.database.writing() as session:
        change_dates(session, session.get(Assignment, assignment_id), opens_at, due_at, IVO, room.act())


def test_dates_are_moved_for_who_takes_it_already_and_the_log_is_told(room):
    (row,) = room.rows(Assignment)
    move(room, row.id, MORNING - DAY, MORNING + DAY)
    assert (room.desk().opens_at, room.desk().due_at) == (MORNING - DAY, MORNING + DAY)
    move(room, row.id, MORNING - DAY)
    first, second = room.facts(Verb.administered)
    assert (first.by, first.actor, first.course_id, first.activity_id) == (IVO, None, COURSE_ID, COURSE_ID)
    assert first.detail == {
        "act": "dates_changed",
        "group": str(EVENING),
        "assignment": str(row.id),
        "opens_at": milliseconds(MORNING - DAY),
        "due_at": milliseconds(MORNING + DAY),
    }
    assert second.detail == {**first.detail, "due_at": None}


def test_dates_are_not_moved_to_be_due_before_opening(room):
    (row,) = room.rows(Assignment)
    with pytest.raises(DueBeforeOpen):
        move(room, row.id, MORNING, MORNING - DAY)
    assert room.desk().due_at is None
    assert room.facts(Verb.administered) == []


def test_a_newcomer_gets_all_that_the_group_was_given(room):
    come_in(room, EVENING, AIDA)
    assert room.desk(person=AIDA).structure == STRUCTURE
    assert [fact.actor for fact in room.facts(Verb.registered)] == [LENA, AIDA]


def test_a_newcomer_begins_on_the_structure_that_is_live_now(room):
    come_in(room, EVENING, AIDA, structures={COURSE_ID: "6" * 64})
    assert room.desk(person=AIDA).structure == "6" * 64
    assert room.desk().structure == STRUCTURE


def test_a_newcomer_is_not_enrolled_for_a_course_that_has_no_release(room):
    come_in(room, EVENING, AIDA, structures={"another": STRUCTURE})
    with pytest.raises(NotFound):
        room.desk(person=AIDA)


def test_a_second_group_with_the_course_changes_dates_and_nothing_else(room):
    room.answer("colour")
    before = room.desk()
    second_group(room, LENA)
    assignment = room.assign(MORNINGS, due_at=MORNING + DAY)
    after = room.desk()
    assert (after.registration, after.attempt_id) == (before.registration, before.attempt_id)
    assert after.due_at == MORNING + DAY
    assert [row.assignment_id for row in room.rows(Enrolment)] == [assignment.id]
    assert len(room.facts(Verb.registered)) == 1


def test_a_later_opening_for_a_second_group_closes_nothing(empty_room):
    room, first = empty_room, empty_room.assign(opens_at=MORNING - DAY)
    second_group(room, LENA)
    room.assign(MORNINGS, opens_at=MORNING + DAY)
    assert room.answer("colour").success
    assert (room.desk().due_at, room.rows(Enrolment)[0].assignment_id) == (None, first.id)


@pytest.mark.parametrize("opens", [None, MORNING])
def test_an_earlier_opening_for_a_second_group_opens_the_course(empty_room, opens):
    room = empty_room
    room.assign(opens_at=MORNING + DAY)
    with pytest.raises(NotOpenYet):
        room.answer("colour")
    second_group(room, LENA)
    room.assign(MORNINGS, opens_at=opens)
    assert room.answer("colour").success


def test_moved_dates_are_held_against_those_of_the_other_group(empty_room):
    room, first = empty_room, empty_room.assign(opens_at=MORNING - DAY)
    second_group(room, LENA)
    second = room.assign(MORNINGS, opens_at=MORNING + DAY)
    move(room, second.id, MORNING - 2 * DAY)
    assert room.desk().opens_at == MORNING - 2 * DAY
    move(room, second.id, MORNING + DAY)
    assert room.rows(Enrolment)[0].assignment_id == first.id


def test_what_was_begun_is_closed_by_no_date(room):
    room.answer("colour")
    move(room, room.rows(Assignment)[0].id, MORNING + DAY)
    assert room.answer("form").success
    assert room.answer("entry", lesson="record").success


def test_enrolling_again_or_twice_at_once_changes_nothing(room):
    come_in(room, EVENING, LENA, LENA, AIDA, AIDA)
    assert [fact.actor for fact in room.facts(Verb.registered)] == [LENA, AIDA]


def test_enrolling_nobody_is_no_error(room):
    come_in(room, EVENING)
    assert len(room.facts(Verb.registered)) == 1
