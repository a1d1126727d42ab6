"""Who takes which course: an instructor assigns it to a group, each member is enrolled, the log is told.

Assignment and Enrolment are registers: changed in place, and each change that a judgement depends on is also a fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.people import Membership
from cbt.db import Base
from cbt.errors import N_, CbtError
from cbt.learning.recording import Act, record
from cbt.records.facts import Fact, Verb


class DueBeforeOpen(CbtError):
    """An assignment would be due before it opens."""

    sentence = N_("The course would be due before it opens. Choose a later day to be done by.")


class AlreadyAssigned(CbtError):
    """The group has this course already."""

    sentence = N_("This group has the course already. Change its dates instead.")


class Assignment(Base):
    """A course given to a group, with dates. Register."""

    __tablename__ = "assignment"
    __table_args__ = (Index("uq_assignment_group_course", "group_id", "course_id", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"))
    course_id: Mapped[str] = mapped_column(String(80))
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    assigned_by: Mapped[UUID]
    assigned_at: Mapped[datetime]


class Enrolment(Base):
    """A person taking a course. Register; its id is the `registration` of every fact about it.

    `structure` is the digest of the course they began on; releases with the same structure replace each other.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "person_key",
            "course_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_enrolment_course", "course_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_key: Mapped[UUID] = mapped_column(ForeignKey("person.key", ondelete="CASCADE"))
    course_id: Mapped[str] = mapped_column(String(80))
    structure: Mapped[str] = mapped_column(String(64))
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.id", ondelete="SET NULL"))
    enrolled_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an instructor decided: which course on which structure, opening and due times or None for always."""

    course_id: str
    structure: str
    opens_at: datetime | None = None
    due_at: datetime | None = None


MEMBERS = select(Membership.person_key).where(Membership.group_id == bindparam("group_id"))
ASSIGNED = select(Assignment).where(Assignment.group_id == bindparam("group_id"))
ENROLLED = (
    select(Enrolment)
    .where(Enrolment.course_id == bindparam("course_id"))
    .where(Enrolment.person_key.in_(bindparam("people", expanding=True)))
    .where(Enrolment.ended_at.is_(None))
)


def assign(session: Session, group_id: UUID, plan: Plan, by: UUID, act: Act) -> Assignment:
    """Give a group a course and enrol every member.

    Raises DueBeforeOpen, or AlreadyAssigned if the group has it.
    """
    _check_dates(plan.opens_at, plan.due_at)
    taken = session.scalars(ASSIGNED.where(Assignment.course_id == plan.course_id), {"group_id": group_id}).first()
    if taken is not None:
        raise AlreadyAssigned
    assignment = Assignment(
        id=act.new_id(),
        group_id=group_id,
        course_id=plan.course_id,
        opens_at=plan.opens_at,
        due_at=plan.due_at,
        assigned_by=by,
        assigned_at=act.now,
    )
    session.add(assignment)
    session.flush()
    detail = {"group": str(group_id), "assignment": str(assignment.id)}
    fact = Fact(id=act.new_id(), verb=Verb.assigned, at=act.now, activity_id=plan.course_id, by=by, detail=detail)
    record(session, fact)
    people = session.scalars(MEMBERS, {"group_id": group_id}).all()
    enrol(session, assignment, plan.structure, people, act)
    return assignment


def change_dates(session: Session, assignment: Assignment, opens_at: datetime | None, due_at: datetime | None) -> None:
    """Move an assignment's dates. Raises DueBeforeOpen."""
    _check_dates(opens_at, due_at)
    assignment.opens_at, assignment.due_at = opens_at, due_at


def enrol(session: Session, assignment: Assignment, structure: str, people: Sequence[UUID], act: Act) -> None:
    """Enrol people for an assignment; who takes the course already keeps everything and gets the new dates."""
    found = session.scalars(ENROLLED, {"course_id": assignment.course_id, "people": list(people)})
    taking = {enrolment.person_key: enrolment for enrolment in found}
    for person_key in people:
        if person_key in taking:
            taking[person_key].assignment_id = assignment.id
            continue
        enrolment = Enrolment(
            id=act.new_id(),
            person_key=person_key,
            course_id=assignment.course_id,
            structure=structure,
            assignment_id=assignment.id,
            enrolled_at=act.now,
        )
        session.add(enrolment)
        session.flush()
        fact = Fact(
            id=act.new_id(),
            verb=Verb.registered,
            at=act.now,
            activity_id=assignment.course_id,
            actor=person_key,
            by=assignment.assigned_by,
            registration=enrolment.id,
            course_id=assignment.course_id,
            detail={"structure": structure},
        )
        record(session, fact)


def enrol_newcomers(
    session: Session, group_id: UUID, structures: dict[str, str], people: Sequence[UUID], act: Act
) -> None:
    """Enrol people who have just joined a group for all it was given. `structures`: live structure by course id."""
    for assignment in session.scalars(ASSIGNED, {"group_id": group_id}).all():
        structure = structures.get(assignment.course_id)
        if structure is not None:
            enrol(session, assignment, structure, people, act)


def _check_dates(opens_at: datetime | None, due_at: datetime | None) -> None:
    if opens_at is not None and due_at is not None and due_at < opens_at:
        raise DueBeforeOpen
