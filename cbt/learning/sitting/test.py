"""A sitting at a test: drawn when it starts, saved answer by answer, judged once when it is handed in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cbt.content.course import Course, Test
from cbt.db import AnyRow
from cbt.db.prepared import Prepared
from cbt.errors import N_, CbtError, NotFound
from cbt.learning import mastery
from cbt.learning.drawing import Drawn, draw, from_json, to_json
from cbt.learning.enrolment import Enrolment
from cbt.learning.mastery import Result, Share
from cbt.learning.projections.sittings import Attempt
from cbt.learning.recording import Act, record, refuse
from cbt.learning.sitting.lesson import Desk, Given, Showing, answered, answers
from cbt.records.facts import Fact, Verb


class NoAttemptLeft(CbtError):
    """Every attempt at the test is used."""

    sentence = N_("All attempts at this test are used: {attempts}. Ask your instructor if you need another one.")


class NotBegun(CbtError):
    """A test was answered or handed in that is not open."""

    sentence = N_("This test is not open. It was handed in, or it has not been started. Your saved answers are kept.")


class BegunAgain(CbtError):
    """The form belongs to an earlier attempt at the test."""

    sentence = N_(
        "This page belongs to an attempt that was handed in. What you sent from it changes nothing in the attempt you "
        "began since. Open the test to go on there."
    )


class NotDrawn(CbtError):
    """An answer to a question that this sitting does not have."""

    sentence = N_("This question is not part of your test. Go back to the test and answer the questions there.")


@dataclass(frozen=True, slots=True)
class Paper:
    """One sitting's questions in the order they are asked, and what was answered so far (rows by question id)."""

    attempt_id: UUID
    number: int
    release: str
    drawn: tuple[Drawn, ...]
    answers: dict[str, AnyRow]
    ended: bool
    result: Result | None

    @property
    def to_go(self) -> int:
        """How many questions have no answer yet."""
        return sum(one.question_id not in self.answers for one in self.drawn)


DRAWN_BEFORE = Prepared(
    select(Attempt.drawn)
    .where(Attempt.registration == bindparam("registration"))
    .where(Attempt.part_id == bindparam("part_id"))
)
PASSED_BEFORE = Prepared(
    select(Attempt.part_id)
    .where(Attempt.registration == bindparam("registration"))
    .where(Attempt.is_test)
    .where(Attempt.success.is_(True))
)
PAPER = Prepared(
    select(
        Attempt.id,
        Attempt.number,
        Attempt.release,
        Attempt.drawn,
        Attempt.ended_at,
        Attempt.result,
        Attempt.score_raw,
        Attempt.score_max,
    )
    .join(Enrolment, Enrolment.id == Attempt.registration)
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.course_id == bindparam("course_id"))
    .where(Enrolment.ended_at.is_(None))
    .where(Attempt.part_id == bindparam("part_id"))
    .where(Attempt.is_test)
    .where(Attempt.current)
)


def paper(session: Session, person_key: UUID, course_id: str, test_id: str) -> Paper | None:
    """Return the newest sitting at a test of a learner's open enrolment, or None if there is none."""
    values = {"person_key": person_key, "course_id": course_id, "part_id": test_id}
    row = PAPER.first(session, values)
    if row is None:
        return None
    result = None
    if row.result is not None:
        result = mastery.from_json(Share(row.score_raw, row.score_max), json.loads(row.result))
    drawn = from_json(json.loads(row.drawn))
    given = answers(session, row.id)
    return Paper(row.id, row.number, row.release, drawn, given, row.ended_at is not None, result)


