"""A sitting at a test: drawn once, saved answer by answer, judged once."""

import json
from datetime import timedelta

import pytest

from cbt.errors import NotFound
from cbt.learning import mastery
from cbt.learning.drawing import from_json
from cbt.learning.mastery import Share
from cbt.learning.membership import join, leave
from cbt.learning.projections.progress import CourseProgress
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import FOLDS
from cbt.learning.sitting.lesson import NotOpenYet
from cbt.learning.sitting.test import BegunAgain, NoAttemptLeft, NotBegun, NotDrawn
from cbt.records.facts import Verb
from cbt.records.log import AlreadyRecorded
from cbt.records.replay import rebuild
from tests.accounts.cast import EVENING, IVO, LENA, MORNING, ZOE
from tests.learning.course import COURSE_ID, CRITICAL, TWO_TESTS, read
from tests.learning.room import SHOWING, STRUCTURE, Room, projections
from tests.records.cast import number_id

FORM, OTHER_FORM = number_id(7_001), number_id(7_002)


def drawn(room):
    """Return the ids of Lena's questions in the order they are asked."""
    return [one.question_id for one in room.paper().drawn]


def test_before_the_first_sitting_there_is_no_paper(room):
    assert room.paper() is None


def test_beginning_draws_by_the_blueprint_and_writes_down_what_and_from_which_seed(room):
    attempt_id = room.begin_test()
    paper = room.paper()
    pools = [one.pool_id for one in paper.drawn]
    assert (pools.count("seeing"), pools.count("writing")) == (3, 2)
    (fact,) = room.facts(Verb.started)
    assert (fact.detail["seed"], fact.detail["number"]) == ("seed", 1)
    assert from_json(fact.detail["drawn"]) == paper.drawn
    assert (fact.attempt_id, fact.lesson_id, fact.activity_id) == (attempt_id, None, f"{COURSE_ID}/final")
    assert (paper.attempt_id, paper.number, paper.release) == (attempt_id, 1, SHOWING.release)
    assert (paper.to_go, paper.ended, paper.result) == (5, False, None)


def test_an_open_sitting_is_gone_on_with_not_drawn_anew(room):
    first = room.begin_test(form=FORM)
    assert room.begin_test(form=OTHER_FORM, seed="another") == first
    assert room.begin_test(form=FORM) == first
    assert len(room.facts(Verb.started)) == 1


def test_the_course_must_have_the_test(room):
    with pytest.raises(NotFound):
        room.begin_test(test_id="finale")


def test_a_test_is_not_begun_before_the_course_opens(empty_room):
    empty_room.assign(opens_at=MORNING + timedelta(days=1))
    with pytest.raises(NotOpenYet):
        empty_room.begin_test()


def test_a_saved_answer_is_there_and_says_of_which_test_it_is(room):
    room.begin_test()
    question_id = drawn(room)[0]
    room.save(question_id, "wrong", spent_ms=9_000)
    (fact,) = room.facts(Verb.answered)
    assert fact.activity_id == f"{COURSE_ID}/bank#{question_id}"
    assert (fact.lesson_id, fact.detail, fact.duration_ms) == (None, {"test": "final"}, 9_000)
    assert (fact.score_raw, fact.success, fact.wording) == (0, False, SHOWING.wording)
    assert json.loads(room.paper().answers[question_id].response) == fact.response
    assert room.paper().to_go == 4


def test_a_changed_answer_counts_instead_of_the_one_before(room):
    room.begin_test()
    for question_id in drawn(room):
        room.save(question_id)
        room.save(question_id, "wrong")
    assert len(room.facts(Verb.answered)) == 10
    assert room.hand_in().total == Share(0, 5000)


def test_the_same_saved_form_twice_is_one_fact(room):
    room.begin_test()
    question_id = drawn(room)[0]
    room.save(question_id, form=FORM)
    with pytest.raises(AlreadyRecorded):
        room.save(question_id, "wrong", form=FORM)
    assert room.paper().answers[question_id].score_raw == 1000
    assert [row.tries for row in room.rows(QuestionProgress)] == [1]


