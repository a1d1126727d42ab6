"""The learner's own pages around the lessons: what comes next, a course, the record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, get_template_attribute, render_template
from markupsafe import Markup

from cbt.content.course import Figure
from cbt.content.elements import media_url
from cbt.errors import NotFound
from cbt.library.shelf import Book, Outline, ReleaseGone, media_base
from cbt.reports import learner
from cbt.reports.learner import Progress, Station
from cbt.web import database, login, once, player, seat
from cbt.web.box import box
from cbt.web.language import formatted

bp = Blueprint("learn", __name__, url_prefix="/learn")
bp.before_request(login.required)


class Stop(NamedTuple):
    """A lesson by what it is called: finished HTML, and `code` such as D2."""

    course_id: str
    id: str
    code: str
    title: str
    course: str
    minutes: int


class Exam(NamedTuple):
    """A test by what it is called, in finished HTML."""

    course_id: str
    id: str
    title: str
    course: str


class OnLine(NamedTuple):
    """A lesson on the line of its course.

    state: todo, half, done, here for the one to go on with, or closed for one that cannot be opened yet.
    """

    id: str
    code: str
    title: str
    state: str


class Due(NamedTuple):
    """A course that is to be done by a day. opens_on: the day it opens, while it is closed."""

    course_id: str
    title: str
    day: str | None
    opens_on: str | None
    done: int
    lessons: int
    state: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A course that the learner takes: how they stand to it, and its words."""

    progress: Progress
    book: Book
    outline: Outline

    def code(self, station: Station) -> str:
        """Return what a lesson is called in short, such as D2."""
        return f"{self.book.course.code}{station.lesson.number}"

    def stop(self, station: Station) -> Stop:
        """Return what a lesson is called."""
        lesson, outline = station.lesson, self.outline
        title = outline.lessons[lesson.id]
        return Stop(self.book.course.id, lesson.id, self.code(station), title, outline.title, lesson.minutes)

    def picture(self, station: Station) -> str | None:
        """Return the address of a lesson's first picture."""
        figure = next((block for block in station.lesson.blocks if isinstance(block, Figure)), None)
        return media_url(media_base(self.book), figure.file) if figure else None


@dataclass(frozen=True, slots=True)
class Law:
    """Where the law in a course comes from: ids of sources, the day on which all was checked, the next review."""

    sources: Sequence[str]
    checked: str
    review_by: str


@bp.get("/")
def home() -> bytes:
    """Show what to do next, first; then the courses."""
    courses, gone = taken()
    standing = [found.progress for found in courses.values()]
    first = learner.first_to_do(standing)
    slots = {
        "onward": once.html(_onward(courses[first.standing.course_id]) if first else ""),
        "courses": once.html(Markup().join((*_cards(courses.values(), first), *_gone(gone))) or _part("no_course")),
        "aside": once.html(_aside(courses, standing)),
    }
    return once.page("learn/home.html", (first is None,), slots, level=2 if first else 1)


def _gone(course_ids: Iterable[str]) -> Iterator[Markup]:
    """Yield what stands in the place of each course whose files are gone."""
    return (_part("gone", course_id) for course_id in course_ids)


def _aside(courses: Mapping[str, Taken], standing: Sequence[Progress]) -> Markup:
    """Return what is due and what is worth another look."""
    due = tuple(_due(courses[progress.standing.course_id]) for progress in learner.due(standing))
    again = tuple(
        (courses[progress.standing.course_id].stop(station), station.percent)
        for progress, station in learner.worth_another_look(standing)
    )
    return (_part("due", due) if due else Markup()) + (_part("again", again) if again else Markup())


def _part(name: str, *values: object) -> Markup:
    """Return a part of the home as it was said for these values before, or say it."""
    return once.once(get_template_attribute("learn/onward.html", name), *values)


def _onward(found: Taken) -> Markup:
    """Return what to do next in a course: a lesson to go on with or to begin, else the test that is left."""
    station, test = found.progress.next, found.progress.next_test
    if in_hand := found.progress.test_in_hand:
        return _part("go_on_with_test", _exam(found, in_hand))
    if station is not None and station.last_at is not None:
        questions = len(station.lesson.questions)
        part = _part("half", found.stop(station), station.answered, questions, found.picture(station))
        return once.fill(part, when=formatted().date_and_time(station.last_at))
    if station is not None:
        return _part("begin", found.stop(station), found.progress.standing.begun, found.picture(station))
    if test is not None:
        return _part("test", _exam(found, test))
    return Markup()


def _exam(found: Taken, test: learner.Taken) -> Exam:
    return Exam(found.book.course.id, test.id, found.outline.tests[test.id], found.outline.title)


def _cards(courses: Iterable[Taken], first: Progress | None) -> Iterator[Markup]:
    """Yield each course with its lessons as a line, on which the one to go on with is marked."""
    for found in courses:
        progress = found.progress
        here = progress.next if progress is first and progress.test_in_hand is None else None
        stops = tuple(
            OnLine(
                station.lesson.id,
                found.code(station),
                found.outline.lessons[station.lesson.id],
                "closed" if not progress.is_open else "here" if station is here else station.state,
            )
            for station in progress.stations
        )
        if progress.is_open:
            told = (_day(progress.standing.mastered_at), progress.done, progress.minutes)
            yield _part("course", found.book.course.id, found.outline.title, *told, stops)
        else:
            opens_on = _day(progress.standing.opens_at)
            yield _part("closed_course", found.book.course.id, found.outline.title, opens_on, stops)


def _due(found: Taken) -> Due:
    progress, standing = found.progress, found.progress.standing
    return Due(
        found.book.course.id,
        found.outline.title,
        _day(standing.due_at),
        None if progress.is_open else _day(standing.opens_at),
        progress.done,
        len(progress.stations),
        due_state(progress),
    )


def due_state(progress: Progress) -> str:
    """Return what is said of a course beside the day it is due by, as a state of the tag component."""
    if progress.is_overdue:
        return "overdue"
    if not progress.is_open:
        return "closed"
    return "half" if progress.standing.begun else "todo"


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else formatted().date(moment)


@bp.get("/<id:course_id>")
def course(course_id: str) -> str:
    """Show one course with the progress of each lesson."""
    courses, gone = taken()
    if course_id in gone:
        raise gone[course_id]
    if course_id not in courses:
        raise NotFound
    found = courses[course_id]
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
    courses, gone = taken()
    return render_template("learn/record.html", courses=courses.values(), gone=Markup().join(_gone(gone)))


def taken() -> tuple[Mapping[str, Taken], Mapping[str, ReleaseGone]]:
    """Return the courses of who is signed in by their ids, in the order they were given.

    Those whose files are gone stand apart, each with what is wrong: the others can be taken all the same.
    """
    now, who = box().clock.now(), player.reader()
    found, gone = {}, {}
    for standing in learner.standings(database.session(), seat.person_key()):
        try:
            book = box().shelf.of_structure(standing.structure)
        except ReleaseGone as error:
            gone[standing.course_id] = error
            continue
        progress = learner.progress(standing, book.course, now)
        found[standing.course_id] = Taken(progress, book, box().shelf.outline(book, who))
    return found, gone
