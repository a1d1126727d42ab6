"""Attempts and their answers. Projections: folded from the log, dropped and refolded by `cbt records rebuild`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cbt.db import Base


class Attempt(Base):
    """One sitting of a person at a lesson or a test. Projection.

    `part_id` is the lesson's or the test's id. The newest attempt of a registration at a part is `current`.
    `drawn` is JSON of what a test drew, in the order shown: `[{"pool", "question"}, ...]`; `result` is JSON of what was
    decided when it was handed in. Points are thousandths.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index(
            "uq_attempt_current",
            "registration",
            "part_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        Index(
            "ix_attempt_test",  # a learner has many attempts, and few of them at tests
            "registration",
            sqlite_where=text("is_test = 1"),
            postgresql_where=text("is_test"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration: Mapped[UUID] = mapped_column(index=True)
    person_key: Mapped[UUID]  # no foreign key: a fact knows no person
    course_id: Mapped[str] = mapped_column(String(80))
    part_id: Mapped[str] = mapped_column(String(80))
    is_test: Mapped[bool]
    number: Mapped[int]
    current: Mapped[bool]
    release: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    score_raw: Mapped[int | None]
    score_max: Mapped[int | None]
    success: Mapped[bool | None]
    drawn: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)


class QuestionProgress(Base):
    """The state of one question in one attempt: the last response, the first one, the best points. Projection.

    Responses are canonical JSON; points are thousandths; `tries` counts the answers given.
    """

    __tablename__ = "question_progress"
    __table_args__ = (
        CheckConstraint("score_raw BETWEEN 0 AND score_max", name="score_in_range"),
        CheckConstraint("best_raw BETWEEN 0 AND score_max", name="best_in_range"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    registration: Mapped[UUID]
    lesson_id: Mapped[str | None] = mapped_column(String(80))  # None: a question of a test
    revision: Mapped[str] = mapped_column(String(64))
    response: Mapped[str] = mapped_column(Text)
    first_response: Mapped[str] = mapped_column(Text)
    score_raw: Mapped[int]
    score_max: Mapped[int]
    first_raw: Mapped[int]
    best_raw: Mapped[int]
    tries: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    answered_at: Mapped[datetime]
