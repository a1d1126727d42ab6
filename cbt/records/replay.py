"""Replay: the projections are emptied and folded again from the facts."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from sqlalchemy import Table, delete
from sqlalchemy.orm import Session
from sqlalchemy.sql.ddl import sort_tables

from cbt.db import Base
from cbt.records.facts import Recorded
from cbt.records.log import BATCH, LOCKED_HEAD, logs, read


class Fold(Protocol):
    """Makes one fact into a change of the tables it owns: no clock, no content, no chance. It writes nothing else."""

    @property
    def tables(self) -> tuple[type[Base], ...]:
        """The projections that this fold writes."""
        ...

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Change the projections by one fact, in log order."""
        ...


def no_progress(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def rebuild(session: Session, folds: Sequence[Fold], progress: Callable[[int, int], None] = no_progress) -> int:
    """Empty the tables of the folds and fold every fact of every log again, in the order they were recorded.

    The caller commits, so readers see the old projections until then. Calls `progress(done, total)` now and then and
    at the end; returns the number of facts.
    """
    LOCKED_HEAD.first(session, {})  # who appends waits: their fact must find the projections it is folded into
    session.flush()
    session.expunge_all()  # no fold may meet an object of a row that is gone
    owned = {cast(Table, table.__table__) for fold in folds for table in fold.tables}
    for table in reversed(sort_tables(owned)):
        session.execute(delete(table))
    ends = logs(session)
    total, done = sum(end.sequence for end in ends), 0
    for end in ends:
        for recorded in read(session, log_id=end.log_id):
            for fold in folds:
                fold.fold(session, recorded)
            done += 1
            if done % BATCH == 0:
                progress(done, total)
    progress(done, total)
    return done
