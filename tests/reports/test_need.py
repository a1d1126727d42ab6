"""Who needs a look in a course of two tests: each test is judged for itself."""

from datetime import timedelta

import pytest

from cbt.accounts import changes, roles
from cbt.accounts.rights import Act
from cbt.reports.group import given_for, group_report
from cbt.reports.need import Need
from cbt.reports.overview import overview
from tests.accounts.cast import EVENING, IVO, LENA, MORNING
from tests.learning.course import COURSE_ID, TWO_TESTS, read
from tests.learning.room import Room

DUE = MORNING + timedelta(days=1)


@pytest.fixture
def two_tests(database, tmp_path):
    """A classroom whose course has two tests, due tomorrow."""
    room = Room(database, read(tmp_path, TWO_TESTS))
    room.assign(due_at=DUE)
    return room


def need(room, now=MORNING):
    """Return Lena's need, which the report and the overview tell alike."""
    with room.database.reading() as session:
        ivo = roles.holder_of(session, IVO)
        given = given_for(session, ivo, Act.READ_REPORTS, EVENING, COURSE_ID)
        (row,) = group_report(session, given, now, tested=True).rows
        (card,) = overview(session, ivo, now, [COURSE_ID])
    assert [one.need for one in card.courses[0].named] == ([row.need] if row.need else [])
    return row.need


def test_who_passed_one_test_and_has_not_taken_the_other_has_failed_nothing(two_tests):
    two_tests.take_test(right=5)
    assert need(two_tests) is None
    assert need(two_tests, DUE + timedelta(days=1)) is Need.LATE


def test_a_test_is_failed_from_when_it_was_handed_in_also_while_it_is_taken_again(two_tests):
    two_tests.take_test(right=1)
    assert need(two_tests) is Need.FAILED
    two_tests.begin_test()
    assert need(two_tests) is Need.FAILED
    two_tests.hand_in()
    assert need(two_tests) is Need.FAILED


def test_who_has_a_closed_account_needs_no_look_until_it_is_open_again(two_tests):
    two_tests.take_test(right=1)
    with two_tests.database.writing() as session:
        changes.deactivate(session, LENA)
    assert need(two_tests, DUE + timedelta(days=1)) is None
    with two_tests.database.writing() as session:
        changes.activate(session, LENA)
    assert need(two_tests) is Need.FAILED


def test_a_test_that_is_open_is_not_failed_yet(two_tests):
    two_tests.take_test(right=5)
    two_tests.begin_test(test_id="field")
    assert need(two_tests) is None


def test_a_test_passed_at_the_second_attempt_is_not_failed(two_tests):
    two_tests.take_test(right=1)
    two_tests.take_test(right=5)
    assert need(two_tests) is None


def test_a_test_passed_once_stays_passed(two_tests):
    two_tests.take_test(right=5)
    two_tests.take_test(right=1)
    assert need(two_tests) is None


def test_a_test_that_is_passed_hides_no_other_that_is_failed(two_tests):
    two_tests.take_test(right=1)
    two_tests.take_test(right=5, test_id="field")
    assert need(two_tests) is Need.FAILED
    assert need(two_tests, DUE + timedelta(days=1)) is Need.FAILED


def test_who_passed_both_tests_needs_no_look_whatever_was_failed_before_and_after(two_tests):
    two_tests.take_test(right=1)
    two_tests.take_test(right=5)
    two_tests.take_test(right=5, test_id="field")
    two_tests.take_test(right=1, test_id="field")
    assert need(two_tests, DUE + timedelta(days=1)) is None
