"""How a learner stands to their courses, by plain values; and what is read from the database, in the log's order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from cbt.learning.mastery import Share
from cbt.records.log import open_log
from cbt.reports import learner
from cbt.reports.learner import LOW, MOST_AGAIN, NOWHERE, Standing
from tests.accounts.cast import LENA, MORNING
from tests.learning.course import COURSE_ID

NOW = datetime(2026, 3, 3, tzinfo=UTC)
DAY = timedelta(days=1)


class LessonRow(NamedTuple):
    """A lesson's row as the database gives it: half answered, if nothing else is said."""

    lesson_id: str
    position: int = 1
    last_sequence: int = 1
    completed_at: datetime | None = None
    best_raw: int | None = None
    best_max: int | None = None
    answered: int = 2
    score_raw: int = 1000
    score_max: int = 3000
    duration_ms: int = 90_999
    last_at: datetime = NOW


class SittingRow(NamedTuple):
    """A sitting's row: open, if nothing else is said."""

    part_id: str = "final"
    number: int = 1
    ended_at: datetime | None = None
    score_raw: int | None = None
    score_max: int | None = None
    success: bool | None = None


def done(lesson_id, raw=3000, most=4000, **more):
    values = {"best_raw": raw, "best_max": most, "score_raw": raw, "score_max": most}
    return LessonRow(lesson_id, completed_at=NOW, **values | more)


def handed_in(raw, *, passed, part_id="final", number=1):
    return SittingRow(part_id, number, NOW, raw, 5000, passed)


def all_done(last_sequence=1):
    return [done("look", last_sequence=last_sequence), done("record"), done("rest", 0, 0)]


def standing(lessons=(), tests=(), **more):
    values = {
        "course_id": COURSE_ID,
        "structure": "5" * 64,
        "enrolled_at": NOW,
        "opens_at": None,
        "due_at": None,
        "completed_at": None,
        "mastered_at": None,
        "lessons": {row.lesson_id: row for row in lessons},
        "tests": tests,
    }
    return Standing(**values | more)


@pytest.fixture
def untested(drugs):
    """The course without its test."""
    return replace(drugs, tests={})


@pytest.fixture
def two_tests(drugs):
    """The course with a second test, of one attempt."""
    final = drugs.tests["final"]
    return replace(drugs, tests={"final": final, "oral": replace(final, id="oral", attempts=1)})


def progress(course, *lessons, tests=(), **more):
    return learner.progress(standing(lessons, tests, **more), course, NOW)


def test_a_lesson_not_begun_has_nothing(drugs):
    station = progress(drugs).stations[0]
    assert (station.lesson.id, station.state, station.answered, station.seconds) == ("look", "todo", 0, 0)
    assert (station.share, station.percent, station.place, station.last_at) == (None, None, NOWHERE, None)


def test_a_lesson_half_done_has_the_share_of_what_was_answered_so_far(drugs):
    station = progress(drugs, LessonRow("look", last_sequence=7)).stations[0]
    assert (station.state, station.answered, station.seconds) == ("half", 2, 90)
    assert (station.share, station.percent) == (Share(1000, 3000), 33)
    assert (station.place, station.last_at, station.completed_at) == ((1, 7), NOW, None)


def test_a_finished_lesson_has_the_share_of_its_best_finished_attempt(drugs):
    station = progress(drugs, done("look")).stations[0]
    assert (station.state, station.percent, station.share.points, station.completed_at) == ("done", 75, (3, 4), NOW)


def test_a_lesson_without_points_has_no_share(drugs):
    station = progress(drugs, done("rest", 0, 0)).stations[2]
    assert (station.state, station.share, station.percent) == ("done", None, None)


def test_progress_counts_lessons_done_and_all_minutes(drugs):
    found = progress(drugs, done("look"), LessonRow("record"))
    assert (found.done, found.minutes) == (1, 30)