def test_without_a_sitting_nothing_is_saved_or_handed_in(room):
    for act in (lambda: room.save("seeing-1"), room.hand_in):
        with pytest.raises(NotBegun):
            act()
    assert room.facts(Verb.answered, Verb.failed) == []


def test_a_question_that_was_not_drawn_is_refused(room):
    room.begin_test()
    other = next(one for one in ("seeing-1", "seeing-2", "seeing-3", "seeing-4") if one not in drawn(room))
    with pytest.raises(NotDrawn):
        room.save(other)
    assert room.facts(Verb.answered) == []


def test_handing_in_judges_writes_the_judgement_down_and_ends_the_sitting(room):
    room.begin_test()
    for question_id in drawn(room):
        room.save(question_id)
    result = room.hand_in(form=FORM)
    assert result.mastered
    (fact,) = room.facts(Verb.passed)
    assert (fact.score_raw, fact.score_max, fact.success, fact.completion) == (5000, 5000, True, True)
    assert fact.detail == {**mastery.to_json(result), "course_mastered": True}
    paper = room.paper()
    assert paper.ended
    assert paper.result == result
    (attempt,) = room.rows(Attempt)
    assert (attempt.success, attempt.ended_at, attempt.is_test) == (True, MORNING, True)
    assert room.rows(CourseProgress)[0].mastered_at == MORNING


def test_handing_in_nothing_is_judged_as_nothing(room):
    room.begin_test()
    result = room.hand_in()
    assert (result.total, result.unanswered, result.mastered) == (Share(0, 5000), 5, False)
    assert len(room.facts(Verb.failed)) == 1


def test_handing_in_twice_is_judged_once(room):
    room.begin_test()
    room.hand_in(form=FORM)
    with pytest.raises(AlreadyRecorded):
        room.hand_in(form=FORM)
    with pytest.raises(NotBegun):
        room.hand_in(form=OTHER_FORM)
    assert len(room.facts(Verb.failed)) == 1
    assert room.rows(CourseProgress)[0].tests_taken == 1


def test_after_handing_in_no_answer_is_taken_but_a_repeated_one_is_known(room):
    room.begin_test()
    question_id = drawn(room)[0]
    room.save(question_id, form=FORM)
    room.hand_in()
    with pytest.raises(NotBegun):
        room.save(question_id, form=OTHER_FORM)
    with pytest.raises(AlreadyRecorded):
        room.save(question_id, form=FORM)
    assert len(room.facts(Verb.answered)) == 1


def test_a_window_of_the_first_sitting_neither_writes_into_the_second_nor_ends_it(room):
    first = room.begin_test()
    room.save(drawn(room)[0], form=FORM)
    room.hand_in()
    second = room.begin_test()
    for act in (lambda: room.save(CRITICAL, tab=first), lambda: room.hand_in(tab=first)):
        with pytest.raises(BegunAgain):
            act()
    with pytest.raises(AlreadyRecorded):
        room.save(CRITICAL, tab=first, form=FORM)
    assert len(room.facts(Verb.answered)) == 1
    assert (room.paper().attempt_id, room.paper().ended) == (second, False)


def test_the_second_sitting_asks_what_was_not_seen_but_always_what_is_critical(room):
    room.begin_test(seed="one")
    first = set(drawn(room))
    room.hand_in()
    room.begin_test(seed="two")
    second = set(drawn(room))
    assert CRITICAL in first & second
    assert first & second - {CRITICAL} == {one for one in first & second if one.startswith("writing")}
    assert {f"writing-{n}" for n in range(3)} <= first | second
    assert room.paper().number == 2


def test_when_the_attempts_are_used_no_more_is_begun(room):
    for _ in range(2):
        room.begin_test()
        room.hand_in()
    with pytest.raises(NoAttemptLeft, match="2"):
        room.begin_test()
    assert len(room.facts(Verb.started)) == 2


