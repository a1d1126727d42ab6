"""The groups somebody teaches, what each was given, how far they are and who needs a look: one statement for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from cbt.accounts.directory import MEMBERS, groups_within
from cbt.accounts.people import Group, Membership, Person, Post
from cbt.accounts.rights import Act, Holder
from cbt.db import AnyRow
from cbt.errors import NotFound
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import CourseProgress
from cbt.reports.need import BEGUN, Need, need, values

NAMED = 3
"""So many of those who need a look are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Needy:
    """Somebody who needs a look."""

    person_key: UUID
    name: str
    need: Need


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One course of a group: its dates, how many take it, have begun and mastered it, how many need a look and who."""

    course_id: str
    opens_at: datetime | None
    due_at: datetime | None
    enrolled: int
    begun: int
    mastered: int
    needing: int
    named: Sequence[Needy]


@dataclass(frozen=True, slots=True)
class GroupCard:
    """One group with its courses in the order they were given."""

    id: UUID
    name: str
    post_id: UUID
    post_name: str
    members: int
    courses: list[CourseCard] = field(default_factory=list)

    @property
    def needing(self) -> int:
        """How many need a look, counted once a course."""
        return sum(course.needing for course in self.courses)


def _one_if(condition: object) -> object:
    return cast(case((condition, 1), else_=0), Integer)  # type: ignore[arg-type]


STANDING = (
    select(
        Group.id.label("group_id"),
        Group.name.label("group_name"),
        Group.post_id,
        Post.name.label("post_name"),
        MEMBERS.label("members"),
        Assignment.id.label("assignment_id"),
        Assignment.course_id,
        Assignment.opens_at,
        Assignment.due_at,
        Assignment.assigned_at,
        Person.key.label("person_key"),
        Person.name,
        Person.latin_name,
        Enrolment.id.label("registration"),
        _one_if(BEGUN).label("begun"),  # type: ignore[attr-defined]
        _one_if(CourseProgress.mastered_at.is_not(None)).label("mastered"),  # type: ignore[attr-defined]
        need(Enrolment.course_id.in_(bindparam("tested", expanding=True))).label("need"),
    )
    .select_from(Group)
    .join(Post, Post.id == Group.post_id)
    .outerjoin(Assignment, Assignment.group_id == Group.id)
    .outerjoin(Membership, and_(Membership.group_id == Group.id, Assignment.id.is_not(None)))
    .outerjoin(Person, Person.key == Membership.person_key)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.person_key == Person.key,
            Enrolment.course_id == Assignment.course_id,
            Enrolment.ended_at.is_(None),
        ),
    )
    .outerjoin(CourseProgress, CourseProgress.registration == Enrolment.id)
)

COURSES = (
    select(Assignment.course_id)
    .where(Assignment.group_id == bindparam("group_id"))
    .order_by(Assignment.assigned_at, Assignment.course_id)
)


def overview(session: Session, holder: Holder, now: datetime, tested: Sequence[str]) -> list[GroupCard]:
    """Return every group that a holder may teach, by name; `tested` names the courses that end with a test."""
    return _cards(session, STANDING.where(groups_within(holder, Act.TEACH)), now, tested)


def group_card(session: Session, holder: Holder, group_id: UUID, now: datetime, tested: Sequence[str]) -> GroupCard:
    """Return one group that a holder may teach. Raises NotFound."""
    of_group = Group.id == bindparam("group_id", group_id)
    cards = _cards(session, STANDING.where(groups_within(holder, Act.TEACH), of_group), now, tested)
    if not cards:
        raise NotFound
    return cards[0]


def courses_of(session: Session, group_id: UUID) -> Sequence[str]:
    """Return the ids of the courses that a group was given, in that order. The caller has found the group."""
    return session.scalars(COURSES, {"group_id": group_id}).all()


def _cards(session: Session, statement: object, now: datetime, tested: Sequence[str]) -> list[GroupCard]:
    standing = statement.subquery("standing")  # type: ignore[attr-defined]
    of = standing.c
    course = (of.group_id, of.assignment_id)
    needy = case((of.need.is_not(None), 0), else_=1)
    counted = select(
        standing,
        func.count(of.registration).over(partition_by=course).label("enrolled"),
        func.sum(of.begun).over(partition_by=course).label("all_begun"),
        func.sum(of.mastered).over(partition_by=course).label("all_mastered"),
        func.count(of.need).over(partition_by=course).label("needing"),
        func.row_number().over(partition_by=course, order_by=(needy, of.latin_name, of.person_key)).label("place"),
    ).subquery("counted")
    found = counted.c
    rows = session.execute(
        select(counted)
        .where(found.place <= NAMED)
        .order_by(found.group_name, found.group_id, found.assigned_at, found.course_id, found.place),
        {**values(now), "tested": list(tested)},
    )
    groups: dict[UUID, GroupCard] = {}
    courses: dict[tuple[UUID, str], list[AnyRow]] = {}
    for row in rows:
        groups.setdefault(
            row.group_id, GroupCard(row.group_id, row.group_name, row.post_id, row.post_name, row.members)
        )
        if row.course_id is not None:
            courses.setdefault((row.group_id, row.course_id), []).append(row)
    for (group_id, _), found_rows in courses.items():
        groups[group_id].courses.append(_course(found_rows))
    return list(groups.values())


def _course(rows: Sequence[AnyRow]) -> CourseCard:
    first = rows[0]
    named = tuple(Needy(row.person_key, row.name, Need(row.need)) for row in rows if row.need is not None)
    return CourseCard(
        first.course_id,
        first.opens_at,
        first.due_at,
        first.enrolled,
        first.all_begun,
        first.all_mastered,
        first.needing,
        named,
    )
