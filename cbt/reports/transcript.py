"""All that one learner did in one course that their group was given: lessons, tests, answers; three statements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from cbt.accounts.directory import groups_within
from cbt.accounts.people import Group, Membership, Person, Post
from cbt.accounts.rights import Act, Holder
from cbt.content.course import Course
from cbt.db import AnyRow
from cbt.errors import NotFound
from cbt.learning import mastery
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.mastery import Result, Share
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.reports.group import percent_of


@dataclass(frozen=True, slots=True)
class Learner:
    """A member of a group that was given a course.

    registration: None if they do not take it; then structure and times are None too.
    """

    person_key: UUID
    name: str
    latin_name: str
    group_id: UUID
    group_name: str
    course_id: str
    due_at: datetime | None
    registration: UUID | None
    structure: str | None
    enrolled_at: datetime | None
    completed_at: datetime | None
    mastered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LessonWork:
    """One lesson begun. percent: of the best finished attempt, else of what was answered so far."""

    lesson_id: str
    attempts: int
    answered: int
    percent: int | None
    seconds: int
    last_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TestWork:
    """One sitting at a test; `result` is None while it is open."""

    attempt_id: UUID
    test_id: str
    number: int
    release: str
    started_at: datetime
    ended_at: datetime | None
    result: Result | None

    @property
    def percent(self) -> int | None:
        """The share of points in whole percent, rounded down; None while it is open."""
        return self.result.total.percent if self.result else None


@dataclass(frozen=True, slots=True)
class AnswerWork:
    """The last response to a question of a current attempt: points in thousandths, tries used, language shown in.

    lesson_id: None for a question of a test. release: the one the attempt began on. closed: false in a test that is
    still open, whose answers nobody judges yet.
    """

    lesson_id: str | None
    part_id: str
    question_id: str
    revision: str
    release: str
    response: str | list[str] | dict[str, str]
    raw: int
    max: int
    tries: int
    language: str
    answered_at: datetime
    closed: bool

    @property
    def right(self) -> bool:
        """Whether it was wholly right."""
        return self.raw == self.max


@dataclass(frozen=True, slots=True)
class Transcript:
    """A learner's work in a course: lessons by id, tests in order of attempts, answers of each part oldest first."""

    learner: Learner
    lessons: Mapping[str, LessonWork]
    tests: Sequence[TestWork]
    answers: Sequence[AnswerWork]

    @property
    def seconds(self) -> int:
        """Time on task in all lessons, in seconds."""
        return sum(lesson.seconds for lesson in self.lessons.values())

    @property
    def lessons_done(self) -> int:
        """How many lessons are finished."""
        return sum(lesson.completed_at is not None for lesson in self.lessons.values())

    def by_part(self, course: Course) -> dict[str, list[AnswerWork]]:
        """Return the answers by lesson and test, in the order of the course; last what the course no longer has."""
        order = dict.fromkeys([*course.lessons, *course.tests, *(answer.part_id for answer in self.answers)])
        parts = {part_id: [answer for answer in self.answers if answer.part_id == part_id] for part_id in order}
        return {part_id: answers for part_id, answers in parts.items() if answers}


LEARNER = (
    select(
        Person.key,
        Person.name,
        Person.latin_name,
        Group.id,
        Group.name,
        Assignment.course_id,
        Assignment.due_at,
        Enrolment.id,
        Enrolment.structure,
        Enrolment.enrolled_at,
        CourseProgress.completed_at,
        CourseProgress.mastered_at,
    )
    .select_from(Group)
    .join(Post, Post.id == Group.post_id)
    .join(Membership, Membership.group_id == Group.id)
    .join(Person, Person.key == Membership.person_key)
    .join(Assignment, Assignment.group_id == Group.id)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.person_key == Person.key,
            Enrolment.course_id == Assignment.course_id,
            Enrolment.ended_at.is_(None),
        ),
    )
    .outerjoin(CourseProgress, CourseProgress.registration == Enrolment.id)
    .where(Group.id == bindparam("group_id"))
    .where(Person.key == bindparam("person_key"))
    .where(Assignment.course_id == bindparam("course_id"))
)
LESSONS = (
    select(
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
    .where(LessonProgress.registration == bindparam("registration"))
    .order_by(LessonProgress.lesson_id)
)
ATTEMPTS = (
    select(
        Attempt.id,
        Attempt.part_id,
        Attempt.is_test,
        Attempt.number,
        Attempt.release,
        Attempt.started_at,
        Attempt.ended_at,
        Attempt.score_raw.label("total_raw"),
        Attempt.score_max.label("total_max"),
        Attempt.result,
        QuestionProgress.question_id,
        QuestionProgress.lesson_id,
        QuestionProgress.revision,
        QuestionProgress.response,
        QuestionProgress.score_raw,
        QuestionProgress.score_max,
        QuestionProgress.tries,
        QuestionProgress.language,
        QuestionProgress.answered_at,
    )
    .select_from(Attempt)
    .outerjoin(QuestionProgress, and_(QuestionProgress.attempt_id == Attempt.id, Attempt.current))
    .where(Attempt.registration == bindparam("registration"))
    .order_by(Attempt.part_id, Attempt.number, QuestionProgress.answered_at, QuestionProgress.question_id)
)


def learner_for(session: Session, holder: Holder, group_id: UUID, course_id: str, person_key: UUID) -> Learner:
    """Return a member of a group whose reports this holder may read, in a course the group was given.

    Raises NotFound.
    """
    wanted = {"group_id": group_id, "course_id": course_id, "person_key": person_key}
    row = session.execute(LEARNER.where(groups_within(holder, Act.READ_REPORTS)), wanted).first()
    if row is None:
        raise NotFound
    return Learner(*tuple(row))


def transcript(session: Session, learner: Learner) -> Transcript:
    """Return what a learner did in the course; nothing if they do not take it."""
    if learner.registration is None:
        return Transcript(learner, {}, (), ())
    wanted = {"registration": learner.registration}
    lessons = {row.lesson_id: _lesson(row) for row in session.execute(LESSONS, wanted)}
    rows = session.execute(ATTEMPTS, wanted).all()
    tests = {row.id: _test(row) for row in rows if row.is_test}
    answers = [_answer(row) for row in rows if row.question_id is not None]
    return Transcript(learner, lessons, tuple(tests.values()), answers)


def _lesson(row: AnyRow) -> LessonWork:
    raw, most = (row.best_raw, row.best_max) if row.best_max else (row.score_raw, row.score_max)
    return LessonWork(
        row.lesson_id,
        row.attempts,
        row.answered,
        percent_of(raw, most),
        row.duration_ms // 1000,
        row.last_at,
        row.completed_at,
    )


def _test(row: AnyRow) -> TestWork:
    result = None
    if row.result is not None:
        result = mastery.from_json(Share(row.total_raw, row.total_max), json.loads(row.result))
    return TestWork(row.id, row.part_id, row.number, row.release, row.started_at, row.ended_at, result)


def _answer(row: AnyRow) -> AnswerWork:
    return AnswerWork(
        row.lesson_id,
        row.part_id,
        row.question_id,
        row.revision,
        row.release,
        json.loads(row.response),
        row.score_raw,
        row.score_max,
        row.tries,
        row.language,
        row.answered_at,
        closed=not row.is_test or row.ended_at is not None,
    )
