"""Appending facts to the open log, and reading them back in order."""

import json
from collections.abc import Iterator
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cbt.db import AnyRow
from cbt.db.prepared import Prepared
from cbt.errors import N_, CbtError
from cbt.records.chain import ENCODE, NAMES, START, Head, entry, link
from cbt.records.facts import Fact, Recorded, Verb
from cbt.records.tables import LogHead, StoredFact

BATCH = 500

# Tables, not classes: the hot path wants rows, and a statement on a class goes through the ORM.
facts = cast(Table, StoredFact.__table__)
heads = cast(Table, LogHead.__table__)

_END = select(heads.c.log_id, heads.c.sequence, heads.c.hash).where(heads.c.is_open)
OPEN_HEAD = Prepared(_END)
LOCKED_HEAD = Prepared(_END.with_for_update())  # SQLite has no such clause and needs none: its writers are alone
MOVE_HEAD = Prepared(
    update(heads)
    .where(heads.c.log_id == bindparam("of_log"))
    .values(sequence=bindparam("to"), hash=bindparam("new_hash"))
)
STORE = Prepared(
    {
        name: dialect.insert(facts)
        .values({column.name: bindparam(column.name) for column in facts.c})
        .on_conflict_do_nothing(index_elements=["submission_id"])
        for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    }
)
CLOSE = update(heads).where(heads.c.is_open).values(is_open=False)
LOGS = select(heads.c.log_id, heads.c.sequence, heads.c.hash).order_by(heads.c.position)
NEXT_POSITION = select(func.coalesce(func.max(heads.c.position), 0) + 1)
SUBMITTED = Prepared(select(facts).where(facts.c.submission_id == bindparam("of_submission")))
NEXT = Prepared(
    select(facts)
    .where(facts.c.log_id == bindparam("of_log"), facts.c.sequence > bindparam("after"))
    .order_by(facts.c.sequence)
    .limit(BATCH)
)


class NoLog(CbtError):
    """No log is open: the database was never set up."""

    sentence = N_("This box has no log of facts yet. Set it up with: cbt init FOLDER")


class AlreadyRecorded(CbtError):
    """The same form was sent before. `first` is the fact that it became then."""

    sentence = N_("This was sent before and is recorded already.")

    def __init__(self, first: Recorded) -> None:
        super().__init__()
        self.first = first


def open_log(session: Session, log_id: UUID) -> None:
    """Begin a new log and leave the one before as it is. `cbt init` and every restore mint the id."""
    position = session.execute(NEXT_POSITION).scalar_one()
    session.execute(CLOSE)
    new = {"log_id": log_id, "position": position, "is_open": True, "sequence": 0, "hash": START}
    session.execute(insert(heads), new)


def append(session: Session, fact: Fact) -> Recorded:
    """Put a fact at the end of the open log. The caller commits, and appends late: the head is locked until then.

    Raises AlreadyRecorded if its submission is in a log of this box (the session stays usable, nothing was written),
    NoLog, ValueError if a text of it holds half a surrogate pair.
    """
    row = LOCKED_HEAD.first(session, {})
    if row is None:
        raise NoLog
    before = Head(*row)
    after = link(entry(fact), before)
    values = {name: getattr(fact, name) for name in NAMES}
    values.update(
        log_id=after.log_id,
        sequence=after.sequence,
        previous=before.hash,
        hash=after.hash,
        verb=fact.verb.value,
        response=None if fact.response is None else ENCODE(fact.response),
        detail=None if fact.detail is None else ENCODE(fact.detail),
    )
    if not STORE.run(session, values):
        first = find_submission(session, cast(UUID, fact.submission_id))
        raise AlreadyRecorded(cast(Recorded, first))
    MOVE_HEAD.run(session, {"of_log": after.log_id, "to": after.sequence, "new_hash": after.hash})
    return Recorded(fact, after.log_id, after.sequence, after.hash)


def head(session: Session) -> Head:
    """Return the end of the open log. Raises NoLog."""
    row = OPEN_HEAD.first(session, {})
    if row is None:
        raise NoLog
    return Head(*row)


def logs(session: Session) -> list[Head]:
    """Return the end of every log in the order they were opened, the open one last."""
    return [Head(*row) for row in session.execute(LOGS)]


def read(session: Session, after: int = 0, log_id: UUID | None = None) -> Iterator[Recorded]:
    """Yield the facts behind a sequence number, in order; of the open log, or of the one named.

    Holds one batch at a time, however long the log is.
    """
    of_log = head(session).log_id if log_id is None else log_id
    while rows := NEXT.all(session, {"of_log": of_log, "after": after}):
        yield from map(recorded, rows)
        after = rows[-1].sequence


def find_submission(session: Session, submission_id: UUID) -> Recorded | None:
    """Return the fact that a form became, if it was recorded."""
    row = SUBMITTED.first(session, {"of_submission": submission_id})
    return None if row is None else recorded(row)


def recorded(row: AnyRow) -> Recorded:
    """Return a row of the table as a fact at its place."""
    values = {name: getattr(row, name) for name in NAMES}
    values["verb"] = Verb(row.verb)
    values["response"] = None if row.response is None else json.loads(row.response)
    values["detail"] = None if row.detail is None else json.loads(row.detail)
    return Recorded(Fact(**values), row.log_id, row.sequence, row.hash)
