"""The one door to the log: a fact is appended and folded into every projection in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.errors import CbtError
from cbt.learning.projections.progress import CourseProgressFold, LessonProgressFold
from cbt.learning.projections.sitting_folds import AttemptFold, QuestionProgressFold
from cbt.records.facts import Fact, Recorded
from cbt.records.log import AlreadyRecorded, append, find_submission
from cbt.records.replay import Fold

FOLDS: tuple[Fold, ...] = (AttemptFold(), QuestionProgressFold(), LessonProgressFold(), CourseProgressFold())
"""All of them, in the order they run for each fact: progress counts the answers that were stored before it."""


@dataclass(frozen=True, slots=True)
class Act:
    """The circumstances of one act, passed in so that nothing below looks them up.

    now: the time to write down (UTC). new_id: makes a fresh UUIDv7 at each call. submission_id: the id of the form
    that was sent, if a form was. duration_ms: time on task since the last fact of this stay, in milliseconds.
    """

    now: datetime
    new_id: Callable[[], UUID]
    submission_id: UUID | None = None
    duration_ms: int | None = None


def record(session: Session, fact: Fact) -> Recorded:
    """Append a fact and fold it. The caller commits.

    Raises records.log.AlreadyRecorded if its submission is in the log already.
    """
    recorded = append(session, fact)
    for fold in FOLDS:
        fold.fold(session, recorded)
    return recorded


def refuse(session: Session, act: Act, refusal: CbtError) -> NoReturn:
    """Raise what stands against an act, unless its form was recorded before: then the first result answers it.

    A form that is sent twice is not judged by what its own first sending changed.
    """
    check_new(session, act)
    raise refusal


def check_new(session: Session, act: Act) -> None:
    """Raise AlreadyRecorded if the form of an act is in the log. Only for acts that do more before they append it."""
    first = None if act.submission_id is None else find_submission(session, act.submission_id)
    if first is not None:
        raise AlreadyRecorded(first)
