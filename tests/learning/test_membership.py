"""What an instructor does for the people of a group: what follows for their courses, and what the log is told."""

from datetime import timedelta

import pytest

from cbt.accounts import changes, roles
from cbt.accounts.directory import group_for, people_of
from cbt.accounts.members import HoldsRole
from cbt.accounts.names import digest
from cbt.accounts.people import Group, Person
from cbt.accounts.refusals import Refusals
from cbt.accounts.rights import Act, Held, RoleName, ScopeKind
from cbt.accounts.roles import holder_of
from cbt.errors import NotFound
from cbt.learning.enrolment import Enrolment
from cbt.learning.membership import (
    change_password,
    enlist,
    give_password,
    group_made,
    join,
    leave,
    lift_delay,
    make_group,
)
from cbt.learning.recording import FOLDS, check_new
from cbt.records.facts import Verb
from cbt.records.log import AlreadyRecorded
from cbt.records.replay import rebuild
from tests.accounts.cast import AIDA, DOSTYK, EVENING, IVO, LENA, MORNING, OMAR, new_person, number_key
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE, projections

DAY = timedelta(days=1)
LIVE = {COURSE_ID: STRUCTURE}
MORNINGS = number_key(43)
NEW = number_key(77)


def come(room, group, *people, live=LIVE):
    with room.database.writing() as session:
        join(session, group, live, people, IVO, room.act())


def go(room, group, person=LENA):
    with room.database.writing() as session:
        leave(session, group, person, IVO, room.act())


def second_group(room, **dates):
    """Make another group at the post, give it the course and let Lena in."""
    with room.database.writing() as session:
        changes.add_group(session, MORNINGS, "Mornings", DOSTYK, MORNING)
    assignment = room.assign(MORNINGS, **dates)
    come(room, MORNINGS, LENA)
    return assignment


def acts(room):
    """Return what the log tells of administrative acts."""
    return [(fact.detail["act"], fact.by, fact.actor) for fact in room.facts(Verb.administered)]


def test_who_joins_is_enrolled_and_each_of_them_is_a_fact_with_the_group(room):
    come(room, EVENING, AIDA, OMAR)
    assert acts(room) == [("joined", IVO, AIDA), ("joined", IVO, OMAR)]
    assert {fact.detail["group"] for fact in room.facts(Verb.administered)} == {str(EVENING)}
    assert [fact.actor for fact in room.facts(Verb.registered)] == [LENA, AIDA, OMAR]


def test_who_leaves_takes_the_course_no_more_and_what_they_did_stays(room):
    room.answer("colour")
    registration = room.desk().registration
    go(room, EVENING)
    with pytest.raises(NotFound):
        room.desk()
    (fact,) = room.facts(Verb.unregistered)
    assert (fact.actor, fact.by, fact.registration) == (LENA, IVO, registration)
    assert [one.registration for one in room.facts(Verb.answered)] == [registration]
    assert acts(room) == [("left", IVO, LENA)]


def test_who_comes_back_goes_on_where_they_stopped_and_the_log_makes_the_same_again(room):
    room.answer("colour")
    before = room.desk()
    go(room, EVENING)
    come(room, EVENING, LENA, live={COURSE_ID: "6" * 64})
    assert room.desk() == before
    assert [fact.registration for fact in room.facts(Verb.registered)] == [before.registration] * 2
    assert len(room.rows(Enrolment)) == 1
    with room.database.writing() as session:
        live = projections(session)
        rebuild(session, FOLDS)
        assert projections(session) == live


def test_who_leaves_one_of_two_groups_goes_on_under_the_dates_of_the_other(room):
    room.answer("colour")
    before = room.desk()
    other = second_group(room, opens_at=MORNING + DAY, due_at=MORNING + 2 * DAY)
    go(room, EVENING)
    assert [row.assignment_id for row in room.rows(Enrolment)] == [other.id]
    assert (room.desk().registration, room.desk().due_at) == (before.registration, MORNING + 2 * DAY)
    assert room.answer("form").success
    assert room.facts(Verb.unregistered) == []
    go(room, MORNINGS)
    assert [fact.registration for fact in room.facts(Verb.unregistered)] == [before.registration]


