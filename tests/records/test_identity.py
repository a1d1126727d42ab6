"""UUIDv7 as in RFC 9562: the time in front, then chance."""

from datetime import UTC, datetime, timedelta

import pytest

from cbt.records.identity import uuid7
from tests.records.cast import MORNING


def test_the_example_of_the_rfc():
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)  # the time of RFC 9562, appendix A.6
    random = (0xCC3 << 64 | 0x18C4DC0C0C07398F).to_bytes(10)
    assert str(uuid7(at, random)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_version_and_variant_hold_whatever_the_random_bytes_are():
    for random in (bytes(10), b"\xff" * 10):
        made = uuid7(MORNING, random)
        assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_later_ids_sort_behind_earlier_ones():
    assert uuid7(MORNING, b"\xff" * 10) < uuid7(MORNING + timedelta(milliseconds=1), bytes(10))


def test_another_number_of_random_bytes_is_refused():
    with pytest.raises(ValueError, match="ten random bytes"):
        uuid7(MORNING, bytes(9))
