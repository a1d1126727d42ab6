"""On the real file: writers queue and lose nothing, readers do not wait, what was called saved survives a kill."""

import subprocess
import sys
import threading

import pytest

from cbt.db import connect
from cbt.records.log import AlreadyRecorded, append, head, open_log, read
from cbt.records.verify import verify
from tests.records.cast import LOG, answered, number_id


@pytest.fixture
def log(database):
    with database.writing() as session:
        open_log(session, LOG)
    return database


def url(database):
    return database.engine.url.render_as_string(hide_password=False)


def together(*tasks):
    """Run tasks at the same time; raise what any of them raised."""
    raised = []

    def guarded(task):
        try:
            task()
        except BaseException as error:  # handed to the test
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert raised == []


def saving(database, numbers):
    def task():
        for number in numbers:
            with database.writing() as session:
                append(session, answered(number))

    return task


def test_threads_that_append_at_once_lose_and_double_nothing(log):
    together(saving(log, range(100)), saving(log, range(100, 200)), saving(log, range(200, 300)))
    with log.reading() as session:
        facts = list(read(session))
        assert verify(session) == []
    assert [recorded.sequence for recorded in facts] == list(range(1, 301))
    assert {recorded.fact.id for recorded in facts} == {number_id(number) for number in range(300)}


def test_processes_that_append_at_once_lose_and_double_nothing(log):
    other = connect(url(log))  # its own write lock, as in another process
    together(saving(log, range(50)), saving(other, range(50, 100)))
    other.close()
    with log.reading() as session:
        assert head(session).sequence == 100
        assert verify(session) == []


def test_two_tabs_that_send_one_form_at_once_make_one_fact(log):
    form, outcomes, ready = number_id(900), [], threading.Barrier(4)

    def send(number):
        def task():
            ready.wait(20)
            with log.writing() as session:
                try:
                    outcomes.append(append(session, answered(number, submission_id=form)))
                except AlreadyRecorded as already:
                    outcomes.append(already.first)

        return task

    together(*[send(number) for number in range(4)])
    with log.reading() as session:
        (only,) = read(session)
    assert outcomes == [only] * 4


def test_a_reader_is_not_blocked_by_a_writer_and_sees_nothing_unfinished(log):
    with log.writing() as writing:
        append(writing, answered(1))
        with log.reading() as reading:
            assert list(read(reading)) == []
    with log.reading() as reading:
        assert len(list(read(reading))) == 1


def test_a_writer_is_not_blocked_by_a_reader(log):
    with log.reading() as reading:
        assert list(read(reading)) == []
        with log.writing() as writing:
            append(writing, answered(1))


def test_what_was_called_saved_survives_a_kill(log):
    for _ in range(3):
        command = [sys.executable, "-m", "tests.records.saver", url(log)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            lines = [process.stdout.readline() for _ in range(20)]
            process.kill()
            lines += process.stdout.readlines()
        saved = [int(line.split()[1]) for line in lines if line.endswith("\n")]
        assert len(saved) >= 20
        with log.reading() as session:
            kept = [recorded.fact.id for recorded in read(session)]
            assert verify(session) == []
        assert kept[: saved[-1]] == [number_id(number) for number in range(1, saved[-1] + 1)]
        assert len(kept) - saved[-1] in (0, 1)  # one may be committed but not yet told
