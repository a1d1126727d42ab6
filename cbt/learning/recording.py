"""The one door to the log: a fact is appended and folded into every projection in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.learning.projections.progress import CourseProgressFold, LessonProgressFold
from cbt.learning.projections.sitting_folds import AnswerFold, AttemptFold
from cbt.records.facts import Fact, Recorded
from cbt.records.log import append
from cbt.records.replay import Fold

FOLDS: tuple[Fold, ...] = (AttemptFold(), AnswerFold(), LessonProgressFold(), CourseProgressFold())


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
