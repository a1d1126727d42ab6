"""Who takes which course: an instructor assigns it to a group, each member is enrolled, the log is told.

Assignment and Enrolment are registers: changed in place, and each change that a judgement depends on is also a fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, bindparam, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.people import Membership, Person
from cbt.db import Base
from cbt.db.base import milliseconds
from cbt.errors import N_, CbtError, NotFound
from cbt.learning.recording import Act, record
from cbt.records.facts import Fact, Json, Verb


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
    The row goes with its person at an erasure: it only says who takes what. Its id stays in the facts and in the
    projections, where it names nobody, and the `registered` fact still tells course and structure. So every report
    that names people begins at them and loses the row whole; figures folded by registration keep their numbers.
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
ASSIGNED = select(Assignment).where(Assignment.group_id == bindparam("group_id")).order_by(Assignment.course_id)
OPEN = select(Enrolment).where(Enrolment.course_id == bindparam("course_id"), Enrolment.ended_at.is_(None))
ENROLLED = (
    OPEN.where(Enrolment.person_key.in_(bindparam("people", expanding=True)))
    .order_by(Enrolment.person_key)
    .with_for_update()
)
ENROLMENT = OPEN.where(Enrolment.person_key == bindparam("person_key")).with_for_update()
# Two groups may be given a course at once: who is enrolled for one waits, so that they are not enrolled twice.
# `key_share`: rows that only refer to a person are not held up.
HELD = (
    select(Person.key)
    .where(Person.key.in_(bindparam("people", expanding=True)))
    .order_by(Person.key)
    .with_for_update(key_share=True)
)


def assign(session: Session, group_id: UUID, plan: Plan, by: UUID, act: Act) -> Assignment:
    """Give a group a course, enrol every member, and return the assignment. The caller has found the group.

    Raises DueBeforeOpen, or AlreadyAssigned if the group has it.
    """
    _check_dates(plan.opens_at, plan.due_at)
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
    try:
        session.flush()
    except IntegrityError:  # asked of the database, so that two instructors at once cannot both assign it
        raise AlreadyAssigned from None
    people = session.scalars(MEMBERS, {"group_id": group_id}).all()
    enrolled = _enrol(session, assignment, plan.structure, people, act)
    detail: dict[str, Json] = {"group": str(group_id), "assignment": str(assignment.id), "structure": plan.structure}
    dates = {"opens_at": plan.opens_at, "due_at": plan.due_at}
    detail |= {name: milliseconds(time) for name, time in dates.items() if time is not None}
    fact = Fact(
        id=act.new_id(),
        verb=Verb.assigned,
        at=act.now,
        activity_id=plan.course_id,
        by=by,
        submission_id=act.submission_id,
        course_id=plan.course_id,
        detail=detail,
    )
    record(session, fact)
    _record_registered(session, enrolled, by, act)
    return assignment


def change_dates(session: Session, assignment: Assignment, opens_at: datetime | None, due_at: datetime | None) -> None:
    """Move an assignment's dates; nothing that was judged depends on them. Raises DueBeforeOpen."""
    _check_dates(opens_at, due_at)
    assignment.opens_at, assignment.due_at = opens_at, due_at
    session.flush()


def enrol(session: Session, assignment: Assignment, structure: str, people: Sequence[UUID], act: Act) -> None:
    """Enrol people for an assignment, once; who takes the course already keeps everything and gets its dates.

    structure: digest of the structure that who begins now begins on. Who was erased meanwhile is left out.
    """
    enrolled = _enrol(session, assignment, structure, people, act)
    _record_registered(session, enrolled, assignment.assigned_by, act)


def enrol_newcomers(
    session: Session, group_id: UUID, structures: Mapping[str, str], people: Sequence[UUID], act: Act
) -> None:
    """Enrol people who have just joined a group for all it was given. `structures`: live structure by course id.

    A course without a live structure is left out: nobody can begin it.
    """
    enrolled = []
    for assignment in session.scalars(ASSIGNED, {"group_id": group_id}).all():
        structure = structures.get(assignment.course_id)
        if structure is not None:
            new = _enrol(session, assignment, structure, people, act)
            enrolled += [(assignment.assigned_by, new)]
    for by, new in enrolled:
        _record_registered(session, new, by, act)


def withdraw(session: Session, person_key: UUID, course_id: str, by: UUID, act: Act) -> None:
    """End a person's enrolment in a course; what they did stays, and enrolling again begins anew. Raises NotFound."""
    enrolment = session.scalars(ENROLMENT, {"person_key": person_key, "course_id": course_id}).one_or_none()
    if enrolment is None:
        raise NotFound
    enrolment.ended_at = act.now
    session.flush()
    record(session, _about(enrolment, Verb.unregistered, by, act))


def _enrol(
    session: Session, assignment: Assignment, structure: str, people: Sequence[UUID], act: Act
) -> Sequence[Enrolment]:
    """Make the rows that are missing and return them; nothing is recorded yet, for the log is locked from then on."""
    known = set(session.scalars(HELD, {"people": list(people)}))
    found = session.scalars(ENROLLED, {"course_id": assignment.course_id, "people": list(people)})
    taking = {enrolment.person_key: enrolment for enrolment in found}
    for enrolment in taking.values():
        enrolment.assignment_id = assignment.id
    enrolled = [
        Enrolment(
            id=act.new_id(),
            person_key=person_key,
            course_id=assignment.course_id,
            structure=structure,
            assignment_id=assignment.id,
            enrolled_at=act.now,
        )
        for person_key in dict.fromkeys(people)
        if person_key in known and person_key not in taking
    ]
    session.add_all(enrolled)
    session.flush()
    return enrolled


def _record_registered(session: Session, enrolled: Sequence[Enrolment], by: UUID, act: Act) -> None:
    for enrolment in enrolled:
        record(session, _about(enrolment, Verb.registered, by, act))


def _about(enrolment: Enrolment, verb: Verb, by: UUID, act: Act) -> Fact:
    return Fact(
        id=act.new_id(),
        verb=verb,
        at=act.now,
        activity_id=enrolment.course_id,
        actor=enrolment.person_key,
        by=by,
        registration=enrolment.id,
        course_id=enrolment.course_id,
        detail={"structure": enrolment.structure},
    )


def _check_dates(opens_at: datetime | None, due_at: datetime | None) -> None:
    if opens_at is not None and due_at is not None and due_at < opens_at:
        raise DueBeforeOpen
