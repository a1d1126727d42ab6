"""The tables of the log. Log: facts are appended and never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cbt.db import Base


class StoredFact(Base):
    """One fact at its place in one log. Log.

    Columns are named as in `Fact`; `response` and `detail` are canonical JSON. `previous` is the hash of the fact
    before, kept so that `verify` can tell which of two neighbours was changed. No foreign keys: a fact knows no person.
    A submission id is unique over all logs: a form that was recorded before a restore is not recorded again after it.
    """

    __tablename__ = "fact"

    log_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    id: Mapped[UUID] = mapped_column(unique=True)
    verb: Mapped[str]
    at: Mapped[datetime]
    activity_id: Mapped[str]
    actor: Mapped[UUID | None]
    by: Mapped[UUID | None]
    registration: Mapped[UUID | None]
    attempt_id: Mapped[UUID | None]
    submission_id: Mapped[UUID | None] = mapped_column(unique=True)
    course_id: Mapped[str | None]
    lesson_id: Mapped[str | None]
    question_id: Mapped[str | None]
    release: Mapped[str | None]
    revision: Mapped[str | None]
    wording: Mapped[str | None]
    language: Mapped[str | None]
    country: Mapped[str | None]
    response: Mapped[str | None] = mapped_column(Text)
    score_raw: Mapped[int | None]
    score_max: Mapped[int | None]
    success: Mapped[bool | None]
    completion: Mapped[bool | None]
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)
    text_digest: Mapped[str | None]
    detail: Mapped[str | None] = mapped_column(Text)


class LogHead(Base):
    """Where one log ends. Log: the end moves with each fact, in the same transaction; its row is the writers' queue.

    `position` counts the logs of this box in the order they were opened; one of them is open.
    """

    __tablename__ = "log_head"
    __table_args__ = (
        Index(
            "uq_log_head_is_open",
            "is_open",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    log_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    is_open: Mapped[bool]
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
