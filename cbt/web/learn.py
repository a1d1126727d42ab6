"""The learner's own pages around the lessons: what comes next, a course, the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from flask import Blueprint, render_template

from cbt.content.blocks.question import POINT
from cbt.content.course import Figure, Lesson
from cbt.content.elements import media_url
from cbt.db import AnyRow
from cbt.errors import NotFound
from cbt.library.shelf import Book, Outline, media_base
from cbt.reports.learner import Standing, standings
from cbt.web import database, login, player
from cbt.web.box import box
from cbt.web.language import formatted

bp = Blueprint("learn", __name__, url_prefix="/learn")
bp.before_request(login.required)

LOW = 75
"""A finished lesson below this share, in per cent, is worth another look."""
MOST_AGAIN = 3

LessonState: TypeAlias = Literal["done", "half", "todo"]


@dataclass(frozen=True, slots=True)
class Station:
    """One lesson of a course as this learner stands to it.

    points, reached and possible, and percent: of the best completed attempt, else of what was answered so far.
    """

    lesson: Lesson
    title: str
    state: LessonState
    answered: int
    percent: int | None
    points: tuple[int, int] | None
    seconds: int


@dataclass(frozen=True, slots=True)
class TestState:
    """One test of a course. state: todo, open (begun, not handed in), passed, failed; left: attempts not used yet."""

    id: str
    title: str
    state: Literal["todo", "open", "passed", "failed"]
    left: int
    percent: int | None
    attempts: Sequence[AnyRow]


@dataclass(frozen=True, slots=True)
class Taken:
    """A course that the learner takes."""

    standing: Standing
    book: Book
    outline: Outline
    stations: Sequence[Station]
    tests: Sequence[TestState]
    open: bool

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(station.state == "done" for station in self.stations)

    @property
    def minutes(self) -> int:
        """Minutes of all lessons together."""
        return sum(station.lesson.minutes for station in self.stations)

    @property
    def next(self) -> Station | None:
        """The lesson to go on with: one half done, the one touched last, else the first not begun."""
        half = [station for station in self.stations if station.state == "half"]
        if half:
            return max(half, key=lambda station: self.standing.lessons[station.lesson.id].last_at)
        return next((station for station in self.stations if station.state == "todo"), None)

    @property
    def next_test(self) -> TestState | None:
        """The test to take when the lessons are done: open or not passed, with an attempt left."""
        return next((t for t in self.tests if t.state == "open" or (t.state != "passed" and t.left)), None)

    @property
    def picture(self) -> str | None:
        """The address of the first picture of the lesson that comes next."""
        blocks = self.next.lesson.blocks if self.next else ()
        figure = next((block for block in blocks if isinstance(block, Figure)), None)
        return media_url(media_base(self.book), figure.file) if figure else None

    @property
    def last_at(self) -> datetime | None:
        """When the learner was last at work in it."""
        return max((row.last_at for row in self.standing.lessons.values()), default=None)


@dataclass(frozen=True, slots=True)
class Law:
    """Where the law in a course comes from: ids of sources, the day on which all was checked, the next review."""

    sources: Sequence[str]
    checked: str
    review_by: str


@bp.get("/")
def home() -> str:
    """Show what to do next, first; then the courses."""
    courses = taken()
    going = [course for course in courses if course.open and (course.next or course.next_test)]
    first = max(going, key=_urgency, default=None)
    return render_template("learn/home.html", courses=courses, first=first, due=_due(courses), again=_again(courses))


def _due(courses: Sequence[Taken]) -> list[Taken]:
    """Return the courses not finished that have a day to be done by, the nearest first."""
    dated = [(found.standing.due_at, found) for found in courses if not found.standing.mastered_at]
    return [found for due_at, found in sorted(((at, f) for at, f in dated if at), key=lambda pair: pair[0])]


def _again(courses: Sequence[Taken]) -> list[tuple[Taken, Station]]:
    """Return finished lessons with a low share, the lowest first: a few, since a long list helps nobody."""
    low = [
        (found, station)
        for found in courses
        for station in found.stations
        if station.state == "done" and station.percent is not None and station.percent < LOW
    ]
    return sorted(low, key=lambda pair: pair[1].percent or 0)[:MOST_AGAIN]


def _urgency(course: Taken) -> tuple[bool, float]:
    """Return how much a course comes first: the one at work last, else the one due first."""
    due = course.standing.due_at
    if course.last_at is not None:
        return True, course.last_at.timestamp()
    return False, -due.timestamp() if due else float("-inf")


@bp.get("/<id:course_id>")
def course(course_id: str) -> str:
    """Show one course with the progress of each lesson."""
    found = _taken(course_id)
    return render_template("learn/course.html", course=found, law=_law(found.book))


def _law(book: Book) -> Law | None:
    """Return what stands behind the law that this course tells a reader of this country; None if it tells none."""
    there = book.countries.get(player.reader().country or "")
    used = frozenset[str]().union(*(lesson.facts for lesson in book.course.lessons.values()))
    facts = [fact for key, fact in there.facts.items() if key in used] if there else []
    if not facts:
        return None
    first = min(fact.checked for fact in facts)
    return Law(
        tuple(sorted({fact.source for fact in facts})),
        formatted().day(first),
        formatted().day(min(fact.review_by for fact in facts)),
    )


@bp.get("/record")
def record() -> str:
    """Show the learner's own record."""
    return render_template("learn/record.html", courses=taken())


def _taken(course_id: str) -> Taken:
    for found in taken():
        if found.standing.course_id == course_id:
            return found
    raise NotFound


def taken() -> list[Taken]:
    """Return the courses of who is signed in, as they stand."""
    now, who = box().clock.now(), player.reader()
    found = []
    for standing in standings(database.session(), login.person_key()):
        book = box().shelf.of_structure(standing.structure)
        outline = box().shelf.outline(book, who)
        stations = [_station(lesson, standing, outline) for lesson in book.course.lessons.values()]
        tests = [_test(test_id, standing, book, outline) for test_id in book.course.tests]
        begun = bool(standing.lessons or standing.tests)  # which nothing closes again
        opened = begun or standing.opens_at is None or standing.opens_at <= now
        found.append(Taken(standing, book, outline, stations, tests, opened))
    return found


def _station(lesson: Lesson, standing: Standing, outline: Outline) -> Station:
    row = standing.lessons.get(lesson.id)
    title = outline.lessons[lesson.id]
    if row is None:
        return Station(lesson, title, "todo", 0, None, None, 0)
    state: LessonState = "done" if row.completed_at else "half"
    raw, most = (row.best_raw, row.best_max) if row.best_max else (row.score_raw, row.score_max)
    percent = 100 * raw // most if most else None
    points = (raw // POINT, most // POINT) if most else None
    return Station(lesson, title, state, row.answered, percent, points, row.duration_ms // 1000)


def _test(test_id: str, standing: Standing, book: Book, outline: Outline) -> TestState:
    attempts = [row for row in standing.tests if row.part_id == test_id]
    left = book.course.tests[test_id].attempts - len(attempts)
    ended = [row for row in attempts if row.ended_at is not None]
    percents = [100 * row.score_raw // row.score_max for row in ended]
    state: Literal["todo", "open", "passed", "failed"] = "todo"
    if any(row.success for row in ended):
        state = "passed"
    elif len(ended) < len(attempts):
        state = "open"
    elif ended:
        state = "failed"
    return TestState(test_id, outline.tests[test_id], state, left, max(percents, default=None), attempts)
