"""The classroom that is measured: a group of 30 that did everything, and one of 1,000 in the midst of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.rights import Held, RoleName, ScopeKind
from cbt.content.blocks.question import Question
from cbt.learning import enrolment
from cbt.learning.enrolment import Plan
from cbt.learning.recording import Act, record
from cbt.learning.sitting import lesson as lessons
from cbt.learning.sitting import test as tests
from cbt.learning.sitting.lesson import Desk, Given, Showing
from cbt.library.shelf import Book
from cbt.records.facts import Fact, Verb
from cbt.records.identity import uuid7

LETTERS = str.maketrans("0123456789", "abcdefghij")  # names have no digits
PASSWORD = "three words apart"
INSTRUCTOR = "ivo"
THIRTY = [f"done{number}" for number in range(30)]
"""Every lesson done, every question answered, the test taken."""
NEW = [f"new{number}" for number in range(30)]
"""The first lesson not begun; half of the others done."""
ANSWERING = [f"answering{number}" for number in range(60)]
"""One question of every lesson answered, so that every later answer finds its attempt open."""
REST = [f"rest{number}" for number in range(1000 - len(NEW) - len(ANSWERING))]
"""Every lesson begun and completed, told by three facts each instead of ten: it is their rows that reports read."""


@dataclass(slots=True)
class Story:
    """Where to write, what course, and a clock that is moved by hand."""

    session: Session
    book: Book
    chance: random.Random
    now: datetime

    def act(self) -> Act:
        """Let a minute pass and return the circumstances of what happens then."""
        self.now += timedelta(seconds=1)
        new_id = UUID(bytes=self.chance.randbytes(16), version=4)
        return Act(self.now, lambda: uuid7(self.now, self.chance.randbytes(10)), new_id, 60_000)

    @property
    def showing(self) -> Showing:
        """What everybody had before them."""
        return Showing(self.book.digest, "en", "kz", "0" * 64)


@dataclass(frozen=True, slots=True)
class Told:
    """The groups that were made: the one of 30 and the one of 1,000."""

    small: UUID
    large: UUID


def tell(session: Session, book: Book) -> Told:
    """Write the people and what they did; the caller commits."""
    story = Story(session, book, random.Random(16), datetime.now(UTC) - timedelta(days=7))
    new_key = _keys(story.chance)
    password_hash = hash_password(PASSWORD)
    post = changes.add_post(session, next(new_key), "Stone Gate post", "kz")
    service = changes.add_organisation(session, next(new_key), "Border Service", "kz")

    def person(name: str) -> UUID:
        latin_name = f"Lena {name.translate(LETTERS)}"
        new = NewPerson(name, f"Лена {name}", latin_name, "en", password_hash, service.id, post.id)
        return changes.add_person(session, next(new_key), new, story.now).key

    ivo = person(INSTRUCTOR)
    roles.grant(session, ivo, Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(post.id)))
    keys = {name: person(name) for name in THIRTY + NEW + ANSWERING + REST}
    groups = []
    for title, names in (("Group of 30", THIRTY), ("Group of 1,000", NEW + ANSWERING + REST)):
        group = changes.add_group(session, next(new_key), title, post.id, story.now)
        for name in names:
            changes.join(session, group.id, keys[name])
        plan = Plan(book.course.id, book.structure, story.now, story.now + timedelta(days=30))
        enrolment.assign(session, group.id, plan, ivo, story.act())
        groups.append(group.id)
    _learn(story, keys)
    return Told(*groups)


def _keys(chance: random.Random) -> Iterator[UUID]:
    while True:
        yield UUID(bytes=chance.randbytes(16), version=4)


def _learn(story: Story, keys: dict[str, UUID]) -> None:
    all_lessons = list(story.book.course.lessons)
    for name in THIRTY:
        for lesson_id in all_lessons:
            _answer(story, keys[name], lesson_id, len(story.book.course.lessons[lesson_id].questions))
            lessons.finish(
                story.session, _desk(story, keys[name], lesson_id), story.book.course, story.showing, story.act()
            )
        _sit(story, keys[name])
    for name in NEW:
        for lesson_id in all_lessons[1::2]:
            _sum_up(story, _desk(story, keys[name], lesson_id))
    for name in ANSWERING:
        for lesson_id in all_lessons:
            _answer(story, keys[name], lesson_id, 1)
    for name in REST:
        for lesson_id in all_lessons:
            _sum_up(story, _desk(story, keys[name], lesson_id))


def _desk(story: Story, person_key: UUID, part_id: str) -> Desk:
    return lessons.desk(story.session, person_key, story.book.course.id, part_id)


def _answer(story: Story, person_key: UUID, lesson_id: str, count: int) -> None:
    for question in islice(story.book.course.lessons[lesson_id].questions.values(), count):
        given = _given(story, question)
        lessons.submit(story.session, _desk(story, person_key, lesson_id), given, story.showing, story.act(), None)


def _given(story: Story, question: Question) -> Given:
    return Given.of(question, story.book.revisions[question.id], fields(question, story.chance))


def fields(question: Question, chance: random.Random) -> dict[str, list[str]]:
    """Return a complete answer as a page would send it, right about three times in four."""
    right = chance.random() < 0.75
    if question.kind == "number":
        return {"response": [str(question.key.answer + (0 if right else 1))]}
    if question.kind == "choice":
        options = [option.id for option in question.shown.options]
        return {"response": sorted(question.key.right if right else chance.sample(options, len(question.key.right)))}
    values = list(question.key.right.values())
    shown = values if right else values[1:] + values[:1]
    return {f"response-{part}": [value] for part, value in zip(question.key.right, shown, strict=True)}


def _sit(story: Story, person_key: UUID) -> None:
    course = story.book.course
    for test_id in course.tests:
        start = _desk(story, person_key, test_id)
        tests.start(story.session, start, course, story.showing, story.act(), lambda: story.chance.randbytes(16).hex())
        paper = tests.paper(story.session, person_key, course.id, test_id)
        assert paper is not None
        for one in paper.drawn:
            given = _given(story, course.bank[one.pool_id].questions[one.question_id])
            desk = _desk(story, person_key, test_id)
            tests.save(story.session, desk, given, story.showing, story.act(), desk.attempt_id)
        desk = _desk(story, person_key, test_id)
        tests.hand_in(story.session, desk, course, story.showing, story.act(), desk.attempt_id)


def _sum_up(story: Story, desk: Desk) -> None:
    """Write down that a lesson was begun, one answer to it, and that it was completed with some score."""
    lesson = story.book.course.lessons[desk.part_id]
    attempt_id = lessons.start(story.session, desk, story.showing, story.act())
    _answer(story, desk.person_key, desk.part_id, 1)
    most = sum(question.points for question in lesson.questions.values())
    act = story.act()
    fact = Fact(
        id=act.new_id(),
        verb=Verb.completed,
        at=act.now,
        activity_id=f"{desk.course_id}/{desk.part_id}",
        actor=desk.person_key,
        registration=desk.registration,
        attempt_id=attempt_id,
        submission_id=act.submission_id,
        course_id=desk.course_id,
        lesson_id=desk.part_id,
        release=story.book.digest,
        language="en",
        country="kz",
        score_raw=most * story.chance.randrange(4, 11) // 10,
        score_max=most,
        completion=True,
        duration_ms=act.duration_ms,
    )
    record(story.session, fact)
