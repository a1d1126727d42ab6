"""Many at once on a real database: nothing is lost, nobody is told that it is locked, each has one current attempt."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from cbt.accounts.changes import NewPerson, add_group, add_person, join
from cbt.learning.enrolment import Enrolment, enrol_newcomers
from cbt.learning.erasure import erase
from cbt.learning.projections.progress import LessonProgress
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import FOLDS
from cbt.learning.sitting.lesson import NoTryLeft
from cbt.records.facts import Verb
from cbt.records.log import AlreadyRecorded
from cbt.records.replay import rebuild
from cbt.records.verify import verify
from tests.accounts.cast import AIDA, DOSTYK, EVENING, LENA, MORNING, OMAR, number_key
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE, projections
from tests.records.cast import number_id

THREADS = 8
CROWD = [number_key(100 + number) for number in range(THREADS)]


def at_once(*acts):
    """Run functions in as many threads, begun together; return what each returned or the error it raised."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait(timeout=20)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def crowd(empty_room):
    """A room in which eight more people take the course."""
    with empty_room.database.writing() as session:
        for number, key in enumerate(CROWD):
            add_person(session, key, NewPerson(f"learner{number}", "Кто-то", "Somebody", "ru"), MORNING)
            join(session, EVENING, key)
    empty_room.assign()
    return empty_room


def whole(room):
    """Tell whether the log is as it was written and rebuilding changes nothing."""
    with room.database.writing() as session:
        live = projections(session)
        rebuild(session, FOLDS)
        return verify(session) == [] and projections(session) == live


def test_eight_learners_answer_at_once_and_every_answer_is_kept(crowd):
    def work(person):
        def answer_everything():
            for question in ("colour", "form", "both"):
                crowd.answer(question, "wrong", person=person)
            crowd.answer("both", "half", person=person)
            crowd.finish(person=person)

        return answer_everything

    assert at_once(*map(work, CROWD)) == [None] * THREADS
    told = Counter(fact.actor for fact in crowd.facts(Verb.answered))
    assert told == dict.fromkeys(CROWD, 4)
    assert len(crowd.rows(QuestionProgress)) == 3 * THREADS
    assert len(crowd.facts(Verb.completed)) == len(crowd.facts(Verb.started)) == THREADS
    assert whole(crowd)


def test_eight_windows_of_one_learner_open_one_attempt(room):
    questions = ["colour", "form", "both"] * 3

    def answer(question):
        return lambda: room.answer(question, "wrong")

    results = at_once(*map(answer, questions[:THREADS]))
    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(error) for error in refused} <= {NoTryLeft}
    assert len(room.facts(Verb.answered)) == THREADS - len(refused) == 5  # two tries, one, two
    assert len(room.facts(Verb.started)) == 1
    assert [row.current for row in room.rows(Attempt)] == [True]
    assert {row.question_id: row.tries for row in room.rows(QuestionProgress)} == {"colour": 2, "form": 1, "both": 2}
    assert room.rows(LessonProgress)[0].attempts == 1
    assert whole(room)


def test_one_form_from_eight_windows_is_one_fact(room):
    form = number_id(7_001)
    results = at_once(*[lambda: room.answer("both", "half", form=form)] * THREADS)
    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"Score": 1, "AlreadyRecorded": THREADS - 1}
    (fact,) = room.facts(Verb.answered)
    assert all(result.first.fact == fact for result in results if isinstance(result, AlreadyRecorded))
    assert whole(room)


def test_a_test_begun_in_eight_windows_is_drawn_once_and_handed_in_once(room):
    assert len(set(at_once(*[room.begin_test] * THREADS))) == 1
    question = room.paper().drawn[0].question_id
    assert at_once(*[lambda: room.save(question)] * THREADS) == [None] * THREADS
    results = at_once(*[room.hand_in] * THREADS)
    assert Counter(type(result).__name__ for result in results) == {"Result": 1, "NotBegun": THREADS - 1}
    assert len(room.facts(Verb.answered)) == THREADS
    assert len(room.facts(Verb.started)) == 1
    assert whole(room)


def test_a_lesson_finished_in_eight_windows_is_finished_once(room):
    room.answer_all()
    assert at_once(*[room.finish] * THREADS) == [None] * THREADS
    assert len(room.facts(Verb.completed)) == 1


def test_readers_see_whole_answers_while_others_write(room):
    def read_on():
        seen = [len(room.rows(QuestionProgress)) for _ in range(20)]
        return seen == sorted(seen)

    results = at_once(read_on, read_on, room.answer_all, lambda: room.answer("entry", lesson="record"))
    assert results[:2] == [True, True]
    assert len(room.rows(QuestionProgress)) == 4


def test_a_course_given_to_two_groups_at_once_enrols_who_is_in_both_once(empty_room):
    room, mornings = empty_room, number_key(43)
    with room.database.writing() as session:
        add_group(session, mornings, "Mornings", DOSTYK, MORNING)
        join(session, mornings, LENA)
        join(session, mornings, AIDA)
        join(session, EVENING, AIDA)
    results = at_once(lambda: room.assign(EVENING), lambda: room.assign(mornings))
    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(row.person_key for row in room.rows(Enrolment)) == [LENA, AIDA]
    assert len(room.facts(Verb.registered)) == 2
    assert whole(room)


def test_one_course_given_twice_at_once_is_given_once(empty_room):
    results = at_once(*[empty_room.assign] * 4)
    assert Counter(type(result).__name__ for result in results) == {"Assignment": 1, "AlreadyAssigned": 3}
    assert len(empty_room.facts(Verb.assigned)) == 1


def test_answers_newcomers_new_dates_and_erasure_do_not_block_each_other(crowd):
    def come():
        with crowd.database.writing() as session:
            join(session, EVENING, OMAR)
            enrol_newcomers(session, EVENING, {COURSE_ID: STRUCTURE}, [OMAR, *CROWD], crowd.act())

    def go():
        with crowd.database.writing() as session:
            erase(session, CROWD[0], None, crowd.act())

    def work(person):
        return lambda: [crowd.answer(question, person=person) for question in ("colour", "form", "both")]

    results = at_once(come, go, *map(work, CROWD[1:6]))
    assert not [result for result in results if isinstance(result, Exception)]
    assert len(crowd.facts(Verb.answered)) == 15
    assert len(crowd.facts(Verb.erased)) == 1
    assert whole(crowd)


def test_rebuilding_while_others_answer_loses_nothing(crowd):
    def fold_again():
        for _ in range(3):
            with crowd.database.writing() as session:
                rebuild(session, FOLDS)

    def work(person):
        return lambda: [crowd.answer(question, person=person) for question in ("colour", "form", "both")]

    results = at_once(fold_again, fold_again, *map(work, CROWD[:6]))
    assert not [result for result in results if isinstance(result, Exception)]
    assert len(crowd.rows(QuestionProgress)) == 18
    assert whole(crowd)
