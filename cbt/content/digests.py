"""Digests by which records and releases name exactly what was shown: SHA-256 over canonical JSON."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from cbt.content.blocks.question import Question
from cbt.content.course import Course, Lesson, Pool, Test

FORMAT: Final = 1
NOT_ASKED: Final = frozenset({"why", "title"})
"""Notes of the segments that are not before a learner who answers: reasons come later, titles are for the map."""


def canonical(value: Any) -> bytes:
    """Return the one JSON form of a value: sorted keys, no spaces, UTF-8. Raises TypeError for floats and the like."""
    _refuse(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def revision(question: Question, media: Mapping[str, str]) -> str:
    """Return the digest of what makes a question this question: ids, key, scoring, source words, pictures' contents.

    `media` holds the SHA-256 of each file of the course's media folder by name. Translations, reasons, alternative
    texts, objective, tries and place change nothing.
    """
    task = question.task()
    return _digest("revision", {**task, "media": [media[file] for file in task["media"]]})


def wording(question: Question, words: Mapping[str, str]) -> str:
    """Return the digest of the words a learner has before them when they answer.

    `words` holds, by address, each segment's Markdown in the language shown, after fallback, with facts put in.
    """
    asked = {
        segment.address: words[segment.address] for segment in question.segments() if segment.note not in NOT_ASKED
    }
    return _digest("wording", {"words": asked})


def structure(course: Course, media: Mapping[str, str]) -> str:
    """Return the digest of what a learner's progress depends on: ids, order, revisions, blueprints, rules of mastery.

    Text, pictures and callouts are not in it, so that mended words and a new warning reach everybody at once.
    """
    return _digest(
        "structure",
        {
            "course": course.id,
            "lessons": [_questions(lesson, media) for lesson in course.lessons.values()],
            "bank": [_questions(pool, media) for pool in course.bank.values()],
            "tests": [_test(test) for test in course.tests.values()],
        },
    )


def release(course: Course, files: Mapping[str, str], media: Mapping[str, str]) -> str:
    """Return the digest of all that is published: the structure, and every file by its name and SHA-256.

    `files` are the sources, catalogues, jurisdiction files and media of the release; `media` as for `revision`.
    """
    return _digest("release", {"structure": structure(course, media), "files": dict(files)})


def _questions(part: Lesson | Pool, media: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": part.id,
        "questions": [
            [question.id, revision(question, media), question.about.tries, question.about.critical]
            for question in part.questions.values()
        ],
    }


def _test(test: Test) -> dict[str, Any]:
    return {"id": test.id, "mastery_score": test.mastery_score, "attempts": test.attempts, "draw": dict(test.draw)}


def _digest(what: str, value: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({"format": FORMAT, "digest": what, "of": value})).hexdigest()


def _refuse(value: Any) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError(f"{name!r} is no name in canonical JSON")
            _refuse(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse(inner)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"{type(value).__name__} is not in canonical JSON")