def start(
    session: Session, found: Desk, course: Course, showing: Showing, act: Act, new_seed: Callable[[], str]
) -> UUID:
    """Draw a new sitting and return its attempt id; an open one is returned as it is. `found` was read for writing.

    Questions of earlier sittings of this enrolment come last. Raises NotFound for a test the course does not have,
    NoAttemptLeft when all are used; AlreadyRecorded before that for a form sent twice.
    """
    if found.attempt_id is not None and found.ended_at is None:
        return found.attempt_id
    test = _test(course, found.part_id)
    if found.number >= test.attempts:
        refuse(session, act, NoAttemptLeft(attempts=test.attempts))
    seed, seen = new_seed(), _seen(session, found)
    drawn = draw(test, course.bank, seed, seen)
    attempt_id = act.new_id()
    fact = Fact(
        id=act.new_id(),
        verb=Verb.started,
        at=act.now,
        activity_id=f"{found.course_id}/{found.part_id}",
        actor=found.person_key,
        registration=found.registration,
        attempt_id=attempt_id,
        submission_id=act.submission_id,
        course_id=found.course_id,
        release=showing.release,
        language=showing.language,
        country=showing.country,
        detail={"number": found.number + 1, "seed": seed, "drawn": to_json(drawn)},
    )
    record(session, fact)
    return attempt_id


def _test(course: Course, test_id: str) -> Test:
    if test_id not in course.tests:
        raise NotFound
    return course.tests[test_id]


def _seen(session: Session, found: Desk) -> frozenset[str]:
    values = {"registration": found.registration, "part_id": found.part_id}
    rows = DRAWN_BEFORE.all(session, values)
    return frozenset(one.question_id for row in rows if row.drawn for one in from_json(json.loads(row.drawn)))


def save(session: Session, found: Desk, given: Given, showing: Showing, act: Act, form_attempt: UUID | None) -> None:
    """Record one answer of an open test; a later answer to the same question counts instead. Nothing is judged yet.

    `found` was read for writing. `form_attempt` is the attempt the form was rendered for. Raises BegunAgain if the
    attempt is another now, NotBegun if the test is not open, NotDrawn for a question that this sitting does not have;
    AlreadyRecorded before these for a form sent twice.
    """
    sitting = open_paper(session, found, act, form_attempt)
    if given.question.id not in {one.question_id for one in sitting.drawn}:
        refuse(session, act, NotDrawn())
    record(session, answered(found, sitting.attempt_id, given, showing, act))


def open_paper(session: Session, found: Desk, act: Act, form_attempt: UUID | None) -> Paper:
    """Return the open sitting that a form belongs to; raises as `save` does."""
    sitting = paper(session, found.person_key, found.course_id, found.part_id)
    if sitting is not None and sitting.attempt_id != form_attempt:
        refuse(session, act, BegunAgain())
    if sitting is None or sitting.ended:
        refuse(session, act, NotBegun())
    return sitting


def hand_in(
    session: Session, found: Desk, course: Course, showing: Showing, act: Act, form_attempt: UUID | None
) -> Result:
    """Judge an open test, end it and return what was decided; questions without an answer count nothing.

    The course is mastered with the last of its tests to be passed, in whichever order and attempts they were.
    `course` is the release it began on; `found` was read for writing, `form_attempt` is the attempt the form was
    rendered for. Raises BegunAgain if the attempt is another now, NotBegun if the test is not open; AlreadyRecorded
    before these for a form sent twice.
    """
    sitting = open_paper(session, found, act, form_attempt)
    raw = {question_id: row.score_raw for question_id, row in sitting.answers.items()}
    result = mastery.judge(course, _test(course, found.part_id), sitting.drawn, raw)
    fact = Fact(
        id=act.new_id(),
        verb=Verb.passed if result.mastered else Verb.failed,
        at=act.now,
        activity_id=f"{found.course_id}/{found.part_id}",
        actor=found.person_key,
        registration=found.registration,
        attempt_id=sitting.attempt_id,
        submission_id=act.submission_id,
        course_id=found.course_id,
        release=showing.release,
        language=showing.language,
        country=showing.country,
        score_raw=result.total.raw,
        score_max=result.total.max,
        success=result.mastered,
        completion=True,
        duration_ms=act.duration_ms,
        detail={**mastery.to_json(result), "course_mastered": result.mastered and _all_passed(session, found, course)},
    )
    record(session, fact)
    return result


def _all_passed(session: Session, found: Desk, course: Course) -> bool:
    """Tell whether this test, which was passed now, and those passed before are all that the course has."""
    before = PASSED_BEFORE.all(session, {"registration": found.registration})
    return course.tests.keys() <= {found.part_id, *(row.part_id for row in before)}
