"""The courses of one learner as they stand: what their own pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from cbt.db import AnyRow
from cbt.db.rows import rows
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt


@dataclass(frozen=True, slots=True)
class Standing:
    """One course of one learner: rows of columns, so that a page costs one statement a kind of thing.

    lessons: rows of LessonProgress by lesson id. tests: rows of attempts at tests, oldest first for each test.
    """

    registration: UUID
    course_id: str
    structure: str
    enrolled_at: datetime
    opens_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    mastered_at: datetime | None
    lessons: Mapping[str, AnyRow]
    tests: Sequence[AnyRow]


COURSES = (
    select(
        Enrolment.id,
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
LESSONS = (
    select(
        LessonProgress.registration,
        LessonProgress.lesson_id,
        LessonProgress.attempts,
        LessonProgress.answered,
        LessonProgress.score_raw,
        LessonProgress.score_max,
        LessonProgress.best_raw,
        LessonProgress.best_max,
        LessonProgress.duration_ms,
        LessonProgress.last_at,
        LessonProgress.completed_at,
    )
    .select_from(Enrolment)
    .join(LessonProgress, LessonProgress.registration == Enrolment.id)
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.ended_at.is_(None))
)
TESTS = (
    select(
        Attempt.registration,
        Attempt.id,
        Attempt.part_id,
        Attempt.number,
        Attempt.current,
        Attempt.started_at,
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
    lessons: dict[UUID, dict[str, AnyRow]] = {}
    for row in rows(session, LESSONS, values):
        lessons.setdefault(row.registration, {})[row.lesson_id] = row
    tests: dict[UUID, list[AnyRow]] = {}
    for attempt in rows(session, TESTS, values):
        tests.setdefault(attempt.registration, []).append(attempt)
    return [
        Standing(
            row.id,
            row.course_id,
            row.structure,
            row.enrolled_at,
            row.opens_at,
            row.due_at,
            row.completed_at,
            row.mastered_at,
            lessons.get(row.id, {}),
            tests.get(row.id, []),
        )
        for row in rows(session, COURSES, values)
    ]
