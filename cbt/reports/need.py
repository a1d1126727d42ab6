"""Who needs a look, and why: one expression, so that the overview's counts and a report's list never differ."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, null, or_
from sqlalchemy.orm import aliased

from cbt.accounts.people import Person
from cbt.db import UtcDateTime
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import CourseProgress
from cbt.learning.projections.sittings import Attempt

SETTLING = timedelta(days=3)
"""So long after a course is open to them, nobody is asked why they have not begun."""


class Need(StrEnum):
    """Why somebody needs a look."""

    FAILED = "failed"  # handed a test in, and has not passed it in any attempt
    LATE = "late"  # the day to be done by has passed, and they are not done
    WAITING = "waiting"  # could begin three days ago, and has not


PASSED = aliased(Attempt)
TEST_FAILED: ColumnElement[bool] = exists().where(
    Attempt.registration == Enrolment.id,
    Attempt.is_test,
    Attempt.ended_at.is_not(None),
    ~exists().where(
        PASSED.registration == Attempt.registration,
        PASSED.is_test,
        PASSED.part_id == Attempt.part_id,
        PASSED.success.is_(True),
    ),
)
BEGUN: ColumnElement[bool] = exists().where(Attempt.registration == Enrolment.id)
SETTLED = bindparam("settled", type_=UtcDateTime)
WAITING: ColumnElement[bool] = and_(
    ~BEGUN,
    Enrolment.enrolled_at < SETTLED,
    or_(Assignment.opens_at.is_(None), Assignment.opens_at < SETTLED),
)


def need(tested: ColumnElement[bool]) -> ColumnElement[str | None]:
    """Return a `Need` or NULL, for statements that join Person, Enrolment, its CourseProgress and the Assignment.

    tested: whether the course ends with a test. Such a statement is given `values`. A closed account needs no look.
    """
    done = or_(CourseProgress.mastered_at.is_not(None), and_(CourseProgress.completed_at.is_not(None), ~tested))
    return case(
        (or_(Enrolment.id.is_(None), ~Person.active), null()),
        (done, null()),
        (and_(CourseProgress.tests_taken > 0, TEST_FAILED), Need.FAILED.value),
        (Assignment.due_at < bindparam("now", type_=UtcDateTime), Need.LATE.value),
        (WAITING, Need.WAITING.value),
        else_=null(),
    )


def values(now: datetime) -> dict[str, Any]:
    """Return what `need` has to be given."""
    return {"now": now, "settled": now - SETTLING}
