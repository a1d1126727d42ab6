"""Verifying the log: what was edited, removed, inserted, cut off or rewritten since it was recorded.

Each row is hashed again and given the place in the chain that its hash proves, whatever number it bears now; the
places that are missing, doubled or unproved are the faults. A log that was rewritten consistently can only be
found against a head that was written down elsewhere.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from cbt.records.chain import Head
from cbt.records.faults import Damage, Fault, Faults
from cbt.records.log import BATCH, facts, heads, logs
from cbt.records.raw import readable_id
from cbt.records.replay import no_progress
from cbt.records.walk import Walk
from cbt.records.words import FreeText, digest

FIRST = -(2**63)

RAW: list[ColumnElement[Any]] = [
    type_coerce(column, NullType()).label(column.name) for column in facts.c
]  # an edited value may be of any type
NEXT_RAW = (
    select(*RAW)
    .where(facts.c.log_id == bindparam("of_log"), facts.c.sequence > bindparam("after"))
    .order_by(facts.c.sequence)
    .limit(BATCH)
)
STRAY = select(*RAW[:2]).where(facts.c.log_id.not_in(select(heads.c.log_id))).order_by(facts.c.log_id, facts.c.sequence)
WORDS = (
    select(facts.c.log_id, facts.c.sequence, facts.c.text_digest, FreeText.text, FreeText.salt)
    .join_from(facts, FreeText, FreeText.fact_id == facts.c.id)
    .order_by(facts.c.log_id, facts.c.sequence)
)


def verify(
    session: Session, against: Head | None = None, progress: Callable[[int, int], None] = no_progress
) -> list[Fault]:
    """Return everything that is wrong with the logs of this box; nothing if they are as they were written.

    against: a head that was written down outside. It finds a log that was rewritten or cut off with all its hashes and
    its head made to fit. Calls `progress(done, total)` now and then.
    """
    ends = logs(session)
    total, done = sum(end.sequence for end in ends), 0
    found: list[Fault] = []
    for end in ends:
        outside = against if against and against.log_id == end.log_id else None
        walk = Walk(end, outside)
        for row in raw_rows(session, end.log_id):
            walk.take(row)
            done += 1
            if done % BATCH == 0:
                progress(done, total)
        walk.finish()
        found += walk.faults.found
    if against and against.log_id not in {end.log_id for end in ends}:
        gone = Faults(against.log_id)
        gone.add_span(Damage.truncated, 1, against.sequence)
        found += gone.found
    return [*found, *strays(session), *reworded(session)]


def raw_rows(session: Session, log_id: UUID) -> Iterator[Row[Any]]:
    """Yield the rows that claim to belong to a log, by the number they bear."""
    after = FIRST
    while rows := session.execute(NEXT_RAW, {"of_log": log_id, "after": after}).all():
        yield from rows
        after = rows[-1].sequence


def strays(session: Session) -> list[Fault]:
    """Return the rows that claim to belong to a log that was never opened here."""
    found: dict[str, Faults] = {}
    for log_id, sequence in session.execute(STRAY):
        try:
            of_log = UUID(readable_id(log_id))
        except ValueError:
            of_log = None
        found.setdefault(str(log_id), Faults(of_log)).add(Damage.inserted, sequence)
    return [fault for faults in found.values() for fault in faults.found]


def reworded(session: Session) -> list[Fault]:
    """Return the free texts that are not the ones whose digests are in the chain."""
    found: dict[UUID, Faults] = {}
    for log_id, sequence, recorded, text, salt in session.execute(WORDS):
        if digest(text, salt) != recorded:
            found.setdefault(log_id, Faults(log_id)).add(Damage.reworded, sequence)
    return [fault for faults in found.values() for fault in faults.found]
