"""Facts are appended one behind the other, read back as they were, and never twice for one form."""

from contextlib import suppress
from uuid import UUID

import pytest

from cbt.db import connect
from cbt.records.chain import START, Head, entry, link
from cbt.records.log import BATCH, AlreadyRecorded, NoLog, append, find_submission, head, logs, open_log, read
from tests.records.cast import LOG, answered, number_id

OTHER = UUID("0f3a1c52-7d7e-4a39-8a51-2f1f0c9be002")


@pytest.fixture
def log(database):
    """A database with an open log and no fact."""
    with database.writing() as session:
        open_log(session, LOG)
    return database


def test_facts_are_read_back_as_they_were_written(log):
    facts = [answered(number) for number in (1, 2, 3)]
    with log.writing() as session:
        written = [append(session, fact) for fact in facts]
    with log.reading() as session:
        assert list(read(session)) == written
        assert [recorded.fact for recorded in read(session)] == facts
        assert [recorded.sequence for recorded in read(session, after=1)] == [2, 3]


def test_each_fact_is_chained_to_the_one_before(log):
    with log.writing() as session:
        written = [append(session, answered(number)) for number in (1, 2)]
        end = head(session)
    first = link(entry(answered(1)), Head(LOG, 0, START))
    assert written[0].hash == first.hash
    assert link(entry(answered(2)), first) == end == Head(LOG, 2, written[1].hash)


def test_a_log_longer_than_a_batch_is_read_whole_and_in_order(log):
    with log.writing() as session:
        for number in range(2 * BATCH + 1):
            append(session, answered(number))
    with log.reading() as session:
        assert [recorded.sequence for recorded in read(session)] == list(range(1, 2 * BATCH + 2))


def test_a_form_sent_again_is_answered_with_the_first_result(log):
    form = number_id(500)
    with log.writing() as session:
        first = append(session, answered(1, submission_id=form))
    with log.writing() as session:
        with pytest.raises(AlreadyRecorded) as again:
            append(session, answered(2, submission_id=form))
        third = append(session, answered(3))  # the session stays usable
    assert again.value.first == first
    assert third.sequence == 2
    with log.reading() as session:
        assert find_submission(session, form) == first
        assert find_submission(session, number_id(501)) is None


def test_a_form_recorded_before_a_restore_is_not_recorded_again_after_it(log):
    form = number_id(500)
    with log.writing() as session:
        append(session, answered(1, submission_id=form))
        open_log(session, OTHER)
        with pytest.raises(AlreadyRecorded):
            append(session, answered(2, submission_id=form))
        assert head(session) == Head(OTHER, 0, START)


def test_a_new_log_begins_at_one_and_leaves_the_old_one_as_it_is(log):
    with log.writing() as session:
        old = append(session, answered(1))
        open_log(session, OTHER)
        new = append(session, answered(2))
        assert logs(session) == [Head(LOG, 1, old.hash), Head(OTHER, 1, new.hash)]
        assert [recorded.sequence for recorded in read(session)] == [1]
        assert list(read(session, log_id=LOG)) == [old]


def test_without_a_log_nothing_is_recorded(database):
    with pytest.raises(NoLog, match="cbt init"), database.writing() as session:
        append(session, answered(1))
    with pytest.raises(NoLog), database.reading() as session:
        head(session)


def test_an_append_takes_three_statements_however_long_the_log_is(log, queries):
    for number in (1, 2, 3):
        queries.clear()
        with log.writing() as session:
            append(session, answered(number, submission_id=number_id(500 + number)))
        assert len(queries) == 3, queries


def test_what_was_undone_leaves_no_gap(log):
    with suppress(ZeroDivisionError), log.writing() as session:
        append(session, answered(1))
        raise ZeroDivisionError
    with log.writing() as session:
        assert append(session, answered(2)).sequence == 1


def test_texts_of_every_script_and_control_characters_come_back_unchanged(log):
    fact = answered(
        1, response={"given": "Ҷавоб — پاسخ\u0000\u202e\U0001f40e", "none": None, "deep": [[], {}, [True, 0]]}
    )
    with log.writing() as session:
        append(session, fact)
    with log.reading() as session:
        assert [recorded.fact for recorded in read(session)] == [fact]


def test_half_a_character_is_refused_before_anything_is_written(log):
    with log.writing() as session:
        with pytest.raises(ValueError, match="surrogates"):
            append(session, answered(1, response="\ud800"))
        assert head(session).sequence == 0


def test_a_database_opened_again_goes_on_where_it_was(log):
    with log.writing() as session:
        append(session, answered(1))
    again = connect(log.engine.url.render_as_string(hide_password=False))
    with again.writing() as session:
        assert append(session, answered(2)).sequence == 2
    again.close()
