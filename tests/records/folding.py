"""A small projection for the tests of replay, with its fold, which depends on the order of the facts."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from cbt.records.facts import Fact, Recorded, Verb
from cbt.records.log import append


class OwnBase(DeclarativeBase):
    """A base apart from the product's, so that nobody takes the projection for one of its tables."""


class Tally(OwnBase):
    """What a person answered in a lesson: how often, how many right in a row, the last response. Projection."""

    __tablename__ = "tally"

    person_key: Mapped[UUID] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[int]
    streak: Mapped[int]
    last_response: Mapped[str]
    last_sequence: Mapped[int]


class TallyFold:
    """Counts answers; a fact that a lesson was left forgets the streak."""

    tables: tuple[type[Any], ...] = (Tally,)

    def fold(self, session: Session, recorded: Recorded) -> None:
        """Change one row."""
        fact = recorded.fact
        tally = session.get(Tally, (fact.actor, fact.lesson_id))
        if tally is None:
            tally = Tally(
                person_key=fact.actor, lesson_id=fact.lesson_id, answers=0, streak=0, last_response="", last_sequence=0
            )
            session.add(tally)
        tally.answers += fact.verb is Verb.answered
        tally.streak = tally.streak + 1 if fact.success else 0
        tally.last_response = json.dumps(fact.response)
        tally.last_sequence = recorded.sequence
        session.flush()


FOLDS = (TallyFold(),)


def record(session: Session, fact: Fact) -> Recorded:
    """Append a fact and fold it, as learning does."""
    recorded = append(session, fact)
    for fold in FOLDS:
        fold.fold(session, recorded)
    return recorded


def tallies(session: Session) -> list[tuple[object, ...]]:
    """Return the whole projection."""
    session.expire_all()
    return sorted(tuple(row) for row in session.execute(select(Tally.__table__)))
