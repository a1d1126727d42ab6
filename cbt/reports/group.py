"""A group in a course: who is where and how they score; one statement, with one row a learner."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import median
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    ScalarSelect,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from cbt.accounts.people import Group, Membership, Person, Post
from cbt.accounts.rights import Act, Holder, ScopeKind, may
from cbt.accounts.roles import scopes_of_place
from cbt.db import AnyRow
from cbt.db.base import moment
from cbt.db.prepared import Prepared
from cbt.errors import NotFound
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import CourseProgress, LessonProgress
from cbt.learning.projections.sittings import Attempt
from cbt.reports.need import Need, need, values

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


class LearnerRow(NamedTuple):
    """One learner: a cell for each lesson begun, the best test, what was reached, why they need a look.

    key_hex: the person key as 32 digits. last_ms: UTC milliseconds since 1970, None for who has not begun.
    """

    key_hex: str
    name: str
    latin_name: str
    enrolled: bool
    cells: Mapping[str, Cell]
    test_percent: int | None
    tests_taken: int
    mastered: bool
    completed: bool
    last_ms: int | None
    need: Need | None

    @property
    def person_key(self) -> UUID:
        """Whose row it is."""
        return UUID(self.key_hex)

    @property
    def begun(self) -> bool:
        """Whether a lesson or a test was begun."""
        return self.last_ms is not None

    @property
    def last_at(self) -> datetime | None:
        """When they were last at work in a lesson or a test."""
        return None if self.last_ms is None else moment(self.last_ms)

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


GIVEN = Prepared(
    select(
        Group.id,
        Group.name,
        Post.name.label("post_name"),
        Assignment.id.label("assignment_id"),
        Assignment.course_id,
        Assignment.opens_at,
        Assignment.due_at,
        Post.id.label("post_id"),
        Post.country,
        Post.region_id,
    )
    .select_from(Group)
    .join(Post, Post.id == Group.post_id)
    .join(Assignment, Assignment.group_id == Group.id)
    .where(Group.id == bindparam("group_id"))
    .where(Assignment.course_id == bindparam("course_id"))
)
MOST_CELLS = 10_000
"""Cells of lessons kept in memory."""
OPEN, DONE, NO_PERCENT = 1000, 2000, 999
"""A cell as one number of four digits: OPEN or DONE plus the percent, or plus NO_PERCENT in a lesson without points."""


def _milliseconds(time: SQLColumnExpression[Any]) -> ColumnElement[int | None]:
    """Return a time as it is stored: of most of a thousand rows' times it is only asked whether there is one."""
    return type_coerce(time, BigInteger)


def _lessons() -> ScalarSelect[str]:
    """Return a learner's lessons as one text, `2083northern-route;1999rest 1764000000000`: one row a learner.

    Each lesson is a cell's four digits and its id; the number at the end says when one of them was last worked at.
    """
    percent = case(
        (LessonProgress.best_max > 0, 100 * LessonProgress.best_raw // LessonProgress.best_max),
        (LessonProgress.score_max > 0, 100 * LessonProgress.score_raw // LessonProgress.score_max),
        else_=NO_PERCENT,
    )
    cell = percent + case((LessonProgress.completed_at.is_(None), OPEN), else_=DONE)
    all_cells = func.aggregate_strings(cast(cell, String) + LessonProgress.lesson_id, ";")
    last_at = cast(_milliseconds(func.max(LessonProgress.last_at)), String)
    return (
        select(all_cells + literal(" ") + last_at)
        .where(LessonProgress.registration == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )


LAST_TEST = (
    select(_milliseconds(func.max(func.coalesce(Attempt.ended_at, Attempt.started_at))))
    .where(Attempt.registration == Enrolment.id, Attempt.is_test)
    .correlate(Enrolment)
    .scalar_subquery()
)
LEARNERS = Prepared(
    select(
        func.replace(cast(Person.key, String), "-", ""),
        Person.name,
        Person.latin_name,
        _milliseconds(Enrolment.enrolled_at),
        CourseProgress.tests_taken,
        CourseProgress.test_raw,
        CourseProgress.test_max,
        _milliseconds(CourseProgress.mastered_at),
        _milliseconds(CourseProgress.completed_at),
        LAST_TEST,
        need(bindparam("tested", type_=Boolean)),
        _lessons(),
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
    row = GIVEN.first(session, {"group_id": group_id, "course_id": course_id})
    if row is None:
        raise NotFound
    *given, post_id, country, region_id = row
    scopes = scopes_of_place(post_id, country, region_id) | {(ScopeKind.GROUP, str(group_id))}
    if not may(holder, act, scopes):
        raise NotFound
    return Given(*given)


def group_report(session: Session, given: Given, now: datetime, *, tested: bool) -> GroupReport:
    """Return the report of a group in a course it was given, which ends with a test or not.

    Members who do not take the course are listed as such. Points are those of the best finished attempt.
    """
    course_id = given.course_id
    wanted = {"group_id": given.group_id, "course_id": course_id, "tested": tested, **values(now)}
    rows, told = [], list[str]()
    for row in LEARNERS.all(session, wanted):
        lessons, _, last_at = (row[-1] or "").rpartition(" ")
        one_by_one = lessons.split(";") if lessons else []
        told += one_by_one
        rows.append(_learner(row, dict(map(_cell, one_by_one)), int(last_at) if last_at else None))
    return GroupReport(rows, _middles(Counter(told)), _middle([row.test_percent for row in rows]))


@lru_cache(maxsize=MOST_CELLS)  # a lesson has some 200 different ones, and a group of 1,000 has 8,000
def _cell(lesson: str) -> tuple[str, Cell]:
    number, percent = int(lesson[:4]), int(lesson[1:4])
    return lesson[4:], Cell("done" if number >= DONE else "open", None if percent == NO_PERCENT else percent)


def _learner(row: AnyRow, cells: Mapping[str, Cell], lesson_at: int | None) -> LearnerRow:
    key_hex, name, latin_name, enrolled_at, taken, raw, most, mastered_at, completed_at, test_at, need, _ = row
    later_test = lesson_at is None or (test_at is not None and test_at > lesson_at)
    return LearnerRow(
        key_hex,
        name,
        latin_name,
        enrolled_at is not None,
        cells,
        percent_of(raw, most),
        taken or 0,
        mastered_at is not None,
        completed_at is not None,
        test_at if later_test else lesson_at,
        None if need is None else Need(need),
    )


def percent_of(raw: int | None, most: int | None) -> int | None:
    """Return whole percent, rounded down so that 80 never means 79.6, or None without points."""
    return None if raw is None or not most else 100 * raw // most


def _middles(lessons: Counter[str]) -> dict[str, int]:
    by_lesson: defaultdict[str, list[int | None]] = defaultdict(list)
    for lesson, count in lessons.items():
        lesson_id, cell = _cell(lesson)
        if cell.where == "done":
            by_lesson[lesson_id] += [cell.percent] * count
    middles = {lesson_id: _middle(percents) for lesson_id, percents in by_lesson.items()}
    return {lesson_id: middle for lesson_id, middle in middles.items() if middle is not None}


def _middle(percents: Sequence[int | None]) -> int | None:
    known = [percent for percent in percents if percent is not None]
    return int(median(known)) if known else None
