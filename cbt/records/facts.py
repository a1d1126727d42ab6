"""What one fact says, in the words of xAPI."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


class Verb(StrEnum):
    """What happened. `IRIS` gives each its xAPI id."""

    registered = "registered"
    unregistered = "unregistered"
    assigned = "assigned"
    started = "started"
    answered = "answered"
    completed = "completed"
    handed_in = "handed_in"
    passed = "passed"
    failed = "failed"
    suspended = "suspended"
    resumed = "resumed"
    overridden = "overridden"
    erased = "erased"
    restored = "restored"
    administered = "administered"


# Ids published by ADL and Activity Streams where one means the same; our own otherwise.
IRIS: Mapping[Verb, str] = {
    Verb.registered: "http://adlnet.gov/expapi/verbs/registered",
    Verb.unregistered: "http://id.tincanapi.com/verb/unregistered",
    Verb.assigned: "http://activitystrea.ms/schema/1.0/assign",
    Verb.started: "http://adlnet.gov/expapi/verbs/initialized",
    Verb.answered: "http://adlnet.gov/expapi/verbs/answered",
    Verb.completed: "http://adlnet.gov/expapi/verbs/completed",
    Verb.handed_in: "http://activitystrea.ms/schema/1.0/submit",
    Verb.passed: "http://adlnet.gov/expapi/verbs/passed",
    Verb.failed: "http://adlnet.gov/expapi/verbs/failed",
    Verb.suspended: "http://adlnet.gov/expapi/verbs/suspended",
    Verb.resumed: "http://adlnet.gov/expapi/verbs/resumed",
    Verb.overridden: "urn:x-cbt:verb:overridden",
    Verb.erased: "urn:x-cbt:verb:erased",
    Verb.restored: "urn:x-cbt:verb:restored",
    Verb.administered: "urn:x-cbt:verb:administered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened, with all that was decided about it.

    id: a UUIDv7. at: cut to milliseconds, in UTC; it is what the box's clock said and orders nothing.
    activity_id: `course`, `course/lesson` or `course/lesson#block`. actor: the person key whom it is about; by: the
    person key who did it for them. registration: the enrolment. Scores are thousandths of points.
    response, detail: JSON without floats, kept as plain copies. text_digest: of a free text beside the chain.
    Raises TypeError for a float or a value JSON does not have, ValueError for a naive time.
    """

    id: UUID
    verb: Verb
    at: datetime
    activity_id: str
    actor: UUID | None = None
    by: UUID | None = None
    registration: UUID | None = None
    attempt_id: UUID | None = None
    submission_id: UUID | None = None
    course_id: str | None = None
    lesson_id: str | None = None
    question_id: str | None = None
    release: str | None = None
    revision: str | None = None
    wording: str | None = None
    language: str | None = None
    country: str | None = None
    response: Json = None
    score_raw: int | None = None
    score_max: int | None = None
    success: bool | None = None
    completion: bool | None = None
    duration_ms: int | None = None
    text_digest: str | None = None
    detail: Json = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a time without a zone: {self.at!r}")
        at = self.at.astimezone(UTC)
        object.__setattr__(self, "at", at.replace(microsecond=at.microsecond // 1000 * 1000))
        object.__setattr__(self, "response", plain(self.response))
        object.__setattr__(self, "detail", plain(self.detail))
        for number in (self.score_raw, self.score_max, self.duration_ms):
            if number is not None and type(number) is not int:
                raise TypeError(f"a fact counts in whole numbers, not in {number!r}")
        for flag in (self.success, self.completion):
            if flag is not None and type(flag) is not bool:
                raise TypeError(f"success and completion are true or false, not {flag!r}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in a log: the sequence counts from 1 without gaps. hash: 64 hex digits."""

    fact: Fact
    log_id: UUID
    sequence: int
    hash: str


def plain(value: Json) -> Json:
    """Return a copy made of lists and dicts only. Raises TypeError for a float, a key that is no text, another type."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key that is no text: {key!r}")
        return {key: plain(value[key]) for key in sorted(value)}  # the order in which replay will read them
    raise TypeError(f"a fact cannot hold {value!r} ({type(value).__name__})")
