"""What a test draws depends on blueprint, bank, seed and what was seen, and on nothing else."""

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st

from cbt.learning.drawing import Drawn, draw, from_json, to_json
from tests.learning.course import CRITICAL

SEEDS = st.text(max_size=12)
QUESTIONS = [f"seeing-{n}" for n in range(6)] + [f"writing-{n}" for n in range(3)]
GOLDEN = ["seeing-5", "writing-0", "writing-2", "seeing-0", "seeing-4"]
SEEN = st.frozensets(st.sampled_from(QUESTIONS))


def final(course, **blueprint):
    """Return the course's test with another blueprint."""
    return dataclasses.replace(course.tests["final"], draw=blueprint)


def counts(drawn):
    """Return how many were drawn from each pool."""
    pools = [one.pool_id for one in drawn]
    return {pool_id: pools.count(pool_id) for pool_id in ("seeing", "writing")}


@given(SEEDS, SEEN, st.integers(0, 6), st.integers(0, 3))
def test_each_pool_gives_as_many_as_the_blueprint_says_and_none_twice(drugs, seed, seen, seeing, writing):
    drawn = draw(final(drugs, seeing=seeing, writing=writing), drugs.bank, seed, seen)
    assert counts(drawn) == {"seeing": seeing, "writing": writing}
    assert len(set(drawn)) == len(drawn)
    assert all(one.question_id in drugs.bank[one.pool_id].questions for one in drawn)


@given(SEEDS, SEEN)
def test_the_same_seed_draws_the_same_in_the_same_order(drugs, seed, seen):
    first = draw(drugs.tests["final"], drugs.bank, seed, seen)
    assert draw(drugs.tests["final"], drugs.bank, seed, frozenset(sorted(seen))) == first


@given(SEEDS, SEEN)
def test_the_order_of_bank_and_blueprint_changes_nothing(drugs, seed, seen):
    turned = {
        name: dataclasses.replace(pool, questions=dict(reversed(pool.questions.items())))
        for name, pool in reversed(drugs.bank.items())
    }
    drawn = draw(final(drugs, seeing=3, writing=2), drugs.bank, seed, seen)
    assert draw(final(drugs, writing=2, seeing=3), turned, seed, seen) == drawn


@given(SEEDS, SEEN)
def test_a_critical_question_is_always_drawn_seen_or_not(drugs, seed, seen):
    assert Drawn("seeing", CRITICAL) in draw(final(drugs, seeing=1), drugs.bank, seed, seen)


@given(SEEDS, SEEN)
def test_nothing_seen_is_drawn_while_something_unseen_is_left(drugs, seed, seen):
    drawn = {one.question_id for one in draw(drugs.tests["final"], drugs.bank, seed, seen)} - {CRITICAL}
    for pool in drugs.bank.values():
        left_out = pool.questions.keys() - seen - drawn - {CRITICAL}
        assert not (left_out and drawn & seen & pool.questions.keys())


def test_seeds_draw_differently_and_reach_every_question(drugs):
    sittings = [draw(drugs.tests["final"], drugs.bank, f"seed {n}") for n in range(60)]
    assert {one.question_id for sitting in sittings for one in sitting} == set(QUESTIONS)
    assert len(set(sittings)) > 50
    assert {sitting[0].pool_id for sitting in sittings} == {"seeing", "writing"}


def test_a_known_seed_draws_what_it_always_drew(drugs):
    drawn = draw(drugs.tests["final"], drugs.bank, "2026")
    assert [one.question_id for one in drawn] == GOLDEN


@given(SEEDS)
def test_what_was_drawn_is_read_back_from_the_fact(drugs, seed):
    drawn = draw(drugs.tests["final"], drugs.bank, seed)
    assert from_json(json.loads(json.dumps(to_json(drawn)))) == drawn
