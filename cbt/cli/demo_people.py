"""The people of the demonstration and what they did: invented, and the same at every start but for the dates."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.rights import THE_BOX, Held, RoleName, ScopeKind
from cbt.content.blocks.question import Question
from cbt.content.course import Course
from cbt.learning import enrolment
from cbt.learning.enrolment import Plan
from cbt.learning.recording import Act
from cbt.learning.sitting import lesson as lessons
from cbt.learning.sitting import test as tests
from cbt.learning.sitting.lesson import Given, Showing
from cbt.library.shelf import Book, Shelf
from cbt.records.identity import uuid7

PASSWORD = "classroom"  # noqa: S105 - the demonstration's, told to everybody
COURSE = "drug-identification"
DAYS = 12

STAFF = (
    ("ivo", "Иво Стоянов", "Ivo Stoyanov", "en", RoleName.INSTRUCTOR),
    ("aida", "Аида Сейт", "Aida Seit", "ru", RoleName.AUTHOR),
    ("omar", "Омар Рашид", "Omar Rashid", "en", RoleName.ADMIN),
)
# sign-in name, name, Latin name, language, service, share of the course done (lessons), ability 0 to 1
LEARNERS = (
    ("lena", "Лена Маркова", "Lena Markova", "en", "border-kz", 1, 0.8),
    ("aigerim", "Әйгерім Сапар", "Aigerim Sapar", "ru", "customs-kz", 8, 0.95),
    ("bakyt", "Бакыт Токто", "Bakyt Tokto", "ru", "border-kg", 8, 0.75),
    ("dilnoza", "Dilnoza Karim", "Dilnoza Karim", "ru", "customs-uz", 3, 0.6),
    ("farhod", "Фарҳод Назар", "Farhod Nazar", "ru", "drugs-tj", 8, 0.9),
    ("jamshed", "Ҷамшед Раҳим", "Jamshed Rahim", "ru", "drugs-tj", 6, 0.55),
    ("madina", "Мадина Осмон", "Madina Osmon", "ru", "border-kg", 7, 0.85),
    ("nurlan", "Нұрлан Бек", "Nurlan Bek", "ru", "border-kz", 5, 0.65),
    ("olga", "Ольга Ким", "Olga Kim", "ru", "customs-kz", 8, 0.5),
    ("zahra", "زهرا کریم", "Zahra Karim", "en", "border-af", 4, 0.9),
    ("gulalai", "ګلالۍ وردګ", "Gulalai Wardak", "en", "border-af", 2, 0.6),
    ("merdan", "Merdan Ata", "Merdan Ata", "en", "customs-tm", 6, 0.8),
    ("sherzod", "Sherzod Aliy", "Sherzod Aliy", "ru", "customs-uz", 8, 0.85),
    ("timur", "Тимур Асан", "Timur Asan", "ru", "border-kz", 0, 0.7),
    ("anna", "Анна Пак", "Anna Pak", "en", "customs-kz", 4, 0.7),
    ("rustam", "Рустам Шариф", "Rustam Sharif", "ru", "drugs-tj", 5, 0.8),
)
SERVICES = {
    "border-kz": ("Border Service", "kz"),
    "customs-kz": ("Customs", "kz"),
    "border-kg": ("Border Service", "kg"),
    "drugs-tj": ("Drug Control", "tj"),
    "customs-uz": ("Customs", "uz"),
    "customs-tm": ("Customs", "tm"),
    "border-af": ("Border Police", "af"),
}


@dataclass(slots=True)
class Story:
    """Everything that telling the history needs: where to write, the course, a clock that is moved by hand."""

    session: Session
    book: Book
    chance: random.Random
    now: datetime

    def new_id(self) -> UUID:
        """Return the next id; time and chance are the story's own."""
        return uuid7(self.now, self.chance.randbytes(10))

    def new_key(self) -> UUID:
        """Return a person key or another id without meaning."""
        return UUID(bytes=self.chance.randbytes(16), version=4)

    def act(self, seconds: int = 60) -> Act:
        """Let some time pass and return the circumstances of what happens then."""
        self.now += timedelta(seconds=seconds)
        return Act(self.now, self.new_id, self.new_key(), min(seconds, 180) * 1000)


def who_can_sign_in() -> str:
    """Return the lines under the address: who can sign in with what."""
    rows = [
        f"  lena    learner, half-way through the course      password: {PASSWORD}",
        f"  ivo     instructor of the group                   password: {PASSWORD}",
        f"  omar    admin of the box                          password: {PASSWORD}",
        f"  ... and {len(LEARNERS) - 1} more learners, such as farhod (Russian)   password: {PASSWORD}",
    ]
    return "\n".join(rows)


