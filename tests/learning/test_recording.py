"""The one door to the log: a fact and its folds stand or fall together."""

import pytest
from sqlalchemy.exc import IntegrityError

from cbt.errors import NotFound
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import FOLDS, check_new, record, refuse
from cbt.records.facts import Fact, Verb
from cbt.records.log import AlreadyRecorded, head
from tests.accounts.cast import LENA
from tests.learning.course import COURSE_ID
from tests.learning.room import projections
from tests.records.cast import number_id

FORM = number_id(7_001)


def answered(room, **more):
    """Return an answer of Lena's that no page has made."""
    values = {
        "id": room.new_id(),
        "verb": Verb.answered,
        "at": room.now,
        "activity_id": f"{COURSE_ID}/look#colour",
        "actor": LENA,
        "registration": room.desk().registration,
        "attempt_id": room.desk().attempt_id,
        "lesson_id": "look",
        "question_id": "colour",
        "revision": "r" * 64,
        "language": "ru",
        "response": "a",
        "score_raw": 0,
        "score_max": 1000,
    }
    return Fact(**values | more)


def test_a_recorded_fact_is_in_the_log_and_in_every_projection(room):
    room.answer("both")
    with room.database.writing() as session:
        recorded = record(session, answered(room))
        assert head(session).sequence == recorded.sequence
    assert {row.question_id for row in room.rows(QuestionProgress)} == {"both", "colour"}


def test_a_fact_that_cannot_be_folded_is_not_recorded(room):
    room.answer("both")
    with room.database.reading() as session:
        before = head(session), projections(session)
    with pytest.raises(IntegrityError), room.database.writing() as session:
        record(session, answered(room, score_raw=1001))
    with room.database.reading() as session:
        assert (head(session), projections(session)) == before


def test_a_form_that_was_sent_before_changes_no_projection(room):
    room.answer("colour", "wrong", form=FORM)
    with room.database.reading() as session:
        before = projections(session)
    with room.database.writing() as session:
        with pytest.raises(AlreadyRecorded):
            record(session, answered(room, submission_id=FORM))
        assert projections(session) == before


def test_a_refusal_is_told_unless_the_form_was_recorded(room):
    room.answer("colour", form=FORM)
    with room.database.reading() as session:
        with pytest.raises(NotFound):
            refuse(session, room.act(), NotFound())
        with pytest.raises(NotFound):
            refuse(session, room.act(number_id(7_002)), NotFound())
        with pytest.raises(AlreadyRecorded) as sent:
            refuse(session, room.act(FORM), NotFound())
        assert sent.value.first.fact.submission_id == FORM


def test_an_act_without_a_form_is_new(room):
    with room.database.reading() as session:
        check_new(session, room.act())
        check_new(session, room.act(FORM))


def test_each_projection_is_written_by_one_fold(room):
    tables = [table for fold in FOLDS for table in fold.tables]
    assert len(tables) == len(set(tables))
    assert Attempt in tables
