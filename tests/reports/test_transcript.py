"""What one learner did: every figure from the facts, and nobody else's."""

from datetime import timedelta

import pytest

from cbt.accounts import roles
from cbt.errors import NotFound
from cbt.reports.transcript import learner_for, transcript
from tests.accounts.cast import ELSEWHERE, EVENING, IVO, LENA, MORNING, ZOE
from tests.learning.course import COURSE_ID


def of(room, person=LENA):
    with room.database.reading() as session:
        learner = learner_for(session, roles.holder_of(session, IVO), EVENING, COURSE_ID, person)
        return transcript(session, learner)


def test_who_has_done_nothing_has_an_empty_transcript(room):
    found = of(room)
    assert (found.learner.latin_name, found.lessons, found.tests, found.answers) == ("Lena Kim", {}, (), [])
    assert (found.seconds, found.lessons_done) == (0, 0)


def test_lessons_tell_attempts_points_time_and_when(room):
    room.answer("colour", "right", spent_ms=61_500)
    room.answer("form", "wrong", spent_ms=30_000)
    room.answer("both", "half")
    room.now += timedelta(minutes=5)
    room.finish(spent_ms=1_000)
    room.start_again()
    found = of(room)
    look = found.lessons["look"]
    assert (look.attempts, look.percent, look.seconds) == (2, 50, 92)
    assert (look.completed_at, look.last_at) == (MORNING + timedelta(minutes=5),) * 2
    assert (found.seconds, found.lessons_done) == (92, 1)


def test_answers_are_the_last_of_the_current_attempts_with_tries_and_language(room):
    room.answer("colour", "wrong")
    room.answer("colour", "right")
    room.answer("both", "half")
    found = {answer.question_id: answer for answer in of(room).answers}
    colour, both = found["colour"], found["both"]
    assert (colour.response, colour.right, colour.tries, colour.language, colour.lesson_id) == (
        ["a"],
        True,
        2,
        "ru",
        "look",
    )
    assert (both.raw, both.max, both.right, both.tries, both.closed) == (1000, 2000, False, 1, True)
    room.answer("form")
    room.finish()
    room.start_again()
    assert of(room).answers == []


def test_tests_tell_their_result_by_objective_and_open_ones_judge_nothing(room):
    room.take_test(right=3)
    room.begin_test(seed="another")
    drawn = sorted(one.question_id for one in room.paper().drawn)
    room.save(drawn[0], "right")
    first, second = of(room).tests
    assert (first.number, first.percent, first.result.mastered) == (1, 60, False)
    assert sum(share.max for share in first.result.objectives.values()) == 5000
    assert (second.number, second.percent, second.result) == (2, None, None)
    (answer,) = of(room).answers
    assert (answer.question_id, answer.closed, answer.lesson_id) == (drawn[0], False, None)


def test_attempts_come_in_their_order_though_the_clock_was_set_back(room):
    room.take_test(2)
    room.now -= timedelta(days=2)
    room.take_test(5)
    assert [test.number for test in of(room).tests] == [1, 2]


def test_nobody_else_and_no_other_course_is_found(room, people):
    room.answer("colour", person=people[0])
    assert of(room).answers == []
    with room.database.reading() as session:
        ivo, zoe = roles.holder_of(session, IVO), roles.holder_of(session, ZOE)
        for holder, group, course, person in (
            (ivo, EVENING, "other", LENA),
            (ivo, EVENING, COURSE_ID, ZOE),
            (ivo, ELSEWHERE, COURSE_ID, LENA),
            (zoe, EVENING, COURSE_ID, LENA),
        ):
            with pytest.raises(NotFound):
                learner_for(session, holder, group, course, person)


def test_it_takes_three_statements_however_much_was_done(room, queries):
    room.answer_all()
    room.finish()
    room.take_test(right=5)
    queries.clear()
    found = of(room)
    assert len(found.answers) == 8
    assert len(queries) == 4  # and the roles
