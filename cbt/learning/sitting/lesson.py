"""A sitting at a lesson: what was answered so far, one more answer, the end of it, and starting again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from cbt.content.blocks.question import Fields, Question, Response, Score
from cbt.content.course import Course, Lesson
from cbt.db import AnyRow
from cbt.db.prepared import Prepared
from cbt.db.transaction import alone
from cbt.errors import N_, CbtError, NotFound
from cbt.learning.enrolment import Assignment, Enrolment
from cbt.learning.projections.progress import LessonProgress
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import Act, check_new, record, refuse
from cbt.records.facts import Fact, Verb


class NotOpenYet(CbtError):
    """The course opens later."""

    sentence = N_("This course opens on {day}. Your instructor can open it earlier.")


class StartedAgain(CbtError):
    """The form belongs to an earlier attempt."""

    sentence = N_("You started this lesson again in another window. Reload the page to go on there.")


class NoTryLeft(CbtError):
    """The question was answered wholly right, or every try at it is used."""

    sentence = N_("All tries at this question are used. Start the lesson again to answer it once more.")


class NotAllAnswered(CbtError):
    """A lesson is finished when every question has an answer."""

    sentence = N_("Some questions have no answer yet. Answer them, then finish the lesson: {count} to go.")


@dataclass(frozen=True, slots=True)
class Showing:
    """What a learner had before them: release digest, language, country of the law, wording digest of the question."""

    release: str
    language: str
    country: str | None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, read and graded before any transaction begins. `revision` is its question's."""

    question: Question
    revision: str
    response: Response
    score: Score

    @classmethod
    def of(cls, question: Question, revision: str, fields: Fields) -> "Given":
        """Read and grade the fields of an answer form. Raises NothingChosen or NotAnAnswer."""
        response = question.read(fields)
        return cls(question, revision, response, question.grade(response))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one learner sits: their open registration in a course and the current attempt at one part, if any.

    opens_at: None for a course of which a part was begun: nothing closes that again. release: the release the attempt
    began on. completed_at: when the lesson was first completed.
    """

    person_key: UUID
    course_id: str
    part_id: str
    registration: UUID
    structure: str
    opens_at: datetime | None
    due_at: datetime | None
    attempt_id: UUID | None
    number: int
    is_test: bool
    release: str | None
    ended_at: datetime | None
    completed_at: datetime | None


WORKED = aliased(Attempt)
DESK = Prepared(
    select(
        Enrolment.id,
        Enrolment.structure,
        Assignment.opens_at,
        Assignment.due_at,
        Attempt.id,
        Attempt.number,
        Attempt.is_test,
        Attempt.release,
        Attempt.ended_at,
        LessonProgress.completed_at,
        exists().where(WORKED.registration == Enrolment.id),
    )
    .select_from(Enrolment)
    .outerjoin(Assignment, Assignment.id == Enrolment.assignment_id)
    .outerjoin(
        Attempt,
        and_(Attempt.registration == Enrolment.id, Attempt.part_id == bindparam("part_id"), Attempt.current),
    )
    .outerjoin(
        LessonProgress,
        and_(LessonProgress.registration == Enrolment.id, LessonProgress.lesson_id == bindparam("part_id")),
    )
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.course_id == bindparam("course_id"))
    .where(Enrolment.ended_at.is_(None))
)
# By itself and first: on PostgreSQL, whoever waits for a lock within DESK would see the attempts of before the wait.
HOLD = Prepared(
    select(Enrolment.id)
    .where(Enrolment.person_key == bindparam("person_key"))
    .where(Enrolment.course_id == bindparam("course_id"))
    .where(Enrolment.ended_at.is_(None))
    .with_for_update()
)

ANSWERS = Prepared(
    select(
        QuestionProgress.question_id,
        QuestionProgress.response,
        QuestionProgress.score_raw,
        QuestionProgress.score_max,
        QuestionProgress.best_raw,
        QuestionProgress.tries,
        QuestionProgress.answered_at,
    ).where(QuestionProgress.attempt_id == bindparam("attempt_id"))
)
ANSWER = Prepared(
    select(QuestionProgress.tries, QuestionProgress.best_raw, QuestionProgress.score_max).where(
        QuestionProgress.attempt_id == bindparam("attempt_id"), QuestionProgress.question_id == bindparam("question_id")
    )
)
LESSONS_DONE = Prepared(
    select(LessonProgress.lesson_id)
    .where(LessonProgress.registration == bindparam("registration"))
    .where(LessonProgress.completed_at.is_not(None))
)


def desk(session: Session, person_key: UUID, course_id: str, part_id: str) -> Desk:
    """Return where this learner sits; an unknown part is one not begun. Raises NotFound without the course."""
    values = {"person_key": person_key, "course_id": course_id, "part_id": part_id}
    row = DESK.first(session, values)
    if row is None:
        raise NotFound
    registration, structure, opens_at, due_at, attempt_id, number, is_test, release, ended_at, completed_at, begun = row
    return Desk(
        person_key,
        course_id,
        part_id,
        registration,
        structure,
        None if begun else opens_at,
        due_at,
        attempt_id,
        number or 0,
        bool(is_test),
        release,
        ended_at,
        completed_at,
    )


def desk_for_writing(session: Session, person_key: UUID, course_id: str, part_id: str, now: datetime) -> Desk:
    """Return where this learner sits and hold the place against a second window until the transaction ends.

    Raises NotFound without the course, or NotOpenYet before it opens.
    """
    if not alone(session):
        HOLD.all(session, {"person_key": person_key, "course_id": course_id})
    found = desk(session, person_key, course_id, part_id)
    check_open(found, now)
    return found


def check_open(found: Desk, now: datetime) -> None:
    """Raise NotOpenYet before the course opens, unless a part of it was begun."""
    if found.opens_at is not None and now < found.opens_at:
        raise NotOpenYet(day=found.opens_at)


def answers(session: Session, attempt_id: UUID) -> dict[str, AnyRow]:
    """Return the answers of an attempt by question id: response (JSON), scores in thousandths, tries, time."""
    return {row.question_id: row for row in ANSWERS.all(session, {"attempt_id": attempt_id})}


def submit(session: Session, found: Desk, given: Given, showing: Showing, act: Act, form_attempt: UUID | None) -> Score:
    """Record one answer and return its score, opening the attempt if it is the first. The caller commits.

    `found` was read for writing. `form_attempt` is the attempt the form was rendered for (None before the first
    answer). A finished lesson takes the tries that are left, for practice: what was decided at its end stays.
    Raises StartedAgain if the attempt is another now, NoTryLeft when the tries are used; AlreadyRecorded before either
    for a form sent twice.
    """
    check_page(session, found, act, form_attempt)
    if found.attempt_id is None:
        check_new(session, act)
    else:
        _check_tries(session, found.attempt_id, given.question, act)
    attempt_id = found.attempt_id or start(session, found, showing, act)
    record(session, answered(found, attempt_id, given, showing, act))
    return given.score


def check_page(session: Session, found: Desk, act: Act, form_attempt: UUID | None) -> None:
    """Raise StartedAgain if a form is of an earlier attempt at a lesson; AlreadyRecorded before that if sent twice.

    A form without an attempt is one of before the first answer, so it goes on with the first attempt only.
    """
    of_first = form_attempt is None and found.number <= 1
    if form_attempt != found.attempt_id and not of_first:
        refuse(session, act, StartedAgain())


def answered(found: Desk, attempt_id: UUID, given: Given, showing: Showing, act: Act) -> Fact:
    """Return the fact that a question was answered, in a lesson or in a test."""
    place = f"{found.course_id}/bank" if found.is_test else f"{found.course_id}/{found.part_id}"
    return Fact(
        id=act.new_id(),
        verb=Verb.answered,
        at=act.now,
        activity_id=f"{place}#{given.question.id}",
        actor=found.person_key,
        registration=found.registration,
        attempt_id=attempt_id,
        submission_id=act.submission_id,
        course_id=found.course_id,
        lesson_id=None if found.is_test else found.part_id,
        question_id=given.question.id,
        release=showing.release,
        revision=given.revision,
        wording=showing.wording,
        language=showing.language,
        country=showing.country,
        response=given.response,
        score_raw=given.score.raw,
        score_max=given.score.max,
        success=given.score.success,
        duration_ms=act.duration_ms,
        detail={"test": found.part_id} if found.is_test else None,
    )


def _check_tries(session: Session, attempt_id: UUID, question: Question, act: Act) -> None:
    row = ANSWER.first(session, {"attempt_id": attempt_id, "question_id": question.id})
    if row is not None and (row.tries >= question.about.tries or row.best_raw == row.score_max):
        refuse(session, act, NoTryLeft())


def start(session: Session, found: Desk, showing: Showing, act: Act) -> UUID:
    """Open a new attempt at a lesson and make it the current one; an older one stays as it was. Returns its id."""
    attempt_id = act.new_id()
    fact = Fact(
        id=act.new_id(),
        verb=Verb.started,
        at=act.now,
        activity_id=f"{found.course_id}/{found.part_id}",
        actor=found.person_key,
        registration=found.registration,
        attempt_id=attempt_id,
        course_id=found.course_id,
        lesson_id=found.part_id,
        release=showing.release,
        language=showing.language,
        country=showing.country,
        detail={"number": found.number + 1},
    )
    record(session, fact)
    return attempt_id


def finish(session: Session, found: Desk, course: Course, showing: Showing, act: Act) -> None:
    """Record that the lesson was worked through to its end, and the course with it if it was the last one.

    `course` is the release the learner is on; `found` was read for writing. Finishing again changes nothing. Raises
    NotAllAnswered while a question has no answer; AlreadyRecorded before that for a form sent twice.
    """
    lesson = course.lessons[found.part_id]
    if found.attempt_id is not None and found.ended_at is not None:
        return
    attempt_id = found.attempt_id
    if attempt_id is None and not lesson.questions:
        attempt_id = start(session, found, showing, act)
    given = answers(session, attempt_id) if attempt_id else {}
    to_go = len(lesson.questions.keys() - given.keys())
    if to_go:
        refuse(session, act, NotAllAnswered(count=to_go))
    record(session, _completed(found, lesson, attempt_id, given, showing, act))
    done = {row.lesson_id for row in LESSONS_DONE.all(session, {"registration": found.registration})}
    if found.completed_at is None and done >= course.lessons.keys():
        fact = Fact(
            id=act.new_id(),
            verb=Verb.completed,
            at=act.now,
            activity_id=found.course_id,
            actor=found.person_key,
            registration=found.registration,
            course_id=found.course_id,
            release=showing.release,
            completion=True,
        )
        record(session, fact)


def _completed(
    found: Desk, lesson: Lesson, attempt_id: UUID | None, given: Mapping[str, AnyRow], showing: Showing, act: Act
) -> Fact:
    raw = sum(row.best_raw for row in given.values())
    most = sum(row.score_max for row in given.values())
    return Fact(
        id=act.new_id(),
        verb=Verb.completed,
        at=act.now,
        activity_id=f"{found.course_id}/{lesson.id}",
        actor=found.person_key,
        registration=found.registration,
        attempt_id=attempt_id,
        submission_id=act.submission_id,
        course_id=found.course_id,
        lesson_id=lesson.id,
        release=showing.release,
        language=showing.language,
        country=showing.country,
        score_raw=raw if most else None,
        score_max=most or None,
        completion=True,
        duration_ms=act.duration_ms,
    )


def unanswered(lesson: Lesson, given: Mapping[str, AnyRow]) -> Sequence[str]:
    """Return the ids of the questions without an answer, in reading order."""
    return [question_id for question_id in lesson.questions if question_id not in given]
