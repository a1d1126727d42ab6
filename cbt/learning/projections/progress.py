"""How far each learner is: by lesson and by course. Projections, refolded by `cbt records rebuild`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, String, bindparam, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.db import Base
from cbt.db.prepared import Prepared
from cbt.db.upsert import Upsert
from cbt.learning.projections.sittings import QuestionProgress
from cbt.records.facts import Fact, Recorded, Verb


class LessonProgress(Base):
    """How far one registration is in one lesson. Projection.

    `answered`, `score_raw` and `score_max` count the current attempt, each question with its best try, in thousandths;
    `best_raw` of `best_max` is the best attempt completed so far. `duration_ms` is time on task in all attempts.
    `last_log` and `last_sequence` are the place of the last fact counted: what was done later stands later, whatever
    the clock said.
    """

    __tablename__ = "lesson_progress"
    __table_args__ = ({"sqlite_with_rowid": False},)  # one tree: a learner's lessons lie side by side

    registration: Mapped[UUID] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    attempts: Mapped[int]
    answered: Mapped[int]
    score_raw: Mapped[int]
    score_max: Mapped[int]
    best_raw: Mapped[int | None]
    best_max: Mapped[int | None]
    duration_ms: Mapped[int]
    last_at: Mapped[datetime]
    last_log: Mapped[UUID]
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    completed_at: Mapped[datetime | None]


class CourseProgress(Base):
    """What was decided about one registration as a whole. Projection.

    `test_raw` of `test_max` is the best test handed in so far, in thousandths.
    """

    __tablename__ = "course_progress"

    registration: Mapped[UUID] = mapped_column(primary_key=True)
    completed_at: Mapped[datetime | None]
    mastered_at: Mapped[datetime | None]
    tests_taken: Mapped[int]
    test_raw: Mapped[int | None]
    test_max: Mapped[int | None]


def _of_attempt(what: ColumnElement[int]) -> ScalarSelect[int]:
    return select(what).where(QuestionProgress.attempt_id == bindparam("attempt_id")).scalar_subquery()


KEEP_COUNT = Upsert(
    LessonProgress,
    key=("registration", "lesson_id"),
    values={
        "registration": bindparam("registration"),
        "lesson_id": bindparam("lesson_id"),
        "attempts": 1,
        "answered": _of_attempt(func.count()),
        "score_raw": _of_attempt(func.coalesce(func.sum(QuestionProgress.best_raw), 0)),
        "score_max": _of_attempt(func.coalesce(func.sum(QuestionProgress.score_max), 0)),
        "duration_ms": bindparam("duration_ms"),
        "last_at": bindparam("at"),
        "last_log": bindparam("log"),
        "last_sequence": bindparam("sequence"),
    },
    change=lambda new: {
        "answered": new.answered,
        "score_raw": new.score_raw,
        "score_max": new.score_max,
        "duration_ms": LessonProgress.duration_ms + new.duration_ms,
        "last_at": new.last_at,
        "last_log": new.last_log,
        "last_sequence": new.last_sequence,
    },
)

BEGIN_LESSON = Upsert(
    LessonProgress,
    key=("registration", "lesson_id"),
    values={
        "registration": bindparam("registration"),
        "lesson_id": bindparam("lesson_id"),
        "attempts": bindparam("number"),
        "answered": 0,
        "score_raw": 0,
        "score_max": 0,
        "duration_ms": 0,
        "last_at": bindparam("at"),
        "last_log": bindparam("log"),
        "last_sequence": bindparam("sequence"),
    },
    change=lambda new: {
        "attempts": new.attempts,
        "answered": 0,
        "score_raw": 0,
        "score_max": 0,
        "last_at": new.last_at,
        "last_log": new.last_log,
        "last_sequence": new.last_sequence,
    },
)

SPEND = Prepared(
    update(LessonProgress)
    .where(LessonProgress.registration == bindparam("of_registration"))
    .where(LessonProgress.lesson_id == bindparam("of_lesson"))
    .values(duration_ms=LessonProgress.duration_ms + bindparam("spent_ms"))
)


class LessonProgressFold:
    """Folds facts about lessons into the progress by lesson."""

    tables = (LessonProgress,)

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Count answers, remember completion and the best completed attempt, add up time on task."""
        fact = recorded.fact
        if fact.lesson_id is None:
            return
        row = {
            "registration": fact.registration,
            "lesson_id": fact.lesson_id,
            "at": fact.at,
            "log": recorded.log_id,
            "sequence": recorded.sequence,
        }
        if fact.verb is Verb.started and isinstance(fact.detail, dict):
            BEGIN_LESSON.run(session, {**row, "number": fact.detail["number"]})
        elif fact.verb is Verb.answered:
            KEEP_COUNT.run(session, {**row, "attempt_id": fact.attempt_id, "duration_ms": fact.duration_ms or 0})
        elif fact.verb is Verb.completed:
            _complete(session, recorded)
        elif fact.verb is Verb.suspended:
            spent = {
                "of_registration": fact.registration,
                "of_lesson": fact.lesson_id,
                "spent_ms": fact.duration_ms or 0,
            }
            SPEND.run(session, spent)


def _complete(session: Session, recorded: Recorded) -> None:
    fact = recorded.fact
    row = session.get_one(LessonProgress, (fact.registration, fact.lesson_id), populate_existing=True)
    raw, most = fact.score_raw, fact.score_max
    if raw is not None and most is not None and _better(raw, most, row.best_raw, row.best_max):
        row.best_raw, row.best_max = raw, most
    row.completed_at = row.completed_at or fact.at
    row.last_at, row.last_log, row.last_sequence = fact.at, recorded.log_id, recorded.sequence
    row.duration_ms += fact.duration_ms or 0
    session.flush()


def _better(raw: int, most: int, best_raw: int | None, best_max: int | None) -> bool:
    """Tell whether raw of most is more than the best share so far, in whole numbers."""
    if best_raw is None or best_max is None:
        return True
    return raw * best_max > best_raw * most


class CourseProgressFold:
    """Folds registrations, judged tests and completed courses into the progress by course."""

    tables = (CourseProgress,)

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Make a row when first `registered`; then keep the best test, when the course was done and when mastered."""
        fact = recorded.fact
        if fact.verb is Verb.registered:
            if session.get(CourseProgress, fact.registration) is None:  # who comes back has it
                session.add(CourseProgress(registration=fact.registration, tests_taken=0))
                session.flush()
            return
        judged = fact.verb in (Verb.passed, Verb.failed)
        finished = fact.verb is Verb.completed and fact.lesson_id is None
        if not judged and not finished:
            return
        row = session.get_one(CourseProgress, fact.registration, populate_existing=True)
        if finished:
            row.completed_at = row.completed_at or fact.at
        else:
            _judge(row, fact)
        session.flush()


def _judge(row: CourseProgress, fact: Fact) -> None:
    row.tests_taken += 1
    raw, most = fact.score_raw, fact.score_max
    if raw is not None and most is not None and _better(raw, most, row.test_raw, row.test_max):
        row.test_raw, row.test_max = raw, most
    if isinstance(fact.detail, dict) and fact.detail.get("course_mastered"):
        row.mastered_at = row.mastered_at or fact.at
