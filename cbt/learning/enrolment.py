"""Who takes which course: an instructor assigns it to a group, each member is enrolled, the log is told.

Assignment and Enrolment are registers: changed in place, and each change that a judgement depends on is also a fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.people import Membership, Person
from cbt.db import Base
from cbt.db.base import milliseconds
from cbt.errors import N_, CbtError
from cbt.learning.notes import Done, note
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
    A person has one for each course: it ends when they leave the group that gave it, and goes on when they come back.
    The row goes with its person at an erasure: it only says who takes what. Its id stays in the facts and in the
    projections, where it names nobody, and the `registered` fact still tells course and structure. So every report
    that names people begins at them and loses the row whole; figures folded by registration keep their numbers.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("uq_enrolment_person_course", "person_key", "course_id", unique=True),
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
ENROLMENTS = (
    select(Enrolment)
    .where(Enrolment.course_id == bindparam("course_id"))
    .where(Enrolment.person_key.in_(bindparam("people", expanding=True)))
    .order_by(Enrolment.person_key)
    .with_for_update()
)
THROUGH_GROUP = (
    select(Enrolment)
    .join(Assignment, Assignment.id == Enrolment.assignment_id)
    .where(Assignment.group_id == bindparam("group_id"))
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.ended_at.is_(None))
    .order_by(Enrolment.course_id)
    .with_for_update(of=Enrolment)
)
# What opens a course for a person: of all that their groups were given, what opens first, and then what is due first.
OPENINGS = (
    select(Membership.person_key, Assignment.id)
    .join(Assignment, Assignment.group_id == Membership.group_id)
    .where(Assignment.course_id == bindparam("course_id"))
    .where(Membership.person_key.in_(bindparam("people", expanding=True)))
    .order_by(Assignment.opens_at.asc().nulls_first(), Assignment.due_at.asc().nulls_last(), Assignment.id)
)
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


def change_dates(
    session: Session, assignment: Assignment, opens_at: datetime | None, due_at: datetime | None, by: UUID, act: Act
) -> None:
    """Move an assignment's dates, and tell the log. Raises DueBeforeOpen.

    Who is in several groups with the course has the dates of the one that opens first.
    """
    _check_dates(opens_at, due_at)
    assignment.opens_at, assignment.due_at = opens_at, due_at
    session.flush()
    course_id = assignment.course_id
    people = session.scalars(MEMBERS, {"group_id": assignment.group_id}).all()
    first = _first_to_open(session, course_id, people)
    for enrolment in session.scalars(ENROLMENTS, {"course_id": course_id, "people": people}):
        enrolment.assignment_id = first[enrolment.person_key]
    session.flush()
    dates = {"opens_at": opens_at, "due_at": due_at}
    detail: dict[str, Json] = {"group": str(assignment.group_id), "assignment": str(assignment.id)}
    detail |= {name: None if time is None else milliseconds(time) for name, time in dates.items()}
    note(session, Done("dates_changed", by, None, detail, course_id), act)


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


def end_through(session: Session, group_id: UUID, person_key: UUID, by: UUID, act: Act) -> None:
    """End what somebody takes through a group they have just left, unless another group of theirs has the course.

    What they did stays, and they go on with it when they are enrolled again.
    """
    ended = []
    for enrolment in session.scalars(THROUGH_GROUP, {"group_id": group_id, "person_key": person_key}).all():
        other = _first_to_open(session, enrolment.course_id, [person_key]).get(person_key)
        if other is None:
            enrolment.ended_at = act.now
            ended.append(enrolment)
        else:
            enrolment.assignment_id = other
    session.flush()
    for enrolment in ended:
        record(session, _about(enrolment, Verb.unregistered, by, act))


def _enrol(
    session: Session, assignment: Assignment, structure: str, people: Sequence[UUID], act: Act
) -> Sequence[Enrolment]:
    """Make the rows that are missing, open those that ended; return both. Nothing is recorded yet: that locks the log.

    The earliest opening counts, so that no assignment closes what another has opened.
    """
    course_id = assignment.course_id
    known = set(session.scalars(HELD, {"people": list(people)}))
    first = _first_to_open(session, course_id, people)
    found = session.scalars(ENROLMENTS, {"course_id": course_id, "people": list(people)}).all()
    ended = [enrolment for enrolment in found if enrolment.ended_at is not None]
    for enrolment in found:
        enrolment.assignment_id, enrolment.ended_at = first.get(enrolment.person_key, assignment.id), None
    taking = {enrolment.person_key for enrolment in found}
    enrolled = [
        Enrolment(
            id=act.new_id(),
            person_key=person_key,
            course_id=course_id,
            structure=structure,
            assignment_id=first.get(person_key, assignment.id),
            enrolled_at=act.now,
        )
        for person_key in dict.fromkeys(people)
        if person_key in known and person_key not in taking
    ]
    session.add_all(enrolled)
    session.flush()
    return [*ended, *enrolled]


def _first_to_open(session: Session, course_id: str, people: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the assignment that opens a course first for each of these people whose groups have it."""
    first: dict[UUID, UUID] = {}
    for person_key, assignment_id in session.execute(OPENINGS, {"course_id": course_id, "people": list(people)}):
        first.setdefault(person_key, assignment_id)
    return first


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
