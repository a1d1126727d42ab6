"""A sitting at a lesson: from the first answer to the end, in one window or in two, once or again."""

from datetime import timedelta

import pytest

from cbt.content.blocks.question import NotAnAnswer, NothingChosen
from cbt.errors import NotFound
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.sitting import lesson as lessons
from cbt.learning.sitting.lesson import Given, NotAllAnswered, NotOpenYet, NoTryLeft, StartedAgain, unanswered
from cbt.records.facts import Verb
from cbt.records.log import AlreadyRecorded, head
from tests.accounts.cast import LENA, MORNING, ZOE
from tests.learning.course import COURSE_ID
from tests.learning.room import SHOWING
from tests.records.cast import number_id

FORM, OTHER_FORM = number_id(7_001), number_id(7_002)


def answers(room, lesson="look"):
    """Return the answers of Lena's current attempt."""
    with room.database.reading() as session:
        return lessons.answers(session, room.desk(lesson).attempt_id)


def progress(room, lesson="look"):
    """Return Lena's progress in a lesson."""
    return next(row for row in room.rows(LessonProgress) if row.lesson_id == lesson)


def test_looking_at_a_lesson_begins_nothing(room):
    desk = room.desk()
    assert (desk.attempt_id, desk.number, desk.ended_at, desk.release) == (None, 0, None, None)
    assert room.facts(Verb.started) == []


def test_who_does_not_take_the_course_has_no_desk(room):
    with pytest.raises(NotFound):
        room.desk(person=ZOE)
    with pytest.raises(NotFound):
        room.answer("colour", person=ZOE)
    assert room.facts(Verb.answered) == []


def test_the_first_answer_opens_the_attempt(room):
    assert room.answer("colour").success
    started, answered = room.facts(Verb.started, Verb.answered)
    assert started.detail == {"number": 1}
    assert started.attempt_id == answered.attempt_id == room.desk().attempt_id
    assert room.desk().number == 1
    assert room.desk().release == SHOWING.release


def test_the_second_answer_goes_into_the_same_attempt(room):
    room.answer("colour")
    room.answer("both")
    assert len(room.facts(Verb.started)) == 1
    assert set(answers(room)) == {"colour", "both"}


def test_an_answer_says_what_was_shown_given_and_decided(room):
    room.answer("both", "half", spent_ms=41_000, form=FORM)
    (fact,) = room.facts(Verb.answered)
    assert fact.activity_id == f"{COURSE_ID}/look#both"
    assert (fact.actor, fact.registration, fact.by) == (LENA, room.desk().registration, None)
    assert (fact.course_id, fact.lesson_id, fact.question_id) == (COURSE_ID, "look", "both")
    assert (fact.release, fact.wording) == (SHOWING.release, SHOWING.wording)
    assert (fact.language, fact.country) == ("ru", "kz")
    assert fact.revision == room.given("both").revision
    assert fact.response == sorted(room.question("both").key.right)[:1]
    assert (fact.score_raw, fact.score_max, fact.success) == (1000, 2000, False)
    assert (fact.submission_id, fact.duration_ms, fact.at) == (FORM, 41_000, MORNING)


def test_a_form_without_an_answer_or_with_a_strange_one_is_never_recorded(room):
    question = room.question("colour")
    with pytest.raises(NothingChosen):
        Given.of(question, "r" * 64, {})
    with pytest.raises(NotAnAnswer):
        Given.of(question, "r" * 64, {"response": ["zz"]})


def test_a_wrong_answer_can_be_given_once_more_and_the_best_counts(room):
    assert room.answer("both", "half").raw == 1000
    assert room.answer("both", "wrong").raw == 0
    row = answers(room)["both"]
    assert (row.tries, row.score_raw, row.best_raw) == (2, 0, 1000)
    (stored,) = room.rows(QuestionProgress)
    assert stored.first_raw == 1000
    assert (progress(room).score_raw, progress(room).score_max, progress(room).answered) == (1000, 2000, 1)


def test_when_the_tries_are_used_nothing_more_is_recorded(room):
    room.answer("colour", "wrong")
    room.answer("colour", "wrong")
    with pytest.raises(NoTryLeft):
        room.answer("colour")
    assert len(room.facts(Verb.answered)) == 2


def test_a_question_may_have_one_try_only(room):
    room.answer("form", "wrong")
    with pytest.raises(NoTryLeft):
        room.answer("form")


