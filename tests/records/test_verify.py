"""`verify` names what was done to a log, and nothing else."""

from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from cbt.records.chain import START, Head, entry, link
from cbt.records.faults import Damage, Fault
from cbt.records.log import append, facts, head, heads, open_log
from cbt.records.verify import verify
from cbt.records.words import FreeText, keep_text
from tests.records.cast import IVO, LOG, MORNING, answered, number_id

OTHER = UUID("0f3a1c52-7d7e-4a39-8a51-2f1f0c9be002")
LENGTH = 12


@pytest.fixture
def session(database):
    """A writing session on a log of twelve answers that nobody touched yet."""
    with database.writing() as session:
        open_log(session, LOG)
        for number in range(1, LENGTH + 1):
            append(session, answered(number))
        yield session


def at(sequence):
    return facts.c.sequence == sequence


def change(session, sequence, **values):
    session.execute(update(facts).where(at(sequence)).values(**values))


def renumber(session, first, by):
    """Add to the numbers of all rows from `first` on, without meeting one that is there."""
    session.execute(update(facts).where(facts.c.sequence >= first).values(sequence=facts.c.sequence + 1000 + by))
    session.execute(update(facts).where(facts.c.sequence > 500).values(sequence=facts.c.sequence - 1000))


def copy(session, original, **values):
    """Insert a copy of a row with other values."""
    row = session.execute(select(facts).where(at(original))).one()
    session.execute(insert(facts), {**row._mapping, "id": number_id(999), **values})


def rewrite(session, first, last=LENGTH):
    """Make all hashes fit again from one fact on, and the head too: what somebody with a program would do."""
    end = Head(LOG, first - 1, session.execute(select(facts.c.hash).where(at(first - 1))).scalar_one_or_none() or START)
    for sequence in range(first, last + 1):
        before, end = end, link(entry(answered(sequence, score_raw=1000)), end)
        change(session, sequence, score_raw=1000, previous=before.hash, hash=end.hash)
    session.execute(update(heads).values(sequence=last, hash=end.hash))


def found(session, against=None):
    return [(fault.damage, fault.first, fault.last) for fault in verify(session, against)]


def test_an_untouched_log_has_no_fault(session):
    assert verify(session) == []
    assert verify(session, against=head(session)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score_raw", 999),
        ("success", None),
        ("response", '{"given":["resin"]}'),
        ("response", '{"given": ["brown-sticky"]}'),
        ("response", "{"),
        ("verb", "guessed"),
        ("at", MORNING),
        ("actor", IVO),
        ("registration", IVO),
        ("previous", START),
        ("hash", START),
        ("language", "kk"),
    ],
)
@pytest.mark.parametrize("sequence", [1, 5, LENGTH])
def test_an_edited_row_is_named(session, sequence, column, value):
    if (column, sequence) == ("previous", 1):
        value = "f" * 64
    session.execute(update(facts).where(at(sequence)).values({column: value}), execution_options={"render_nulls": True})
    assert found(session) == [(Damage.edited, sequence, sequence)]


@pytest.mark.parametrize("sequence", [1, 5, LENGTH])
def test_a_row_that_was_edited_and_hashed_anew_is_named_by_the_next_one(session, sequence):
    forged = Head(LOG, sequence - 1, session.execute(select(facts.c.previous).where(at(sequence))).scalar_one())
    forged = link(entry(answered(sequence, score_raw=500)), forged)
    change(session, sequence, score_raw=500, hash=forged.hash)
    assert found(session) == [(Damage.edited, sequence, sequence)]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (5, 5), (5, 9), (1, 11)])
def test_removed_rows_are_named(session, first, last):
    session.execute(delete(facts).where(facts.c.sequence.between(first, last)))
    assert found(session) == [(Damage.removed, first, last)]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (5, 5), (5, 9)])
def test_removed_rows_are_named_although_the_later_ones_were_renumbered(session, first, last):
    session.execute(delete(facts).where(facts.c.sequence.between(first, last)))
    renumber(session, last + 1, first - last - 1)
    assert found(session) == [(Damage.removed, first, last)]


def test_an_inserted_row_is_named_although_the_later_ones_were_renumbered(session):
    renumber(session, 5, 1)
    copy(session, 4, sequence=5)
    assert found(session) == [(Damage.inserted, 5, 5)]


