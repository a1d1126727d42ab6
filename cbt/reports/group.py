"""A group in a course: who is where and how they score, from two statements however many learners there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from cbt.accounts.people import Membership, Person
from cbt.learning.enrolment import Enrolment
from cbt.learning.projections.progress import CourseProgress, LessonProgress

Where: TypeAlias = Literal["not begun", "open", "done"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One learner in one lesson. `percent` is of the best completed attempt, else of what was answered so far."""

    where: Where
    percent: int | None
    answered: int


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner: a cell for each lesson begun, the test, what was reached, when they were last at work."""

    person_key: UUID
    name: str
    latin_name: str
    enrolled: bool
    cells: Mapping[str, Cell]
    lessons_done: int
    test_percent: int | None
    tests_taken: int
    mastered: bool
    completed: bool
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class GroupReport:
    """The group's rows by Latin name, and the middle value of each lesson and of the test (None below one value)."""

    rows: Sequence[LearnerRow]
    middle: Mapping[str, int]
    middle_test: int | None

    @property
    def begun(self) -> int:
        """How many have begun a lesson or the test."""
        return sum(bool(row.cells) or row.tests_taken > 0 for row in self.rows)

    @property
    def mastered(self) -> int:
        """How many have mastered the course."""
        return sum(row.mastered for row in self.rows)


PEOPLE = (
    select(
        Person.key,
        Person.name,
        Person.latin_name,
        Enrolment.id,
        CourseProgress.tests_taken,
        CourseProgress.test_raw,
        CourseProgress.test_max,
        CourseProgress.mastered_at,
        CourseProgress.completed_at,
    )
    .select_from(Membership)
    .join(Person, Person.key == Membership.person_key)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.person_key == Person.key,
            Enrolment.course_id == bindparam("course_id"),
            Enrolment.ended_at.is_(None),
        ),
    )
    .outerjoin(CourseProgress, CourseProgress.registration == Enrolment.id)
    .where(Membership.group_id == bindparam("group_id"))
    .order_by(Person.latin_name, Person.key)
)
LESSONS = (
    select(
        LessonProgress.registration,
        LessonProgress.lesson_id,
        LessonProgress.answered,
        LessonProgress.score_raw,
        LessonProgress.score_max,
        LessonProgress.best_raw,
        LessonProgress.best_max,
        LessonProgress.last_at,
        LessonProgress.completed_at,
    )
    .select_from(Membership)
    .join(
        Enrolment,
        and_(
            Enrolment.person_key == Membership.person_key,
            Enrolment.course_id == bindparam("course_id"),
            Enrolment.ended_at.is_(None),
        ),
    )
    .join(LessonProgress, LessonProgress.registration == Enrolment.id)
    .where(Membership.group_id == bindparam("group_id"))
)


def group_report(session: Session, group_id: UUID, course_id: str) -> GroupReport:
    """Return the report of one group in one course; members who do not take the course are listed as such."""
    values = {"group_id": group_id, "course_id": course_id}
    cells: dict[UUID, dict[str, Cell]] = {}
    last: dict[UUID, datetime] = {}
    for row in session.execute(LESSONS, values):
        registration, lesson_id, answered, raw, most, best_raw, best_max, last_at, completed_at = row
        percent = _percent(best_raw, best_max) if best_max else _percent(raw, most)
        where: Where = "done" if completed_at is not None else "open"
        cells.setdefault(registration, {})[lesson_id] = Cell(where, percent, answered)
        if registration not in last or last[registration] < last_at:
            last[registration] = last_at
    rows = [_learner(row, cells, last) for row in session.execute(PEOPLE, values)]
    return GroupReport(rows, _middles(rows), _middle([row.test_percent for row in rows]))


def _learner(
    row: Sequence[object], cells: Mapping[UUID, Mapping[str, Cell]], last: Mapping[UUID, datetime]
) -> LearnerRow:
    key, name, latin_name, registration, tests_taken, test_raw, test_max, mastered_at, completed_at = row
    mine = cells.get(registration, {})  # type: ignore[call-overload]  # None has no cells
    return LearnerRow(
        key,  # type: ignore[arg-type]
        str(name),
        str(latin_name),
        registration is not None,
        mine,
        sum(cell.where == "done" for cell in mine.values()),
        _percent(test_raw, test_max),  # type: ignore[arg-type]
        tests_taken or 0,  # type: ignore[arg-type]
        mastered_at is not None,
        completed_at is not None,
        last.get(registration),  # type: ignore[call-overload]
    )


def _percent(raw: int | None, most: int | None) -> int | None:
    """Return whole percent, rounded down, or None without points."""
    return None if raw is None or not most else 100 * raw // most


def _middles(rows: Sequence[LearnerRow]) -> dict[str, int]:
    by_lesson: dict[str, list[int | None]] = {}
    for row in rows:
        for lesson_id, cell in row.cells.items():
            by_lesson.setdefault(lesson_id, []).append(cell.percent)
    middles = {lesson_id: _middle(percents) for lesson_id, percents in by_lesson.items()}
    return {lesson_id: middle for lesson_id, middle in middles.items() if middle is not None}


def _middle(percents: Sequence[int | None]) -> int | None:
    known = [percent for percent in percents if percent is not None]
    return round(median(known)) if known else None
