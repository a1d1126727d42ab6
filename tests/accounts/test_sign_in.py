import threading
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from cbt.accounts.changes import change_password, deactivate
from cbt.accounts.delays import Kind, SignInDelay
from cbt.accounts.passwords import hash_password, matches
from cbt.accounts.people import Person
from cbt.accounts.sign_in import Claim, Proof, TryLater, WrongPassword, claim_of, claim_of_person, prove, settle
from cbt.errors import CbtError
from tests.accounts.cast import LENA, number_key

SEAT = "10.0.0.7"
PASSWORD = "three дождь سنگ"


@cache
def known_hash():
    return hash_password(PASSWORD)


@pytest.fixture
def room(classroom):
    with classroom.writing() as session:
        change_password(session, LENA, known_hash())
    return classroom


def sign_in(database, name, password, uptime=0.0, address=SEAT):
    """Do what the sign-in page does, in the same three steps."""
    with database.reading() as session:
        claim = claim_of(session, name, address, uptime)
    proof = prove(claim, password)
    with database.writing() as session:
        return settle(session, claim, proof, uptime)


@pytest.mark.parametrize("name", ["lena", "LENA", "  Lena ", "\u200elena"])
def test_the_name_in_any_case_and_the_password_let_a_person_in(room, name):
    assert sign_in(room, name, PASSWORD) == LENA


def test_the_password_composed_by_another_keyboard_lets_a_person_in(room):
    with room.writing() as session:
        change_password(session, LENA, hash_password("йод и ёлка"))
    assert sign_in(room, "lena", unicodedata.normalize("NFD", "йод и ёлка")) == LENA


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("lena", "wrong password"),
        ("lena", ""),
        ("nobody", PASSWORD),
        ("ivo", PASSWORD),
        ("", ""),
        ("\ud800", "\ud800"),
        ("no\x00body", "\x00"),
    ],
)
def test_a_wrong_pair_lets_nobody_in(room, name, password):
    assert sign_in(room, name, password) is None


def test_a_closed_account_lets_nobody_in(room):
    with room.writing() as session:
        deactivate(session, LENA)
    assert sign_in(room, "lena", PASSWORD) is None


def test_the_sentence_for_a_wrong_pair_does_not_say_which_part_was_wrong():
    assert issubclass(WrongPassword, CbtError)
    assert "do not belong together" in str(WrongPassword())


@pytest.mark.parametrize("name", ["lena", "nobody"])
def test_the_fourth_wrong_password_makes_a_known_and_an_unknown_name_wait(room, name):
    for _ in range(4):
        assert sign_in(room, name, "wrong password") is None
    with pytest.raises(TryLater) as caught:
        sign_in(room, name, PASSWORD, uptime=0.2)
    assert caught.value.values == {"seconds": 5}
    assert "Wait 5 seconds" in str(caught.value)


def test_known_and_unknown_names_take_the_same_statements(room, queries):
    counts = []
    for name in ("lena", "nobody"):
        queries.clear()
        with room.reading() as session:
            claim_of(session, name, SEAT, 0.0)
        counts.append(len(queries))
    assert counts == [2, 2]


def test_after_the_delay_the_right_password_lets_in_and_the_count_begins_anew(room):
    for _ in range(4):
        sign_in(room, "lena", "wrong password")
    assert sign_in(room, "lena", PASSWORD, uptime=5.0) == LENA
    for _ in range(3):
        sign_in(room, "lena", "wrong password", uptime=6.0)
    assert sign_in(room, "lena", PASSWORD, uptime=6.0) == LENA


def test_signing_in_oneself_does_not_pardon_the_seat(room):
    for number in range(10):
        sign_in(room, f"guess {number}", "wrong password")
        sign_in(room, "lena", PASSWORD)
    sign_in(room, "guess 10", "wrong password")
    with pytest.raises(TryLater):
        sign_in(room, "lena", PASSWORD)


def test_many_guesses_at_once_gain_nothing_not_even_when_one_is_right(room):
    with room.reading() as session:
        claims = [claim_of(session, "lena", SEAT, 0.0) for _ in range(5)]
    for claim in claims[:4]:
        with room.writing() as session:
            assert settle(session, claim, Proof(right=False), 0.0) is None
    with pytest.raises(TryLater), room.writing() as session:
        settle(session, claims[4], prove(claims[4], PASSWORD), 0.0)


@pytest.mark.parametrize(
    ("names", "seats", "judged"),
    [
        (["lena"], [SEAT], 4),
        (["lena"], [f"10.0.1.{number}" for number in range(16)], 4),
        (["nobody"], [SEAT], 4),
        ([f"guess {number}" for number in range(16)], [SEAT], 11),
    ],
)
def test_guesses_that_are_judged_at_the_same_time_are_as_many_as_one_after_the_other(room, names, seats, judged):
    guesses = 16
    gate = threading.Barrier(guesses)
    with room.reading() as session:
        claims = [
            claim_of(session, names[number % len(names)], seats[number % len(seats)], 0.0) for number in range(guesses)
        ]

    def guess(claim):
        gate.wait(timeout=20)
        try:
            with room.writing() as session:
                return settle(session, claim, Proof(right=False), 0.0)
        except TryLater:
            return TryLater

    with ThreadPoolExecutor(guesses) as pool:
        told = Counter(pool.map(guess, claims, timeout=60))
    assert told == {None: judged, TryLater: guesses - judged}


def test_a_right_password_leaves_nothing_that_names_the_account(room):
    assert sign_in(room, "lena", PASSWORD) == LENA
    with room.reading() as session:
        assert session.scalars(select(SignInDelay.kind)).all() == [Kind.ADDRESS]


def test_a_password_changed_while_it_was_being_proven_is_no_longer_right(room):
    with room.reading() as session:
        claim = claim_of(session, "lena", SEAT, 0.0)
    with room.writing() as session:
        change_password(session, LENA, "another hash")
        assert settle(session, claim, Proof(right=True), 0.0) is None


def test_a_proof_for_nobody_lets_nobody_in(room):
    with room.writing() as session:
        assert settle(session, Claim("account", SEAT, None, None), Proof(right=True), 0.0) is None


def test_somebody_signed_in_proves_their_password_again_under_the_same_delays(room):
    with room.reading() as session:
        claim = claim_of_person(session, LENA, SEAT, 0.0)
    assert prove(claim, PASSWORD) == Proof(right=True)
    for _ in range(4):
        with room.writing() as session:
            settle(session, claim, Proof(right=False), 0.0)
    with room.reading() as session, pytest.raises(TryLater):
        claim_of_person(session, LENA, SEAT, 0.0)


def test_somebody_who_is_gone_proves_nothing(room):
    with room.reading() as session:
        claim = claim_of_person(session, number_key(99), SEAT, 0.0)
    assert claim.person_key is None
    assert not prove(claim, PASSWORD).right


def test_an_old_hash_is_replaced_at_the_next_sign_in(room):
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD.encode())
    with room.writing() as session:
        change_password(session, LENA, old)
    assert sign_in(room, "lena", PASSWORD) == LENA
    with room.reading() as session:
        stored = session.scalar(select(Person.password_hash).where(Person.key == LENA))
    assert stored != old
    assert "m=19456,t=2,p=1" in stored
    assert matches(stored, PASSWORD)
