"""Free text lies beside the chain: it can be deleted, and the chain stays whole."""

import pytest

from cbt.records.log import append, open_log
from cbt.records.verify import verify
from cbt.records.words import digest, forget_texts, keep_text, text_of
from tests.records.cast import IVO, LENA, LOG, answered, number_id

SALT = b"0123456789abcdef"
TEXT = "Brown, sticky, like hay. Қаҳваранг."


@pytest.fixture
def session(database):
    with database.writing() as session:
        open_log(session, LOG)
        yield session


def say(session, number, **more):
    """Record an answer with words of its own."""
    text = f"{TEXT} {number}"
    fact = answered(number, text_digest=keep_text(session, number_id(number), text, SALT), **more)
    append(session, fact)
    return fact


def test_the_fact_carries_the_digest_and_the_words_lie_beside_it(session):
    fact = say(session, 1)
    assert fact.text_digest == digest(f"{TEXT} 1", SALT)
    assert text_of(session, fact.id) == f"{TEXT} 1"
    assert text_of(session, number_id(9)) is None


def test_forgetting_takes_the_words_about_a_person_and_by_them_and_no_others(session):
    say(session, 1, actor=LENA)
    say(session, 2, actor=number_id(100), by=LENA)
    say(session, 3, actor=number_id(100), by=IVO)
    assert forget_texts(session, LENA) == 2
    assert [text_of(session, number_id(number)) for number in (1, 2, 3)] == [None, None, f"{TEXT} 3"]
    assert verify(session) == []


def test_the_same_words_with_another_salt_have_another_digest():
    assert digest(TEXT, SALT) != digest(TEXT, SALT[::-1])


def test_nul_characters_are_left_out_on_both_databases(session):
    kept = keep_text(session, number_id(1), "a\0b", SALT)
    assert (text_of(session, number_id(1)), kept) == ("ab", digest("ab", SALT))


def test_a_short_salt_is_refused(session):
    with pytest.raises(ValueError, match="at least 16 bytes"):
        keep_text(session, number_id(1), TEXT, b"short")
