"""Drawing a test from its bank: a pure function of blueprint, bank and seed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cbt.content.course import Pool, Test


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question of a test: its pool and its id."""

    pool_id: str
    question_id: str


def draw(test: Test, bank: Mapping[str, Pool], seed: str, seen: frozenset[str] = frozenset()) -> tuple[Drawn, ...]:
    """Return the questions of one sitting in the order they are asked.

    Each pool gives as many as the blueprint says: its critical questions first, then questions this learner has not
    `seen` (ids), then seen ones; among equals a hash of seed and id decides, and so does the order of the whole.
    """
    drawn = [
        Drawn(pool_id, question_id)
        for pool_id, count in test.draw.items()
        for question_id in _ranked(bank[pool_id], seed, seen)[:count]
    ]
    return tuple(sorted(drawn, key=lambda one: _lot(seed, f"order {one.question_id}")))


def _ranked(pool: Pool, seed: str, seen: frozenset[str]) -> list[str]:
    def rank(question_id: str) -> tuple[bool, bool, str]:
        critical = pool.questions[question_id].about.critical
        return (not critical, question_id in seen, _lot(seed, question_id))

    return sorted(pool.questions, key=rank)


def _lot(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()


def to_json(drawn: Iterable[Drawn]) -> list[dict[str, str]]:
    """Return what is written into the fact that starts the test."""
    return [{"pool": one.pool_id, "question": one.question_id} for one in drawn]


def from_json(drawn: Iterable[Mapping[str, str]]) -> tuple[Drawn, ...]:
    """Return what a `started` fact said was drawn."""
    return tuple(Drawn(one["pool"], one["question"]) for one in drawn)