def test_a_right_answer_needs_no_second_try(room):
    room.answer("colour")
    with pytest.raises(NoTryLeft):
        room.answer("colour", "wrong")
    assert answers(room)["colour"].best_raw == 1000


def test_the_same_form_twice_is_one_fact_and_answers_with_the_first_result(room):
    room.answer("colour", form=FORM)
    with pytest.raises(AlreadyRecorded) as again:
        room.answer("colour", "wrong", form=FORM)
    (fact,) = room.facts(Verb.answered)
    assert again.value.first.fact == fact
    assert fact.success
    assert answers(room)["colour"].tries == 1


def test_the_same_form_twice_is_told_so_even_when_a_try_is_left(room):
    room.answer("colour", "wrong", form=FORM)
    with pytest.raises(AlreadyRecorded):
        room.answer("colour", form=FORM)
    assert answers(room)["colour"].tries == 1


def test_the_same_form_after_starting_again_is_told_so(room):
    room.answer("colour", form=FORM)
    first = room.desk().attempt_id
    room.start_again()
    with pytest.raises(AlreadyRecorded):
        room.answer("colour", form=FORM, tab=first)
    assert answers(room) == {}


def test_a_form_of_one_lesson_sent_again_in_another_opens_no_attempt(room):
    room.answer("colour", form=FORM)
    with pytest.raises(AlreadyRecorded):
        room.answer("entry", lesson="record", form=FORM)
    assert len(room.facts(Verb.started)) == 1
    assert room.desk("record").attempt_id is None


def test_two_windows_opened_before_the_first_answer_write_into_one_attempt(room):
    room.answer("colour", tab=None, form=FORM)
    room.answer("both", tab=None, form=OTHER_FORM)
    assert len(room.facts(Verb.started)) == 1
    assert set(answers(room)) == {"colour", "both"}


def test_a_window_left_open_while_the_lesson_was_started_again_is_told_so(room):
    room.answer("colour", "wrong")
    first = room.desk().attempt_id
    room.answer("both", tab=first)
    room.start_again()
    with pytest.raises(StartedAgain):
        room.answer("colour", tab=first)
    assert answers(room) == {}
    assert len(room.facts(Verb.answered)) == 2


def test_a_window_from_before_the_first_answer_does_not_write_into_a_later_attempt(room):
    room.answer_all()
    room.finish()
    room.start_again()
    with pytest.raises(StartedAgain):
        room.answer("colour", tab=None)
    assert answers(room) == {}


def test_a_lesson_is_not_finished_while_a_question_has_no_answer(room):
    with pytest.raises(NotAllAnswered, match="3 to go"):
        room.finish()
    room.answer("colour")
    with pytest.raises(NotAllAnswered, match="2 to go"):
        room.finish()
    assert room.facts(Verb.completed) == []


def test_what_has_no_answer_is_named_in_reading_order(room):
    room.answer("form")
    assert unanswered(room.course.lessons["look"], answers(room)) == ["colour", "both"]


def test_finishing_writes_down_points_of_the_best_tries_and_time(room):
    room.answer("colour", "wrong", spent_ms=10_000)
    room.answer("colour", spent_ms=20_000)
    room.answer("form", "wrong")
    room.answer("both", "half")
    room.finish(spent_ms=5_000)
    (fact,) = room.facts(Verb.completed)
    assert (fact.score_raw, fact.score_max, fact.completion, fact.success) == (2000, 4000, True, None)
    assert fact.activity_id == f"{COURSE_ID}/look"
    row = progress(room)
    assert (row.best_raw, row.best_max, row.completed_at, row.duration_ms) == (2000, 4000, MORNING, 35_000)
    assert room.desk().ended_at == room.desk().completed_at == MORNING


def test_finishing_twice_is_one_fact(room):
    room.answer_all()
    room.finish(form=FORM)
    room.finish(form=FORM)
    room.finish(form=OTHER_FORM)
    assert len(room.facts(Verb.completed)) == 1


def test_the_same_finish_after_starting_again_is_told_so(room):
    room.answer_all()
    room.finish(form=FORM)
    room.start_again()
    with pytest.raises(AlreadyRecorded):
        room.finish(form=FORM)
    assert room.desk().ended_at is None


