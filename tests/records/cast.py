"""Facts for the tests of the log: Lena learns, Ivo instructs her group."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cbt.records.facts import Fact, Verb
from cbt.records.identity import uuid7

LOG = UUID("0f3a1c52-7d7e-4a39-8a51-2f1f0c9be001")
LENA = UUID("6a1d6a0e-58a3-4c0f-9f0a-5f3a3bd10001")
IVO = UUID("6a1d6a0e-58a3-4c0f-9f0a-5f3a3bd10002")
MORNING = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


def number_id(number: int) -> UUID:
    """Return the same UUIDv7 for the same number."""
    return uuid7(MORNING + timedelta(seconds=number), number.to_bytes(10))


def answered(number: int, **more: Any) -> Fact:
    """Return the answer with this number: Lena answers a question of the drug course, right at even numbers."""
    values: dict[str, Any] = {
        "id": number_id(number),
        "verb": Verb.answered,
        "at": MORNING + timedelta(seconds=number),
        "activity_id": "drug-identification/opiates#first-description",
        "actor": LENA,
        "course_id": "drug-identification",
        "lesson_id": "opiates",
        "question_id": "first-description",
        "language": "ru",
        "response": {"given": ["brown-sticky"]},
        "score_raw": 1000 if number % 2 == 0 else 0,
        "score_max": 1000,
        "success": number % 2 == 0,
    }
    return Fact(**values | more)
