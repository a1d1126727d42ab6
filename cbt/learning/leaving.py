"""Leaving a seat: time on task that no fact tells of yet becomes one."""

from uuid import UUID

from sqlalchemy.orm import Session

from cbt.errors import NotFound
from cbt.learning.recording import Act, record
from cbt.learning.sitting.lesson import desk
from cbt.records.facts import Fact, Verb


def suspend(session: Session, person_key: UUID, activity_id: str, spent_ms: int, act: Act) -> None:
    """Record that a person left an activity (`course/part`) after so many milliseconds since the last fact of it.

    Nothing is recorded of an activity that they have not begun, or of no time at all.
    """
    course_id, _, part_id = activity_id.partition("/")
    try:
        found = desk(session, person_key, course_id, part_id)
    except NotFound:
        return
    if found.attempt_id is None or not spent_ms:
        return
    fact = Fact(
        id=act.new_id(),
        verb=Verb.suspended,
        at=act.now,
        activity_id=activity_id,
        actor=person_key,
        registration=found.registration,
        attempt_id=found.attempt_id,
        course_id=course_id,
        lesson_id=None if found.is_test else part_id,
        duration_ms=spent_ms,
    )
    record(session, fact)
