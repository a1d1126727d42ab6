"""A group in a course: who is where and how they score; one statement, with one row a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from statistics import median
from typing import Literal, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import ScalarSelect, String, and_, bindparam, case, cast, func, literal, select
from sqlalchemy.orm import Session

from cbt.accounts.directory import groups_within
from cbt.accounts.people import Group, Membership, Person, Post
from cbt.accounts.rights import Act, Holder
from cbt.db import AnyRow
from cbt.db.rows import rows as fetched
from cbt.errors import NotFound
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt
from cbt.reports.need import NEED, Need, values

Where: TypeAlias = Literal["open", "done"]


@dataclass(frozen=True, slots=True)
class Given:
    """A course that a group was given, with the group's and the post's name."""

    group_id: UUID
    group_name: str
    post_name: str
    assignment_id: UUID
    course_id: str
    opens_at: datetime | None
    due_at: datetime | None


class Cell(NamedTuple):
    """One learner in one lesson they have begun.

    percent: of the best finished attempt, else of what was answered so far; None in a lesson without questions.
    """

    where: Where
    percent: int | None


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner: a cell for each lesson begun, the best test, what was reached, when they were last at work."""

    person_key: UUID
    name: str
    latin_name: str
    enrolled: bool
    cells: Mapping[str, Cell]
    test_percent: int | None
    tests_taken: int
    mastered: bool
    completed: bool
    last_at: datetime | None
    need: Need | None

    @property
    def begun(self) -> bool:
        """Whether a lesson or a test was begun."""
        return self.last_at is not None

    @property
    def lessons_done(self) -> int:
        """How many lessons are finished."""
        return sum(cell.where == "done" for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class GroupReport:
    """The group's rows by Latin name.

    middle, middle_test: the median of those who finished the lesson, or handed a test in, in whole percent rounded
    down; nothing where nobody did.
    """

    rows: Sequence[LearnerRow]
    middle: Mapping[str, int]
    middle_test: int | None

    @property
    def enrolled(self) -> int:
        """How many take the course."""
        return sum(row.enrolled for row in self.rows)

    @property
    def begun(self) -> int:
        """How many have begun a lesson or a test."""
        return sum(row.begun for row in self.rows)

    @property
    def mastered(self) -> int:
        """How many have mastered the course."""
        return sum(row.mastered for row in self.rows)

    @property
    def needing(self) -> Sequence[LearnerRow]:
        """Who needs a look."""
        return [row for row in self.rows if row.need is not None]


GIVEN = (
    select(
        Group.id,
        Group.name,
        Post.name.label("post_name"),
        Assignment.id,
        Assignment.course_id,
        Assignment.opens_at,
        Assignment.due_at,
    )
    .select_from(Group)
    .join(Post, Post.id == Group.post_id)
    .join(Assignment, Assignment.group_id == Group.id)
    .where(Group.id == bindparam("group_id"))
    .where(Assignment.course_id == bindparam("course_id"))
)


def _percent_in_sql() -> object:
    """Return whole percent, rounded down, of the best finished attempt, else of the open one; NULL without points."""
    return case(
        (LessonProgress.best_max > 0, 100 * LessonProgress.best_raw // LessonProgress.best_max),
        (LessonProgress.score_max > 0, 100 * LessonProgress.score_raw // LessonProgress.score_max),
    )


def _cells() -> ScalarSelect[str]:
    """Return a learner's lessons as one text, `lesson done percent;...`: a row a learner, not a row a lesson."""
    done = case((LessonProgress.completed_at.is_not(None), "1"), else_="0")
    percent = func.coalesce(cast(_percent_in_sql(), String), "")
    one = LessonProgress.lesson_id + literal(" ") + done + literal(" ") + percent
    return (
        select(func.aggregate_strings(one, ";"))
        .where(LessonProgress.registration == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )


LAST_LESSON = (
    select(func.max(LessonProgress.last_at))
    .where(LessonProgress.registration == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
LAST_TEST = (
    select(func.max(func.coalesce(Attempt.ended_at, Attempt.started_at)))
    .where(Attempt.registration == Enrolment.id, Attempt.is_test)
    .correlate(Enrolment)
    .scalar_subquery()
)
LEARNERS = (
    select(
        Person.key,
        Person.name,
        Person.latin_name,
        Enrolment.id.is_not(None),
        CourseProgress.tests_taken,
        CourseProgress.test_raw,
        CourseProgress.test_max,
        CourseProgress.mastered_at.is_not(None),
        CourseProgress.completed_at.is_not(None),
        _cells(),
        LAST_LESSON,
        LAST_TEST,
        NEED,
    )
    .select_from(Membership)
    .join(Person, Person.key == Membership.person_key)
    .join(Assignment, and_(Assignment.group_id == Membership.group_id, Assignment.course_id == bindparam("course_id")))
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.person_key == Person.key,
            Enrolment.course_id == Assignment.course_id,
            Enrolment.ended_at.is_(None),
        ),
    )
    .outerjoin(CourseProgress, CourseProgress.registration == Enrolment.id)
    .where(Membership.group_id == bindparam("group_id"))
    .order_by(Person.latin_name, Person.key)
)


def given_for(session: Session, holder: Holder, act: Act, group_id: UUID, course_id: str) -> Given:
    """Return a course that was given to a group to which this holder may do this act. Raises NotFound."""
    wanted = {"group_id": group_id, "course_id": course_id}
    row = session.execute(GIVEN.where(groups_within(holder, act)), wanted).first()
    if row is None:
        raise NotFound
    return Given(*row)


def group_report(session: Session, given: Given, now: datetime, *, tested: bool) -> GroupReport:
    """Return the report of a group in a course it was given, which ends with a test or not.

    Members who do not take the course are listed as such. Points are those of the best finished attempt.
    """
    course_id = given.course_id
    wanted = {"group_id": given.group_id, "course_id": course_id, **values(now, [course_id] if tested else [])}
    rows = [_learner(row) for row in fetched(session, LEARNERS, wanted)]
    return GroupReport(rows, _middles(rows), _middle([row.test_percent for row in rows]))


def _learner(row: AnyRow) -> LearnerRow:
    key, name, latin_name, enrolled, taken, raw, most, mastered, completed, cells, lesson_at, test_at, need = row
    times = [at for at in (lesson_at, test_at) if at is not None]
    return LearnerRow(
        key,
        name,
        latin_name,
        bool(enrolled),
        _cells_of(cells),
        percent_of(raw, most),
        taken or 0,
        bool(mastered),
        bool(completed),
        max(times, default=None),
        None if need is None else Need(need),
    )


def _cells_of(text: str | None) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for one in text.split(";") if text else ():
        lesson_id, done, percent = one.split(" ")
        cells[lesson_id] = _cell(done, percent)
    return cells


@cache  # there are some 200 different ones, and a group of 1,000 has 8,000
def _cell(done: str, percent: str) -> Cell:
    return Cell("done" if done == "1" else "open", int(percent) if percent else None)


def percent_of(raw: int | None, most: int | None) -> int | None:
    """Return whole percent, rounded down so that 80 never means 79.6, or None without points."""
    return None if raw is None or not most else 100 * raw // most


def _middles(rows: Sequence[LearnerRow]) -> dict[str, int]:
    by_lesson: dict[str, list[int | None]] = {}
    for row in rows:
        for lesson_id, cell in row.cells.items():
            if cell.where == "done":
                by_lesson.setdefault(lesson_id, []).append(cell.percent)
    middles = {lesson_id: _middle(percents) for lesson_id, percents in by_lesson.items()}
    return {lesson_id: middle for lesson_id, middle in middles.items() if middle is not None}


def _middle(percents: Sequence[int | None]) -> int | None:
    known = [percent for percent in percents if percent is not None]
    return int(median(known)) if known else None