@pytest.mark.parametrize(
    ("rows", "state", "left", "best"),
    [
        ([], "todo", 2, None),
        ([SittingRow()], "open", 1, None),
        ([handed_in(3000, passed=False)], "failed", 1, 60),
        ([handed_in(3000, passed=False), SittingRow(number=2)], "open", 0, 60),
        ([handed_in(3000, passed=False), handed_in(2000, passed=False, number=2)], "failed", 0, 60),
        ([handed_in(3000, passed=False), handed_in(5000, passed=True, number=2)], "passed", 0, 100),
        ([handed_in(4000, passed=True), handed_in(1000, passed=False, number=2)], "passed", 0, 80),
        ([handed_in(0, passed=False, number=number) for number in (1, 2, 3)], "failed", 0, 0),
    ],
)
def test_a_test_is_what_its_sittings_made_of_it(drugs, rows, state, left, best):
    (test,) = progress(drugs, tests=rows).tests
    assert (test.id, test.state, test.left, test.best and test.best.percent) == ("final", state, left, best)
    assert [(one.number, one.ended_at, one.passed) for one in test.sittings] == [
        (row.number, row.ended_at, bool(row.success)) for row in rows
    ]


def test_each_test_has_its_own_sittings(two_tests):
    found = progress(two_tests, tests=[handed_in(1000, passed=False), handed_in(5000, passed=True, part_id="oral")])
    assert [(test.id, test.state, test.left) for test in found.tests] == [("final", "failed", 1), ("oral", "passed", 0)]


def test_next_is_the_lesson_half_done_that_was_touched_last_by_the_log_whatever_the_clock_says(drugs):
    early, late = LessonRow("look", last_sequence=9), LessonRow("record", last_sequence=4, last_at=NOW + DAY)
    assert progress(drugs, early, late).next.lesson.id == "look"
    assert progress(drugs, early, late._replace(position=2)).next.lesson.id == "record"  # a log opened later


def test_next_is_else_the_first_lesson_not_begun_and_then_nothing(drugs):
    assert progress(drugs).next.lesson.id == "look"
    assert progress(drugs, done("look"), done("rest")).next.lesson.id == "record"
    assert progress(drugs, *all_done()).next is None


def test_the_test_to_take_is_open_or_not_passed_with_an_attempt_left(two_tests):
    def next_test(*rows):
        found = progress(two_tests, tests=rows).next_test
        return found and found.id

    assert next_test() == "final"
    assert next_test(handed_in(0, passed=False)) == "final"
    assert next_test(handed_in(0, passed=False), SittingRow(number=2)) == "final"
    assert next_test(handed_in(0, passed=False), handed_in(0, passed=False, number=2)) == "oral"
    assert next_test(handed_in(5000, passed=True)) == "oral"
    assert next_test(handed_in(5000, passed=True), handed_in(0, passed=False, part_id="oral")) is None


@pytest.mark.parametrize(
    ("opens_at", "lessons", "tests", "is_open"),
    [
        (None, [], [], True),
        (NOW, [], [], True),
        (NOW + DAY, [], [], False),
        (NOW + DAY, [LessonRow("look")], [], True),
        (NOW + DAY, [], [SittingRow()], True),
    ],
)
def test_a_course_is_open_from_its_day_on_and_nothing_closes_what_was_begun(drugs, opens_at, lessons, tests, is_open):
    assert progress(drugs, *lessons, tests=tests, opens_at=opens_at).is_open is is_open


def test_first_comes_the_course_at_work_last_by_the_log_whatever_the_clock_says(drugs):
    earlier = progress(drugs, LessonRow("look", last_sequence=8, last_at=NOW + DAY), due_at=NOW)
    later = progress(drugs, LessonRow("look", last_sequence=9), done("record", last_sequence=2))
    assert learner.first_to_do([earlier, later, progress(drugs, due_at=NOW)]) is later


def test_of_courses_not_begun_the_one_due_first_comes_first_then_the_one_given_first(drugs):
    undated, other = progress(drugs), progress(drugs)
    soon, later = progress(drugs, due_at=NOW + DAY), progress(drugs, due_at=NOW + 2 * DAY)
    assert learner.first_to_do([undated, later, soon]) is soon
    assert learner.first_to_do([undated, other]) is undated


def test_what_is_closed_or_has_nothing_left_to_do_does_not_come_first(drugs, untested):
    closed = progress(drugs, opens_at=NOW + DAY)
    over = progress(untested, *all_done(last_sequence=50))
    tested = progress(drugs, *all_done())
    assert learner.first_to_do([closed, over]) is None
    assert learner.first_to_do([closed, over, tested]) is tested


def test_due_are_the_courses_with_a_day_and_something_to_do_the_nearest_first(drugs):
    soon, later = progress(drugs, due_at=NOW - DAY), progress(drugs, due_at=NOW + DAY, opens_at=NOW + DAY)
    assert learner.due([later, progress(drugs), soon]) == [soon, later]


