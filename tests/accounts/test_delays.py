import pytest
from sqlalchemy import func, select

from cbt.accounts import delays
from cbt.accounts.delays import (
    QUIET_MS,
    Kind,
    SignInDelay,
    count_failure,
    delay_ms,
    forget_quiet,
    lift_delay,
    uptime_seen,
    wait_ms,
    waits_of,
)
from cbt.accounts.names import digest
from cbt.accounts.refusals import Refusals
from cbt.db import connect
from tests.accounts.cast import IVO, LENA, number_key

SEAT, OTHER_SEAT = "10.0.0.7", "10.0.0.8"
LENAS, IVOS = digest("lena"), digest("ivo")


def fail(session, times, account=LENAS, address=SEAT, uptime=1000.0):
    for _ in range(times):
        count_failure(session, account, address, uptime)


@pytest.mark.parametrize(
    ("kind", "failures", "seconds"),
    [
        (Kind.ACCOUNT, 0, 0),
        (Kind.ACCOUNT, 3, 0),
        (Kind.ACCOUNT, 4, 5),
        (Kind.ACCOUNT, 5, 10),
        (Kind.ACCOUNT, 6, 20),
        (Kind.ACCOUNT, 11, 640),
        (Kind.ACCOUNT, 12, 900),
        (Kind.ACCOUNT, 1_000_000, 900),
        (Kind.ADDRESS, 10, 0),
        (Kind.ADDRESS, 11, 5),
        (Kind.ADDRESS, 16, 160),
        (Kind.ADDRESS, 17, 300),
        (Kind.ADDRESS, 1_000_000, 300),
    ],
)
def test_a_few_mistakes_cost_nothing_then_the_delay_doubles_up_to_its_longest(kind, failures, seconds):
    assert delay_ms(kind, failures) == seconds * 1000


def test_an_account_waits_from_every_seat(classroom):
    with classroom.writing() as session:
        fail(session, 4)
        assert wait_ms(session, LENAS, OTHER_SEAT, 1000.0) == 5000
        assert wait_ms(session, IVOS, SEAT, 1000.0) == 0


def test_a_seat_waits_whoever_is_tried_there(classroom):
    with classroom.writing() as session:
        for number in range(11):
            fail(session, 1, account=digest(f"guess {number}"))
        assert wait_ms(session, IVOS, SEAT, 1000.0) == 5000
        assert wait_ms(session, IVOS, OTHER_SEAT, 1000.0) == 0


def test_the_longer_of_both_delays_counts(classroom):
    with classroom.writing() as session:
        fail(session, 11)
        assert wait_ms(session, LENAS, SEAT, 1000.0) == 640_000


def test_a_delay_passes_with_uptime(classroom):
    with classroom.writing() as session:
        fail(session, 4)
        assert wait_ms(session, LENAS, SEAT, 1004.999) == 1
        assert wait_ms(session, LENAS, SEAT, 1005.0) == 0


def test_counting_goes_on_after_a_delay_and_begins_anew_after_half_an_hour_of_quiet(classroom):
    quiet = QUIET_MS / 1000
    with classroom.writing() as session:
        fail(session, 4)
        fail(session, 1, uptime=1005.0)
        assert wait_ms(session, LENAS, SEAT, 1005.0) == 10_000
        fail(session, 1, uptime=1005.0 + quiet)
        assert session.scalars(select(SignInDelay.failures)).all() == [1, 1]


def test_a_delay_goes_on_after_a_restart_from_the_uptime_last_written(new_url):
    url = new_url()
    first = delays_in(url, lambda session: fail(session, 5, uptime=1000.0))
    assert first is None
    assert delays_in(url, uptime_seen) == 1000.0
    assert delays_in(url, lambda session: wait_ms(session, LENAS, SEAT, 1000.0)) == 10_000
    assert delays_in(url, lambda session: wait_ms(session, LENAS, SEAT, 1010.0)) == 0


def delays_in(url, ask):
    """Open the database anew, as a restarted server does, and ask it something."""
    database = connect(url)
    try:
        with database.writing() as session:
            return ask(session)
    finally:
        database.close()


def test_a_clock_that_did_not_go_on_never_makes_a_delay_longer(classroom):
    with classroom.writing() as session:
        fail(session, 4, uptime=90_000.0)
        assert wait_ms(session, LENAS, SEAT, 0.0) == 5000


def test_a_fresh_box_has_seen_no_uptime(classroom):
    with classroom.reading() as session:
        assert uptime_seen(session) == 0.0


def test_a_lifted_delay_frees_the_account_and_the_seat_where_it_failed(classroom):
    with classroom.writing() as session:
        fail(session, 12)
        fail(session, 12, account=IVOS, address=OTHER_SEAT)
        lift_delay(session, LENA, Refusals())
        assert wait_ms(session, LENAS, SEAT, 1000.0) == 0
        assert wait_ms(session, IVOS, OTHER_SEAT, 1000.0) == 900_000


def test_who_was_refused_at_a_seat_that_waits_is_seen_to_wait_and_lifting_lifts_the_seat(classroom):
    refusals = Refusals()
    with classroom.writing() as session:
        for number in range(12):
            fail(session, 1, account=digest(f"guess {number}"))
        fail(session, 12, account=digest("elsewhere"), address=OTHER_SEAT)
        assert waits_of(session, {LENA: "lena"}, refusals, 1000.0) == {}
        refusals.remember(LENAS, SEAT)
        assert waits_of(session, {LENA: "lena", IVO: "ivo"}, refusals, 1000.0) == {LENA: 10}
        lift_delay(session, LENA, refusals)
        assert wait_ms(session, LENAS, SEAT, 1000.0) == 0
        assert waits_of(session, {LENA: "lena"}, refusals, 1000.0) == {}
        assert wait_ms(session, IVOS, OTHER_SEAT, 1000.0) == 10_000


def test_lifting_for_somebody_without_delay_or_account_changes_nothing(classroom):
    with classroom.writing() as session:
        fail(session, 4, account=IVOS)
        lift_delay(session, LENA, Refusals())
        lift_delay(session, number_key(99), Refusals())
        assert wait_ms(session, IVOS, SEAT, 1000.0) == 5000


def test_an_instructor_sees_who_has_to_wait_and_how_long_in_one_statement(classroom, queries):
    with classroom.writing() as session:
        fail(session, 4)
        fail(session, 3, account=IVOS)
        queries.clear()
        assert waits_of(session, {LENA: "lena", IVO: "ivo"}, Refusals(), 1000.5) == {LENA: 5}
        assert len(queries) == 1
        assert waits_of(session, {}, Refusals(), 1000.5) == {}


def test_the_typed_name_is_not_kept(classroom):
    with classroom.writing() as session:
        fail(session, 1, account=digest("my secret password"))
        subjects = session.scalars(select(SignInDelay.subject).order_by(SignInDelay.kind)).all()
    assert subjects == [digest("my secret password"), SEAT]


def test_quiet_counts_are_forgotten_but_the_clock_is_not(classroom):
    later = 1000.0 + delays.QUIET_MS / 1000
    with classroom.writing() as session:
        fail(session, 4)
        fail(session, 4, account=IVOS, uptime=1001.0)
        forget_quiet(session, later)
        assert session.scalar(select(func.count()).select_from(SignInDelay)) == 2
        assert wait_ms(session, IVOS, OTHER_SEAT, 1001.0) == 5000
        forget_quiet(session, later + 10_000)
        assert uptime_seen(session) == 1001.0