def test_who_leaves_the_group_whose_dates_they_do_not_have_keeps_theirs(room):
    before = room.desk()
    second_group(room, opens_at=MORNING + DAY)
    go(room, MORNINGS)
    assert room.desk() == before
    assert room.facts(Verb.unregistered) == []


def test_somebody_new_is_in_the_box_the_group_and_its_courses_and_the_fact_names_nobody(room):
    with room.database.writing() as session:
        group = group_for(session, holder_of(session, IVO), Act.TEACH, EVENING)
        enlist(session, group, LIVE, (NEW, new_person("maria")), IVO, room.act())
        assert NEW in [person.key for person in people_of(session, EVENING)]
    assert room.desk(person=NEW).structure == STRUCTURE
    (fact,) = room.facts(Verb.administered)
    assert (fact.actor, fact.by) == (NEW, IVO)
    assert fact.detail == {"act": "person_added", "group": str(EVENING)}


def test_a_new_password_is_a_fact_without_it_and_a_refused_one_is_none(room):
    with room.database.writing() as session:
        roles.grant(session, IVO, Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(DOSTYK)))
        give_password(session, holder_of(session, IVO), LENA, "new hash", room.act())
        assert session.get_one(Person, LENA).password_hash == "new hash"
    with pytest.raises(HoldsRole), room.database.writing() as session:
        give_password(session, holder_of(session, IVO), OMAR, "new hash", room.act())
    assert acts(room) == [("password_given", IVO, LENA)]
    assert room.facts(Verb.administered)[0].detail == {"act": "password_given"}


def test_lifting_a_delay_is_a_fact_that_says_nothing_of_the_seat(room):
    refusals = Refusals()
    refusals.remember(digest("lena"), "10.0.0.7")
    with room.database.writing() as session:
        lift_delay(session, LENA, refusals, IVO, room.act())
    assert acts(room) == [("delay_lifted", IVO, LENA)]
    assert room.facts(Verb.administered)[0].detail == {"act": "delay_lifted"}


def test_a_new_group_is_a_fact_of_ids_that_leads_back_to_it(room):
    with room.database.writing() as session:
        made = make_group(session, "Mornings", DOSTYK, IVO, room.act())
        assert session.get_one(Group, made).name == "Mornings"
    (fact,) = room.facts(Verb.administered)
    assert fact.detail == {"act": "group_made", "group": str(made), "post": str(DOSTYK)}
    assert (fact.by, fact.actor) == (IVO, None)
    assert group_made(fact) == made


def test_a_fact_of_something_else_leads_to_no_group(room):
    come(room, EVENING, AIDA)
    for fact in room.facts():
        with pytest.raises(NotFound):
            group_made(fact)


def test_a_password_that_somebody_chose_is_a_fact_about_them_by_themselves(room):
    with room.database.writing() as session:
        change_password(session, LENA, "new hash", room.act())
        assert session.get_one(Person, LENA).password_hash == "new hash"
    assert acts(room) == [("password_changed", LENA, LENA)]
    assert room.facts(Verb.administered)[0].detail == {"act": "password_changed"}


def test_a_form_that_adds_several_people_is_found_by_its_id_in_the_first_one_s_fact(room):
    act = room.act(number_key(88))
    with room.database.writing() as session:
        join(session, EVENING, LIVE, [AIDA, OMAR], IVO, act)
    assert [fact.submission_id for fact in room.facts(Verb.administered)] == [number_key(88), None]
    with pytest.raises(AlreadyRecorded) as caught, room.database.writing() as session:
        check_new(session, act)
    assert caught.value.first.fact.actor == AIDA
