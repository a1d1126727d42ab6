"""Time on task: gaps between requests in one activity, three minutes at most each, told once."""

import threading
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from cbt.learning.stays import LONGEST_GAP, Stays
from tests.accounts.cast import LENA, ZOE

LOOK, WRITE = "drugs/look", "drugs/record"


def test_the_first_request_counts_nothing():
    assert Stays().spent(LENA, LOOK, 100.0) == 0


def test_gaps_add_up_in_milliseconds_and_are_told_once():
    stays = Stays()
    stays.seen(LENA, LOOK, 100.0)
    stays.seen(LENA, LOOK, 110.5)
    assert stays.spent(LENA, LOOK, 120.25) == 20_250
    assert stays.spent(LENA, LOOK, 121.0) == 750


def test_a_gap_counts_three_minutes_at_most():
    stays = Stays()
    stays.seen(LENA, LOOK, 0.0)
    stays.seen(LENA, LOOK, 3600.0)
    assert stays.spent(LENA, LOOK, 3601.0) == int((LONGEST_GAP + 1) * 1000)


def test_the_way_from_one_activity_to_another_counts_for_neither():
    stays = Stays()
    stays.seen(LENA, LOOK, 0.0)
    assert stays.spent(LENA, WRITE, 60.0) == 0
    assert stays.spent(LENA, LOOK, 120.0) == 0


def test_time_in_an_activity_waits_while_the_person_is_in_another():
    stays = Stays()
    for clock in (0.0, 10.0):
        stays.seen(LENA, LOOK, clock)
    for clock in (20.0, 25.0):
        stays.seen(LENA, WRITE, clock)
    assert stays.spent(LENA, LOOK, 30.0) == 10_000
    assert stays.leave(LENA, 31.0) == [(WRITE, 5_000), (LOOK, 1_000)]


def test_people_are_counted_apart():
    stays = Stays()
    stays.seen(LENA, LOOK, 0.0)
    stays.seen(ZOE, LOOK, 5.0)
    assert stays.spent(LENA, LOOK, 10.0) == 10_000
    assert stays.spent(ZOE, LOOK, 10.0) == 5_000


def test_leaving_tells_what_is_not_written_down_and_forgets_it():
    stays = Stays()
    stays.seen(LENA, LOOK, 0.0)
    assert stays.leave(LENA, 7.0) == [(LOOK, 7_000)]
    assert stays.leave(LENA, 8.0) == []
    assert stays.spent(LENA, LOOK, 9.0) == 0


def test_leaving_right_after_everything_was_told_tells_nothing():
    stays = Stays()
    stays.spent(LENA, LOOK, 0.0)
    assert stays.leave(LENA, 0.0) == []


def test_who_was_nowhere_leaves_nothing():
    assert Stays().leave(ZOE, 1.0) == []


def test_requests_that_overtake_each_other_take_no_time_away():
    stays = Stays()
    stays.seen(LENA, LOOK, 10.0)
    stays.seen(LENA, LOOK, 9.0)
    assert stays.spent(LENA, LOOK, 12.0) == 2_000


@given(st.lists(st.tuples(st.sampled_from([LOOK, WRITE]), st.floats(0, 400)), max_size=30))
def test_never_more_is_told_than_has_passed(requests):
    stays, clock, told = Stays(), 0.0, 0
    for place, (activity_id, gap) in enumerate(requests):
        clock += gap
        if place % 3:
            stays.seen(LENA, activity_id, clock)
        else:
            told += stays.spent(LENA, activity_id, clock)
    told += sum(spent for _, spent in stays.leave(LENA, clock))
    assert 0 <= told <= clock * 1000


def test_two_windows_of_one_person_at_once_tell_every_millisecond_once():
    stays, told = Stays(), []
    stays.seen(LENA, LOOK, 0.0)

    def answer(offset):
        told.extend(stays.spent(LENA, LOOK, step + offset) for step in range(1, 200))

    threads = [threading.Thread(target=answer, args=(offset / 8,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(told) + sum(spent for _, spent in stays.leave(LENA, 199.875)) == 199_875


def test_time_that_no_fact_told_because_the_write_failed_is_told_by_the_next():
    stays = Stays()
    stays.seen(LENA, LOOK, 0.0)
    with suppress(OSError), stays.telling(LENA, LOOK, 10.0) as spent:
        assert spent == 10_000
        raise OSError("full")
    with stays.telling(LENA, LOOK, 12.0) as spent:
        assert spent == 12_000
    assert stays.spent(LENA, LOOK, 13.0) == 1_000
