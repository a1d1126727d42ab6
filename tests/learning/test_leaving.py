"""Leaving a seat writes down the time that no fact tells of."""

import pytest

from cbt.learning.leaving import suspend
from cbt.learning.projections.progress import LessonProgress
from cbt.records.facts import Verb
from tests.accounts.cast import LENA, ZOE
from tests.learning.course import COURSE_ID


def leave(room, part, spent_ms, person=LENA):
    """Leave an activity after so many milliseconds."""
    with room.database.writing() as session:
        suspend(session, person, f"{COURSE_ID}/{part}", spent_ms, room.act())


def test_time_in_a_lesson_becomes_a_fact_and_is_added_up(room):
    room.answer("colour", spent_ms=1_000)
    leave(room, "look", 2_500)
    (fact,) = room.facts(Verb.suspended)
    desk = room.desk()
    assert (fact.actor, fact.registration, fact.attempt_id) == (LENA, desk.registration, desk.attempt_id)
    assert (fact.activity_id, fact.course_id, fact.lesson_id) == (f"{COURSE_ID}/look", COURSE_ID, "look")
    assert (fact.duration_ms, fact.score_raw, fact.completion) == (2_500, None, None)
    assert room.rows(LessonProgress)[0].duration_ms == 3_500


def test_time_in_a_test_is_a_fact_of_no_lesson(room):
    room.begin_test()
    leave(room, "final", 4_000)
    (fact,) = room.facts(Verb.suspended)
    assert (fact.lesson_id, fact.activity_id, fact.duration_ms) == (None, f"{COURSE_ID}/final", 4_000)
    assert room.rows(LessonProgress) == []


@pytest.mark.parametrize("part", ["look", "record", "unknown"])
def test_what_was_not_begun_leaves_no_trace(room, part):
    leave(room, part, 5_000)
    assert room.facts(Verb.suspended) == []


def test_no_time_is_no_fact(room):
    room.answer("colour")
    leave(room, "look", 0)
    assert room.facts(Verb.suspended) == []


def test_who_does_not_take_the_course_leaves_no_trace(room):
    leave(room, "look", 5_000, ZOE)
    assert room.facts(Verb.suspended) == []
