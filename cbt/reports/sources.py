"""Courses whose files have mistakes, so that their last good release stays in use; one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cbt.library.tables import CourseSource


@dataclass(frozen=True, slots=True)
class Mistaken:
    """One mistake in a course file. line: 1-based, 0 when the whole file is meant. Both sentences take the values."""

    path: str
    line: int
    sentence: str
    mending: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One course with mistakes, and when its files were read."""

    course_id: str
    read_at: datetime
    mistakes: Sequence[Mistaken]


SOURCES = (
    select(CourseSource.course_id, CourseSource.read_at, CourseSource.problems)
    .where(CourseSource.problems != "[]")
    .order_by(CourseSource.course_id)
)


def mistaken_sources(session: Session) -> Sequence[Source]:
    """Return the courses whose files have mistakes, by id."""
    return [
        Source(course_id, read_at, [Mistaken(**mistake) for mistake in json.loads(problems)])
        for course_id, read_at, problems in session.execute(SOURCES)
    ]
