"""Administrative acts in the log: who did what, to whom; never a name, a password or another text about a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.learning.recording import Act, record
from cbt.records.facts import Fact, Json, Verb

ACTIVITY = "accounts"

What: TypeAlias = Literal[
    "group_made",
    "dates_changed",
    "joined",
    "left",
    "person_added",
    "password_given",
    "password_changed",
    "delay_lifted",
    "role_given",
    "role_taken",
    "account_closed",
    "account_opened",
]


@dataclass(frozen=True, slots=True)
class Done:
    """One administrative act. by: who did it, None at the box itself; actor: whom it is about, if about one person.

    detail: ids and times beside the act's name. course_id: the course it is about, if it is about one.
    """

    what: What
    by: UUID | None
    actor: UUID | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)
    course_id: str | None = None


def note(session: Session, done: Done, act: Act) -> None:
    """Record an administrative act, after everything that it changed: from then on the log is locked.

    Raises records.log.AlreadyRecorded if its submission is in the log already.
    """
    fact = Fact(
        id=act.new_id(),
        verb=Verb.administered,
        at=act.now,
        activity_id=done.course_id or ACTIVITY,
        actor=done.actor,
        by=done.by,
        submission_id=act.submission_id,
        course_id=done.course_id,
        detail={**done.detail, "act": done.what},
    )
    record(session, fact)