def test_a_lesson_without_questions_is_finished_by_reading_it(room):
    room.finish("rest")
    started, completed = room.facts(Verb.started, Verb.completed)
    assert started.attempt_id == completed.attempt_id
    assert (completed.score_raw, completed.score_max) == (None, None)
    assert progress(room, "rest").completed_at == MORNING
    room.finish("rest")
    assert len(room.facts(Verb.completed)) == 1


def test_the_last_lesson_completes_the_course_once(room):
    room.answer_all("look")
    room.finish("look")
    room.finish("rest")
    assert room.rows(CourseProgress)[0].completed_at is None
    room.answer_all("record")
    room.finish("record")
    *_, fact = room.facts(Verb.completed)
    assert (fact.activity_id, fact.completion, fact.lesson_id) == (COURSE_ID, True, None)
    assert room.rows(CourseProgress)[0].completed_at == MORNING
    room.start_again("record")
    room.answer_all("record")
    room.finish("record")
    of_course = [fact for fact in room.facts(Verb.completed) if fact.lesson_id is None]
    assert len(of_course) == 1


def test_starting_again_keeps_the_old_attempt_as_it_was(room):
    room.answer_all()
    room.finish()
    first = room.desk().attempt_id
    room.now += timedelta(hours=1)
    second = room.start_again()
    room.answer("colour", "wrong")
    old, new = sorted(room.rows(Attempt), key=lambda row: row.number)
    assert (old.id, old.current, old.ended_at, old.score_raw) == (first, False, MORNING, 4000)
    assert (new.id, new.number, new.current, new.ended_at) == (second, 2, True, None)
    assert {row.question_id for row in room.rows(QuestionProgress) if row.attempt_id == first} == {
        "colour",
        "form",
        "both",
    }
    row = progress(room)
    assert (row.attempts, row.answered, row.score_raw) == (2, 1, 0)
    assert (row.best_raw, row.completed_at) == (4000, MORNING)


def test_the_better_of_two_attempts_stays_the_best(room):
    for responses in (("right", "half"), ("wrong", "wrong"), ("right", "right")):
        if room.desk().attempt_id is not None:
            room.start_again()
        room.answer("colour", responses[0])
        room.answer("form", responses[0])
        room.answer("both", responses[1])
        room.finish()
        reached = {"half": 3000, "wrong": 3000, "right": 4000}[responses[1]]
        assert progress(room).best_raw == reached


def test_the_first_completion_is_remembered_not_the_last(room):
    room.finish("rest")
    room.now += timedelta(days=1)
    room.start_again("rest")
    room.finish("rest")
    assert progress(room, "rest").completed_at == MORNING
    assert room.desk("rest").ended_at == MORNING + timedelta(days=1)


def test_a_try_after_the_end_is_kept_and_what_was_decided_stays(room):
    room.answer("colour", "wrong")
    room.answer("form")
    room.answer("both")
    room.finish()
    room.answer("colour")
    assert progress(room).score_raw == 4000
    assert progress(room).best_raw == 3000
    assert room.rows(Attempt)[0].score_raw == 3000


def test_nothing_is_written_before_the_course_opens(empty_room):
    opens = MORNING + timedelta(days=1)
    empty_room.assign(opens_at=opens)
    with pytest.raises(NotOpenYet) as early:
        empty_room.answer("colour")
    assert early.value.values == {"day": opens}
    assert empty_room.facts(Verb.answered) == []
    empty_room.now = opens
    assert empty_room.answer("colour").success


def test_a_course_past_its_date_still_takes_answers(empty_room):
    empty_room.assign(due_at=MORNING)
    empty_room.now = MORNING + timedelta(days=9)
    assert empty_room.answer("colour").success


def test_reading_a_desk_and_its_answers_takes_two_statements_whatever_was_answered(room, queries):
    room.answer_all()
    queries.clear()
    answers(room)
    assert len(queries) == 2


def test_the_place_in_the_log_of_what_was_done_last_is_kept_whatever_the_clock_says(room):
    def place():
        return progress(room).last_log, progress(room).last_sequence

    def last_fact():
        with room.database.reading() as session:
            end = head(session)
        return end.log_id, end.sequence

    room.answer("colour")
    assert place() == last_fact()
    room.now -= timedelta(days=400)
    room.answer("form")
    assert place() == last_fact()
    room.answer("both")
    room.finish()
    assert place() == last_fact()
    room.start_again()
    assert place() == last_fact()