def test_a_course_without_a_test_is_due_until_its_lessons_are_done(untested):
    begun = progress(untested, done("look"), due_at=NOW)
    assert learner.due([begun, progress(untested, *all_done(), due_at=NOW)]) == [begun]


def test_a_course_with_a_test_is_due_until_it_is_mastered_or_no_attempt_is_left(drugs):
    first = progress(drugs, *all_done(), due_at=NOW)
    again = progress(drugs, *all_done(), tests=[handed_in(0, passed=False)], due_at=NOW)
    mastered = progress(drugs, done("look"), tests=[handed_in(5000, passed=True)], due_at=NOW, mastered_at=NOW)
    used = progress(drugs, *all_done(), tests=[handed_in(0, passed=False, number=n) for n in (1, 2)], due_at=NOW)
    assert learner.due([first, again, mastered, used]) == [first, again]


def test_worth_another_look_are_finished_lessons_below_the_limit_the_lowest_first(drugs):
    one = progress(drugs, done("look", LOW * 10, 1000), done("record", LOW * 10 - 10, 1000), done("rest", 0, 0))
    two = progress(drugs, done("look", 100, 1000), LessonRow("record", score_raw=0))
    found = learner.worth_another_look([one, two])
    assert [(course is two, station.lesson.id, station.percent) for course, station in found] == [
        (True, "look", 10),
        (False, "record", LOW - 1),
    ]


def test_only_a_few_lessons_are_named_as_worth_another_look(drugs):
    low = progress(drugs, done("look", 0, 1000), done("record", 0, 1000))
    assert len(learner.worth_another_look([low, low])) == MOST_AGAIN


def stood(room):
    """Return how Lena stands, from the database."""
    with room.database.reading() as session:
        (found,) = learner.standings(session, LENA)
    return learner.progress(found, room.course, room.now)


def test_standings_tell_what_was_done(room):
    room.answer("colour", "right")
    room.take_test(right=1)
    found = stood(room)
    look = found.stations[0]
    assert (found.standing.course_id, found.standing.begun, look.state, look.percent) == (COURSE_ID, True, "half", 100)
    assert [(sitting.share.percent, sitting.passed) for sitting in found.tests[0].sittings] == [(20, False)]


def test_standings_of_who_takes_nothing_are_none(empty_room):
    with empty_room.database.reading() as session:
        assert learner.standings(session, LENA) == []


def test_next_follows_the_log_when_the_clock_went_back_and_when_a_new_log_was_opened(room):
    room.answer("colour")
    room.now = MORNING - 400 * DAY
    room.answer("entry", lesson="record")
    assert stood(room).next.lesson.id == "record"
    with room.database.writing() as session:
        open_log(session, room.new_id())
    room.answer("form")
    assert stood(room).next.lesson.id == "look"


def test_standings_take_three_statements_whatever_was_done(room, queries):
    def count():
        queries.clear()
        stood(room)
        return len(queries)

    before = count()
    room.answer_all()
    room.finish()
    room.take_test(right=5)
    assert before == count() == 3


@pytest.mark.parametrize(
    ("days", "mastered_at", "overdue"), [(-1, None, True), (0, None, False), (1, None, False), (-1, NOW, False)]
)
def test_a_course_is_overdue_after_its_day_until_it_is_mastered(drugs, days, mastered_at, overdue):
    found = progress(drugs, due_at=NOW + days * DAY, mastered_at=mastered_at)
    assert found.is_overdue is overdue


def test_a_course_with_a_test_in_hand_comes_before_one_worked_at_later(drugs):
    sitting = progress(drugs, LessonRow("look", last_sequence=1), tests=[SittingRow()])
    worked = progress(drugs, LessonRow("look", last_sequence=9), course_id="other")
    assert learner.first_to_do([worked, sitting]) is sitting
    assert (sitting.test_in_hand.id, worked.test_in_hand) == ("final", None)


def test_a_sitting_after_one_that_was_passed_is_in_hand_too(drugs):
    found = progress(drugs, *all_done(), tests=[handed_in(5000, passed=True), SittingRow(number=2)])
    assert found.next_test is None
    assert found.test_in_hand.id == "final"
    assert found.to_do