def tell(session: Session, shelf: Shelf, today: datetime) -> None:
    """Write posts, people, groups and two weeks of learning, all in one transaction; the caller commits."""
    story = Story(session, shelf.live(COURSE), random.Random(2026), today - timedelta(days=DAYS))  # noqa: S311 - a story
    password_hash = hash_password(PASSWORD)
    region = changes.add_region(session, story.new_key(), "Central Asia")
    post = changes.add_post(session, story.new_key(), "Stone Gate post", "kz", region.id)
    other = changes.add_post(session, story.new_key(), "River Bridge post", "kg", region.id)
    services = {
        name: changes.add_organisation(session, story.new_key(), title, country).id
        for name, (title, country) in SERVICES.items()
    }
    group = changes.add_group(session, story.new_key(), "Autumn course 1", post.id, story.now)
    away = changes.add_group(session, story.new_key(), "River Bridge evening group", other.id, story.now)
    ivo = _staff(story, password_hash, post.id)
    learners = []
    for sign_in_name, name, latin_name, language, service, lessons_done, ability in LEARNERS:
        new = NewPerson(sign_in_name, name, latin_name, language, password_hash, services[service], post.id)
        person = changes.add_person(session, story.new_key(), new, story.now)
        changes.join(session, group.id, person.key)
        learners.append((person.key, language, SERVICES[service][1], lessons_done, ability))
    zoe = NewPerson("zoe", "Зоя Орлова", "Zoe Orlova", "ru", password_hash, services["border-kg"], other.id)
    changes.join(session, away.id, changes.add_person(session, story.new_key(), zoe, story.now).key)
    plan = Plan(COURSE, story.book.structure, story.now, today + timedelta(days=9))
    enrolment.assign(session, group.id, plan, ivo, story.act())
    for day, (person_key, language, country, lessons_done, ability) in enumerate(learners):
        story.now = today - timedelta(days=DAYS - 1 - day % 5, hours=day % 4)
        showing = Showing(story.book.digest, language, country)
        _learn(story, person_key, showing, lessons_done, ability)


def _staff(story: Story, password_hash: str, post_id: UUID) -> UUID:
    """Add who teaches, writes and runs the box; return the instructor's key."""
    keys = {}
    for sign_in_name, name, latin_name, language, role in STAFF:
        new = NewPerson(sign_in_name, name, latin_name, language, password_hash, None, post_id)
        person = changes.add_person(story.session, story.new_key(), new, story.now)
        at_post = Held(role, ScopeKind.POST, str(post_id))
        roles.grant(story.session, person.key, at_post if role is RoleName.INSTRUCTOR else Held(role, *THE_BOX))
        keys[role] = person.key
    return keys[RoleName.INSTRUCTOR]


def _learn(story: Story, person_key: UUID, showing: Showing, lessons_done: int, ability: float) -> None:
    """Let one learner do so many lessons, half of the next one, and the test if the course is done."""
    course = story.book.course
    for place, lesson_id in enumerate(course.lessons):
        if place > lessons_done or (place == lessons_done and ability < 0.6):
            break
        questions = list(course.lessons[lesson_id].questions.values())
        half = place == lessons_done
        for question in questions[: len(questions) // 2] if half else questions:
            _answer(story, person_key, lesson_id, question, showing, ability)
        if half:
            break
        desk = lessons.desk(story.session, person_key, course.id, lesson_id)
        lessons.finish(story.session, desk, course, showing, story.act(120))
        story.now += timedelta(hours=story.chance.choice((1, 3, 20)))
    if lessons_done == len(course.lessons):
        _sit(story, person_key, course, showing, ability)


def _answer(
    story: Story, person_key: UUID, lesson_id: str, question: Question, showing: Showing, ability: float
) -> None:
    for number in range(question.about.tries):
        right = story.chance.random() < ability + 0.2 * number
        given = _given(story, question, right=right)
        desk = lessons.desk(story.session, person_key, story.book.course.id, lesson_id)
        shown = replace(showing, wording=_wording(question, showing))
        lessons.submit(story.session, desk, given, shown, story.act(story.chance.randrange(30, 150)), desk.attempt_id)
        if given.score.success:
            break


def _sit(story: Story, person_key: UUID, course: Course, showing: Showing, ability: float) -> None:
    """Let one learner take every test of the course once."""
    for test_id in course.tests:
        desk = lessons.desk(story.session, person_key, course.id, test_id)
        tests.start(story.session, desk, course, showing, story.act(), lambda: story.chance.randbytes(16).hex())
        for pool_id, question_id in _drawn(story, person_key, test_id):
            question = course.bank[pool_id].questions[question_id]
            given = _given(story, question, right=story.chance.random() < ability + 0.05)
            desk = lessons.desk(story.session, person_key, course.id, test_id)
            shown = replace(showing, wording=_wording(question, showing))
            tests.save(story.session, desk, given, shown, story.act(50), desk.attempt_id)
        desk = lessons.desk(story.session, person_key, course.id, test_id)
        tests.hand_in(story.session, desk, course, showing, story.act(30), desk.attempt_id)


def _drawn(story: Story, person_key: UUID, test_id: str) -> Iterator[tuple[str, str]]:
    paper = tests.paper(story.session, person_key, story.book.course.id, test_id)
    if paper is None:
        raise tests.NotBegun
    for one in paper.drawn:
        yield one.pool_id, one.question_id


def _given(story: Story, question: Question, *, right: bool) -> Given:
    """Return an answer read from form fields, as a page would send it."""
    fields = _right_fields(question) if right else _other_fields(question, story.chance)
    return Given.of(question, story.book.revisions[question.id], fields)


def _right_fields(question: Question) -> dict[str, list[str]]:
    if question.kind == "number":
        return {"response": [str(question.key.answer)]}
    if question.kind == "choice":
        return {"response": sorted(question.key.right)}
    return {f"response-{part}": [value] for part, value in question.key.right.items()}


def _other_fields(question: Question, chance: random.Random) -> dict[str, list[str]]:
    """Return an answer that somebody might give who does not know: not always a wrong one."""
    if question.kind == "number":
        return {"response": [str(question.key.answer + chance.randrange(1, 9))]}
    if question.kind == "choice":
        options = [option.id for option in question.shown.options]
        return {"response": chance.sample(options, len(question.key.right))}
    values = list(question.key.right.values())
    turned = values[1:] + values[:1]
    return {f"response-{part}": [value] for part, value in zip(question.key.right, turned, strict=True)}


def _wording(question: Question, showing: Showing) -> str:
    """Return a digest that stands for the words shown: the story was never on a screen."""
    return hashlib.sha256(f"{question.id} {showing.language}".encode()).hexdigest()
