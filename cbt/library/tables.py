"""Which releases are installed, and what the last reading of each course's files found. Registers."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cbt.db import Base


class Release(Base):
    """One installed release of a course. Register; its files lie in `var/releases/<digest>` and never change.

    One release of each course is `live`: who begins now begins on it. `position` counts up with every time a release
    is made live on this box, for clocks go wrong. Releases that nobody needs any more stay: a fact may name them.
    """

    __tablename__ = "release"
    __table_args__ = (
        Index("uq_release_live", "course_id", unique=True, sqlite_where=text("live"), postgresql_where=text("live")),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(80))
    structure: Mapped[str] = mapped_column(String(64), index=True)
    live: Mapped[bool]
    position: Mapped[int] = mapped_column(unique=True)
    installed_at: Mapped[datetime]


class CourseSource(Base):
    """What the newest reading of a course's files found. Register.

    `fingerprint` tells whether the files were touched since. `problems` is a JSON list of
    `{path, line, sentence, mending, values}`; empty when the files became the live release.
    """

    __tablename__ = "course_source"

    course_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    problems: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime]
