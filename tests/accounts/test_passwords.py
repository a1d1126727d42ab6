import statistics
import time
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from cbt.accounts.passwords import LONGEST, LongPassword, WeakPassword, hash_password, matches, rehash

PASSWORD = "three дождь سنگ"


def test_passwords_are_hashed_by_argon2id_with_19_mib_two_passes_one_lane():
    parameters = extract_parameters(hash_password(PASSWORD))
    assert (parameters.type, parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        Type.ID,
        19 * 1024,
        2,
        1,
    )


def test_a_hash_matches_its_password_only_and_is_salted():
    known = hash_password(PASSWORD)
    assert matches(known, PASSWORD)
    assert not matches(known, PASSWORD + " ")
    assert hash_password(PASSWORD) != known


def test_a_keyboard_that_composes_letters_differently_gives_the_same_password():
    assert matches(hash_password("йод и ёлка"), unicodedata.normalize("NFD", "йод и ёлка"))


@pytest.mark.parametrize("password", ["", "1234567", unicodedata.normalize("NFD", "йййёёёй")])
def test_a_short_password_is_refused(password):
    with pytest.raises(WeakPassword, match="at least 8"):
        hash_password(password)


def test_a_password_may_be_so_long_and_no_longer_however_its_letters_are_composed():
    longest = unicodedata.normalize("NFD", "й" * LONGEST)
    assert matches(hash_password(longest), longest)
    with pytest.raises(LongPassword, match="at most 200 characters"):
        hash_password(longest + "й")


def test_nothing_matches_without_a_hash_or_with_one_that_is_none():
    assert not matches(None, PASSWORD)
    assert not matches(None, "nobody has this password")
    assert not matches("not a hash", PASSWORD)


def test_an_unknown_account_costs_the_same_work():
    known = hash_password(PASSWORD)
    matches(None, PASSWORD)  # the decoy is made once
    costs = {known: [], None: []}
    for _ in range(5):
        for stored, spent in costs.items():
            started = time.thread_time()
            matches(stored, "wrong password")
            spent.append(time.thread_time() - started)
    assert 0.6 < statistics.median(costs[None]) / statistics.median(costs[known]) < 1.7


def test_a_hash_by_other_parameters_is_made_anew_and_today_s_is_kept():
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD.encode())
    fresh = rehash(old, PASSWORD)
    assert matches(old, PASSWORD)
    assert fresh is not None
    assert matches(fresh, PASSWORD)
    assert rehash(fresh, PASSWORD) is None
