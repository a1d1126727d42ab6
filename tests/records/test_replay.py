"""Rebuilding gives the projections that the live folds gave."""

from uuid import UUID

import pytest

from cbt.records.facts import Verb
from cbt.records.log import BATCH, open_log
from cbt.records.replay import rebuild
from tests.records.cast import IVO, LOG, answered
from tests.records.folding import FOLDS, Tally, record, tallies

OTHER = UUID("0f3a1c52-7d7e-4a39-8a51-2f1f0c9be002")


@pytest.fixture
def session(database):
    Tally.metadata.create_all(database.engine)
    with database.writing() as session:
        open_log(session, LOG)
        yield session


def test_rebuilding_gives_what_was_live_over_all_logs_in_the_order_they_were_opened(session):
    for number in (2, 4, 5):
        record(session, answered(number))
    record(session, answered(6, actor=IVO))
    open_log(session, OTHER)
    record(session, answered(8, verb=Verb.suspended, success=None, response=None))
    live = tallies(session)
    assert len(live) == 2
    assert rebuild(session, FOLDS) == 5
    assert tallies(session) == live


def test_what_no_fact_says_is_gone_after_rebuilding(session):
    record(session, answered(2))
    session.add(Tally(person_key=IVO, lesson_id="x", answers=1, streak=1, last_response="", last_sequence=9))
    session.flush()
    rebuild(session, FOLDS)
    assert [row[1] for row in tallies(session)] == ["opiates"]


def test_rebuilding_tells_how_far_it_is(session):
    told = []
    for number in range(BATCH + 1):
        record(session, answered(number))
    rebuild(session, FOLDS, lambda done, total: told.append((done, total)))
    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]
