"""Who takes which course: given to a group, with dates, to newcomers, by two groups, again."""

from datetime import timedelta

import pytest

from cbt.accounts.changes import add_group, join
from cbt.accounts.people import Membership
from cbt.db.base import milliseconds
from cbt.errors import NotFound
from cbt.learning.enrolment import (
    AlreadyAssigned,
    Assignment,
    DueBeforeOpen,
    Enrolment,
    change_dates,
    enrol,
    enrol_newcomers,
    withdraw,
)
from cbt.learning.projections.progress import CourseProgress
from cbt.records.facts import Verb
from tests.accounts.cast import AIDA, DOSTYK, EVENING, IVO, LENA, MORNING, ZOE, number_key
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


def test_dates_are_moved_for_who_takes_it_already(room):
    (row,) = room.rows(Assignment)
    with room.database.writing() as session:
        change_dates(session, session.get(Assignment, row.id), MORNING - DAY, MORNING + DAY)
    assert (room.desk().opens_at, room.desk().due_at) == (MORNING - DAY, MORNING + DAY)


def test_dates_are_not_moved_to_be_due_before_opening(room):
    (row,) = room.rows(Assignment)
    with pytest.raises(DueBeforeOpen), room.database.writing() as session:
        change_dates(session, session.get(Assignment, row.id), MORNING, MORNING - DAY)
    assert room.desk().due_at is None


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


def test_enrolling_again_or_twice_at_once_changes_nothing(room):
    with room.database.writing() as session:
        assignment = session.get(Assignment, room.rows(Assignment)[0].id)
        enrol(session, assignment, STRUCTURE, [LENA, LENA, AIDA, AIDA], room.act())
    assert [fact.actor for fact in room.facts(Verb.registered)] == [LENA, AIDA]


def test_enrolling_nobody_is_no_error(room):
    with room.database.writing() as session:
        enrol(session, session.get(Assignment, room.rows(Assignment)[0].id), STRUCTURE, [], room.act())
    assert len(room.facts(Verb.registered)) == 1


def test_who_is_withdrawn_takes_the_course_no_more_and_what_they_did_stays(room):
    room.answer("colour")
    registration = room.desk().registration
    with room.database.writing() as session:
        withdraw(session, LENA, COURSE_ID, IVO, room.act())
    with pytest.raises(NotFound):
        room.desk()
    (fact,) = room.facts(Verb.unregistered)
    assert (fact.actor, fact.by, fact.registration) == (LENA, IVO, registration)
    assert [one.registration for one in room.facts(Verb.answered)] == [registration]


def test_enrolling_after_that_begins_anew(room):
    room.answer("colour")
    first = room.desk().registration
    with room.database.writing() as session:
        withdraw(session, LENA, COURSE_ID, IVO, room.act())
    come_in(room, EVENING, LENA)
    desk = room.desk()
    assert desk.registration != first
    assert (desk.attempt_id, desk.number) == (None, 0)
    assert len(room.rows(Enrolment)) == 2


def test_who_does_not_take_a_course_cannot_be_withdrawn(room):
    with pytest.raises(NotFound), room.database.writing() as session:
        withdraw(session, ZOE, COURSE_ID, IVO, room.act())
    assert room.facts(Verb.unregistered) == []


def test_leaving_the_group_does_not_end_the_course(room):
    with room.database.writing() as session:
        session.delete(session.get(Membership, (EVENING, LENA)))
    assert room.desk().registration is not None
