"""A fact is a plain value that a log can hold exactly."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cbt.records.facts import IRIS, Verb
from tests.records.cast import MORNING, answered


def test_a_time_is_kept_in_utc_and_whole_milliseconds():
    dushanbe = timezone(timedelta(hours=5))
    fact = answered(1, at=datetime(2026, 3, 3, 9, 30, 0, 123_999, tzinfo=dushanbe))
    assert fact.at == MORNING.replace(microsecond=123_000)
    assert fact.at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        answered(1, at=datetime(2026, 3, 3, 9, 30))  # noqa: DTZ001 - what is refused


def test_a_response_is_copied_so_that_nobody_changes_it_afterwards():
    response = {"given": ("a", "b")}
    fact = answered(1, response=response)
    response["given"] = ()
    assert fact.response == {"given": ["a", "b"]}


@pytest.mark.parametrize("name", ["score_raw", "score_max", "duration_ms"])
@pytest.mark.parametrize("value", [0.5, 1.0, True, "1"])
def test_what_is_counted_is_a_whole_number(name, value):
    with pytest.raises(TypeError, match="whole numbers"):
        answered(1, **{name: value})


@pytest.mark.parametrize("name", ["success", "completion"])
@pytest.mark.parametrize("value", [0, 1, "yes"])
def test_success_and_completion_are_true_or_false(name, value):
    with pytest.raises(TypeError, match="true or false"):
        answered(1, **{name: value})


def test_each_verb_has_an_id_of_its_own_for_xapi():
    assert IRIS.keys() == set(Verb)
    assert len(set(IRIS.values())) == len(Verb)
