"""One learner's courses as they stand: what is done, what comes next, what is due, what is worth another look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from cbt.content.course import Course, Lesson
from cbt.db import AnyRow
from cbt.db.prepared import Prepared
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.mastery import Share
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt
from cbt.records.tables import LogHead

LOW = 75
"""A finished lesson below this share, in per cent, is worth another look."""
MOST_AGAIN = 3
"""So many lessons are named as worth another look: a long list helps nobody."""

LessonState: TypeAlias = Literal["todo", "half", "done"]
TakenState: TypeAlias = Literal["todo", "open", "passed", "failed"]
Place: TypeAlias = tuple[int, int]
"""Where a fact stands: the position of its log on this box, its sequence there. What was done later is greater."""
NOWHERE: Place = (0, 0)
"""Before all facts: where nothing was done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One course of one learner: rows of columns, so that a page costs one statement a kind of thing.

    lessons: rows of LESSONS by lesson id. tests: rows of TESTS, oldest first for each test.
    """

    course_id: str
    structure: str
    enrolled_at: datetime
    opens_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    mastered_at: datetime | None
    lessons: Mapping[str, AnyRow]
    tests: Sequence[AnyRow]

    @property
    def begun(self) -> bool:
        """Whether a lesson or a test was begun."""
        return bool(self.lessons or self.tests)


@dataclass(frozen=True, slots=True)
class Station:
    """One lesson of a course as this learner stands to it.

    share: of the best finished attempt, else of what was answered so far; None without points. seconds: time on task.
    place, last_at: of what was done last in it.
    """

    lesson: Lesson
    state: LessonState = "todo"
    answered: int = 0
    share: Share | None = None
    seconds: int = 0
    place: Place = NOWHERE
    last_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def percent(self) -> int | None:
        """The share in whole percent."""
        return None if self.share is None else self.share.percent


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt at a test. share: what was reached when it was handed in; None and not `passed` before."""

    number: int
    ended_at: datetime | None
    share: Share | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One test of a course as this learner stands to it.

    state: open is begun and not handed in, passed is passed once. left: attempts not used yet. best: the best share
    handed in. sittings: oldest first.
    """

    id: str
    state: TakenState
    left: int
    best: Share | None
    sittings: Sequence[Sitting]

    @property
    def in_hand(self) -> bool:
        """Whether a sitting is going on, after one that was passed too."""
        return any(sitting.ended_at is None for sitting in self.sittings)


@dataclass(frozen=True, slots=True)
class Progress:
    """One course as this learner stands to it.

    next: the lesson to go on with: of those half done the one touched last, else the first not begun. next_test: the
    test to take when the lessons are done: open or not passed, with an attempt left. is_open: whether they may work.
    is_overdue: whether the day it was due by is over and it is not mastered.
    """

    standing: Standing
    stations: Sequence[Station]
    tests: Sequence[Taken]
    next: Station | None
    next_test: Taken | None
    is_open: bool
    is_overdue: bool

    @property
    def test_in_hand(self) -> Taken | None:
        """The test whose sitting is going on; it comes before any lesson."""
        return next((test for test in self.tests if test.in_hand), None)

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(station.state == "done" for station in self.stations)

    @property
    def minutes(self) -> int:
        """Minutes of all lessons together."""
        return sum(station.lesson.minutes for station in self.stations)

    @property
    def to_do(self) -> bool:
        """Whether something is left that the learner can do: a lesson, or a test with an attempt left."""
        return self.next is not None or self.next_test is not None or self.test_in_hand is not None

    @property
    def last_place(self) -> Place:
        """Where the last of what was done in its lessons stands."""
        return max((station.place for station in self.stations), default=NOWHERE)


COURSES = Prepared(
    select(
        Enrolment.course_id,
        Enrolment.structure,
        Enrolment.enrolled_at,
        Assignment.opens_at,
        Assignment.due_at,
        CourseProgress.completed_at,
        CourseProgress.mastered_at,
    )
    .select_from(Enrolment)
    .outerjoin(Assignment, Assignment.id == Enrolment.assignment_id)
    .outerjoin(CourseProgress, CourseProgress.registration == Enrolment.id)
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.ended_at.is_(None))
    .order_by(Enrolment.enrolled_at, Enrolment.course_id)
)
LESSONS = Prepared(
    select(
        Enrolment.course_id,
        LessonProgress.lesson_id,
        LessonProgress.answered,
        LessonProgress.score_raw,
        LessonProgress.score_max,
        LessonProgress.best_raw,
        LessonProgress.best_max,
        LessonProgress.duration_ms,
        LessonProgress.last_at,
        LogHead.position,
        LessonProgress.last_sequence,
        LessonProgress.completed_at,
    )
    .select_from(Enrolment)
    .join(LessonProgress, LessonProgress.registration == Enrolment.id)
    .join(LogHead, LogHead.log_id == LessonProgress.last_log)
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.ended_at.is_(None))
)
TESTS = Prepared(
    select(
        Enrolment.course_id,
        Attempt.part_id,
        Attempt.number,
        Attempt.ended_at,
        Attempt.score_raw,
        Attempt.score_max,
        Attempt.success,
    )
    .select_from(Enrolment)
    .join(Attempt, and_(Attempt.registration == Enrolment.id, Attempt.is_test))
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.ended_at.is_(None))
    .order_by(Attempt.part_id, Attempt.number)
)


def standings(session: Session, person_key: UUID) -> Sequence[Standing]:
    """Return the courses a learner takes, in the order they were given: three statements, however many there are."""
    values = {"person_key": person_key}
    lessons: dict[str, dict[str, AnyRow]] = {}
    for row in LESSONS.all(session, values):
        lessons.setdefault(row.course_id, {})[row.lesson_id] = row
    tests: dict[str, list[AnyRow]] = {}
    for attempt in TESTS.all(session, values):
        tests.setdefault(attempt.course_id, []).append(attempt)
    return [
        Standing(
            row.course_id,
            row.structure,
            row.enrolled_at,
            row.opens_at,
            row.due_at,
            row.completed_at,
            row.mastered_at,
            lessons.get(row.course_id, {}),
            tests.get(row.course_id, []),
        )
        for row in COURSES.all(session, values)
    ]


def progress(standing: Standing, course: Course, now: datetime) -> Progress:
    """Return how a learner stands to a course; `course` is the release they are on."""
    stations = [_station(lesson, standing.lessons.get(lesson.id)) for lesson in course.lessons.values()]
    tests = [
        _taken(test.id, test.attempts, [row for row in standing.tests if row.part_id == test.id])
        for test in course.tests.values()
    ]
    opened = standing.opens_at is None or standing.opens_at <= now
    is_open = standing.begun or opened  # what was begun, nothing closes again
    is_overdue = standing.due_at is not None and standing.due_at < now and standing.mastered_at is None
    return Progress(standing, stations, tests, _next(stations), _next_test(tests), is_open, is_overdue)


def _station(lesson: Lesson, row: AnyRow | None) -> Station:
    if row is None:
        return Station(lesson)
    raw, most = (row.best_raw, row.best_max) if row.best_max else (row.score_raw, row.score_max)
    return Station(
        lesson,
        "half" if row.completed_at is None else "done",
        row.answered,
        Share(raw, most) if most else None,
        row.duration_ms // 1000,
        (row.position, row.last_sequence),
        row.last_at,
        row.completed_at,
    )


def _taken(test_id: str, attempts: int, rows: Sequence[AnyRow]) -> Taken:
    sittings = [_sitting(row) for row in rows]
    shares = [sitting.share for sitting in sittings if sitting.share is not None]
    state: TakenState = "todo"
    if any(sitting.passed for sitting in sittings):
        state = "passed"
    elif len(shares) < len(sittings):
        state = "open"
    elif shares:
        state = "failed"
    left = max(0, attempts - len(sittings))
    return Taken(test_id, state, left, max(shares, key=lambda share: share.percent, default=None), sittings)


def _sitting(row: AnyRow) -> Sitting:
    share = None if row.ended_at is None else Share(row.score_raw, row.score_max)
    return Sitting(row.number, row.ended_at, share, bool(row.success))


def _next(stations: Sequence[Station]) -> Station | None:
    half = [station for station in stations if station.state == "half"]
    touched_last = max(half, key=lambda station: station.place, default=None)
    return touched_last or next((station for station in stations if station.state == "todo"), None)


def _next_test(tests: Iterable[Taken]) -> Taken | None:
    return next((test for test in tests if test.state == "open" or (test.state != "passed" and test.left)), None)


def first_to_do(courses: Iterable[Progress]) -> Progress | None:
    """Return the open course to go on with.

    That is one with a test in hand, else the one at work last, else the one due first, else the one given first.
    """
    going = [course for course in courses if course.is_open and course.to_do]
    return max(going, key=_urgency, default=None)


def _urgency(course: Progress) -> tuple[bool, Place, float]:
    """Return how much a course comes first. By the log, not by a clock: a clock may go back."""
    due_at = course.standing.due_at
    return course.test_in_hand is not None, course.last_place, -due_at.timestamp() if due_at else float("-inf")


def due(courses: Iterable[Progress]) -> list[Progress]:
    """Return the courses with something left to do that have a day to be done by, the nearest first."""
    waiting = [course for course in courses if course.to_do and not course.standing.mastered_at]
    dated = [(course.standing.due_at, course) for course in waiting]
    return [course for _, course in sorted(((at, one) for at, one in dated if at), key=lambda pair: pair[0])]


def worth_another_look(courses: Iterable[Progress]) -> list[tuple[Progress, Station]]:
    """Return finished lessons with a low share and their courses: a few, the lowest first."""
    low = [
        (station.share.percent, course, station)
        for course in courses
        for station in course.stations
        if station.state == "done" and station.share is not None and station.share.percent < LOW
    ]
    return [(course, station) for _, course, station in sorted(low, key=lambda found: found[0])[:MOST_AGAIN]]
