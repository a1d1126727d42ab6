"""Facts are appended one behind the other, read back as they were, and never twice for one form."""

import pytest

from cbt.records.chain import START, Head
from cbt.records.facts import Recorded
from cbt.records.log import AlreadyRecorded, NoLog, append, find_submission, head, logs, open_log, read
from tests.records.cast import LOG, answered, number_id


@pytest.fixture
def log(database):
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
        assert head(session) == Head(LOG, 3, written[-1].hash)