def test_the_last_begin_sent_twice_is_told_so_not_refused(room):
    room.begin_test()
    room.hand_in()
    room.begin_test(form=FORM)
    room.hand_in()
    with pytest.raises(AlreadyRecorded):
        room.begin_test(form=FORM)


def test_a_begin_sent_again_after_handing_in_uses_no_attempt(room):
    room.begin_test(form=FORM)
    room.hand_in()
    with pytest.raises(AlreadyRecorded):
        room.begin_test(form=FORM)
    assert len(room.rows(Attempt)) == 1


def test_the_best_test_and_the_first_mastery_are_remembered(room):
    assert room.take_test(5).mastered
    room.now += timedelta(days=1)
    assert not room.take_test(3).mastered
    (row,) = room.rows(CourseProgress)
    assert (row.tests_taken, row.test_raw, row.test_max, row.mastered_at) == (2, 5000, 5000, MORNING)


def test_a_better_second_test_replaces_the_first(room):
    room.take_test(2)
    room.now += timedelta(days=1)
    room.take_test(5)
    (row,) = room.rows(CourseProgress)
    assert (row.test_raw, row.mastered_at) == (5000, MORNING + timedelta(days=1))


def test_a_lesson_and_a_test_do_not_mix(room):
    room.answer("colour")
    room.begin_test()
    assert room.desk("look").attempt_id != room.desk("final").attempt_id
    assert room.desk("final").is_test
    assert not room.desk("look").is_test
    room.take_test(5)
    assert room.desk("look").ended_at is None


def test_who_was_out_of_the_group_and_comes_back_has_their_paper_and_the_attempts_that_were_left(room):
    room.take_test(0)
    before = room.paper()
    with room.database.writing() as session:
        leave(session, EVENING, LENA, IVO, room.act())
    assert room.paper() is None
    with room.database.writing() as session:
        join(session, EVENING, {COURSE_ID: STRUCTURE}, [LENA], IVO, room.act())
    assert room.paper() == before
    room.begin_test()
    assert room.paper().number == 2


@pytest.fixture
def two_tests(new_database, tmp_path):
    """A classroom whose course has two tests."""
    room = Room(new_database(), read(tmp_path, TWO_TESTS))
    room.assign()
    return room


@pytest.mark.parametrize("order", [("final", "field"), ("field", "final")])
def test_a_course_is_mastered_with_the_last_of_its_tests_whichever_that_is(two_tests, order):
    first, last = order
    assert two_tests.take_test(5, test_id=first).mastered
    assert mastered_at(two_tests) is None
    two_tests.now += timedelta(days=1)
    assert not two_tests.take_test(3, test_id=last).mastered
    assert mastered_at(two_tests) is None
    two_tests.now += timedelta(days=1)
    assert two_tests.take_test(4, test_id=last).mastered
    assert mastered_at(two_tests) == MORNING + timedelta(days=2)
    told = [fact.detail["course_mastered"] for fact in two_tests.facts(Verb.passed, Verb.failed)]
    assert told == [False, False, True]
    with two_tests.database.writing() as session:
        live = projections(session)
        rebuild(session, FOLDS)
        assert projections(session) == live
    assert mastered_at(two_tests) == MORNING + timedelta(days=2)


def test_one_test_passed_twice_does_not_master_a_course_of_two(two_tests):
    for _ in range(2):
        assert two_tests.take_test(5).mastered
    assert mastered_at(two_tests) is None


def mastered_at(room):
    """Return when Lena mastered the course."""
    (row,) = room.rows(CourseProgress)
    return row.mastered_at


def test_nobody_sees_the_paper_of_somebody_else(room):
    room.begin_test()
    assert room.paper(ZOE) is None


def test_a_paper_takes_two_statements(room, queries):
    room.begin_test()
    queries.clear()
    room.paper()
    assert len(queries) == 2