def test_inserted_rows_that_are_chained_among_themselves_are_named(session):
    renumber(session, 5, 2)
    first = link(entry(answered(998)), Head(LOG, 4, session.execute(select(facts.c.hash).where(at(4))).scalar_one()))
    second = link(entry(answered(999)), first)
    before = session.execute(select(facts.c.hash).where(at(4))).scalar_one()
    for number, end, previous in ((998, first, before), (999, second, first.hash)):
        fact = answered(number)
        values = {"id": fact.id, "at": fact.at, "score_raw": fact.score_raw, "success": fact.success}
        copy(session, 4, sequence=end.sequence, previous=previous, hash=end.hash, **values)
    assert found(session) == [(Damage.inserted, 5, 6)]


@pytest.mark.parametrize("sequence", [-3, 0, LENGTH + 1, LENGTH + 100])
def test_a_row_outside_the_log_is_named_by_its_number(session, sequence):
    copy(session, 4, sequence=sequence)
    assert found(session) == [(Damage.inserted, sequence, sequence)]


def test_a_row_behind_the_head_that_fits_the_chain_is_inserted(session):
    end = head(session)
    append(session, answered(LENGTH + 1))
    session.execute(update(heads).values(sequence=end.sequence, hash=end.hash))
    assert found(session) == [(Damage.inserted, LENGTH + 1, LENGTH + 1)]


def test_a_row_of_a_log_that_was_never_opened_is_inserted(session):
    copy(session, 4, log_id=OTHER)
    assert verify(session) == [Fault(Damage.inserted, OTHER, 4, 4)]


@pytest.mark.parametrize("kept", [0, 1, 11])
def test_rows_cut_off_the_end_are_named(session, kept):
    session.execute(delete(facts).where(facts.c.sequence > kept))
    assert found(session) == [(Damage.truncated, kept + 1, LENGTH)]


def test_only_a_head_from_outside_finds_a_log_cut_off_with_its_head(session):
    outside = head(session)
    session.execute(delete(facts).where(facts.c.sequence > 9))
    last = session.execute(select(facts.c.hash).where(at(9))).scalar_one()
    session.execute(update(heads).values(sequence=9, hash=last))
    assert found(session) == []
    assert found(session, outside) == [(Damage.truncated, 10, LENGTH)]


@pytest.mark.parametrize("first", [1, 6, LENGTH - 1])
def test_only_a_head_from_outside_finds_a_log_rewritten_with_all_its_hashes(session, first):
    outside = head(session)
    rewrite(session, first)
    assert found(session) == []
    assert found(session, outside) == [(Damage.rewritten, 1, LENGTH)]


def test_a_head_from_before_still_vouches_for_a_log_that_went_on(session):
    outside = head(session)
    append(session, answered(LENGTH + 1))
    assert verify(session, outside) == []


def test_a_head_of_a_log_that_is_gone_finds_it_cut_off(session):
    assert verify(session, Head(OTHER, 7, START)) == [Fault(Damage.truncated, OTHER, 1, 7)]


def test_an_older_log_is_verified_as_well(session):
    open_log(session, OTHER)
    append(session, answered(LENGTH + 1))
    change(session, 3, score_raw=999)
    assert verify(session) == [Fault(Damage.edited, LOG, 3, 3)]


def test_words_that_were_changed_beside_the_chain_are_named(session):
    digest = keep_text(session, number_id(77), "Brown, sticky, like hay.", b"0123456789abcdef")
    append(session, answered(77, text_digest=digest))
    assert verify(session) == []
    session.execute(update(FreeText).values(text="White powder."))
    assert verify(session) == [Fault(Damage.reworded, LOG, LENGTH + 1, LENGTH + 1)]


def test_two_wrongs_are_two_faults(session):
    change(session, 3, score_raw=999)
    session.execute(delete(facts).where(at(8)))
    assert found(session) == [(Damage.edited, 3, 3), (Damage.removed, 8, 8)]


def test_a_fault_says_what_and_where_in_words():
    assert str(Fault(Damage.removed, LOG, 3, 5)) == f"Log {LOG}: facts 3 to 5 were removed."
