"""The test: one question a page, every answer saved as it is sent, handed in once, judged then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cbt.content.blocks.question import POINT, NotAnAnswer, NothingChosen, Question
from cbt.content.blocks.question import Response as Answered
from cbt.content.course import Test
from cbt.errors import NotFound
from cbt.learning.drawing import Drawn
from cbt.learning.mastery import Result
from cbt.learning.recording import Act, refuse
from cbt.learning.sitting import lesson as lessons
from cbt.learning.sitting import test as sitting
from cbt.learning.sitting.lesson import Desk, Given, Showing
from cbt.learning.sitting.test import Paper
from cbt.library.shelf import Book, Outline
from cbt.records.log import AlreadyRecorded
from cbt.web import database, login, player, seat
from cbt.web.box import box
from cbt.web.forms import Form, form_attempt, submission_id
from cbt.web.language import in_words
from cbt.web.onward import onward
from cbt.web.player import given_of

bp = Blueprint("sitting", __name__, url_prefix="/learn/<id:course_id>/tests/<id:test_id>")
bp.before_request(login.required)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one learner is in one test: the release it goes by, the newest sitting or None, the words around it."""

    desk: Desk
    book: Book
    test: Test
    outline: Outline
    paper: Paper | None

    @property
    def left(self) -> int:
        """How many attempts are not used yet."""
        return self.test.attempts - self.desk.number

    @property
    def open_paper(self) -> Paper:
        """The sitting that is going on. Raises NotBegun if none is."""
        if self.paper is None or self.paper.ended:
            raise sitting.NotBegun
        return self.paper


@dataclass(frozen=True, slots=True)
class Slot:
    """One question of the sitting in the palette: its 1-based number and whether it has an answer."""

    number: int
    question_id: str
    answered: bool


def find(course_id: str, test_id: str) -> Place:
    """Return where who is signed in is in a test. Raises NotFound, or NotOpenYet before the course opens."""
    session, person_key = database.session(), seat.person_key()
    desk = lessons.desk(session, person_key, course_id, test_id)
    lessons.check_open(desk, box().clock.now())
    paper = sitting.paper(session, person_key, course_id, test_id)
    box().stays.seen(person_key, f"{course_id}/{test_id}", box().clock.monotonic())
    return place_of(desk, paper)


def place_of(desk: Desk, paper: Paper | None) -> Place:
    """Return the place of a desk: a sitting goes by the release it began on, a new one by the learner's."""
    book = box().shelf.book(paper.release) if paper else box().shelf.of_structure(desk.structure)
    if desk.part_id not in book.course.tests:
        raise NotFound
    return Place(desk, book, book.course.tests[desk.part_id], box().shelf.outline(book, player.reader()), paper)


def slots(paper: Paper) -> list[Slot]:
    """Return the palette of a sitting."""
    return [Slot(n, one.question_id, one.question_id in paper.answers) for n, one in enumerate(paper.drawn, start=1)]


def _next_number(place: Place) -> int:
    """Return the number of the first question without an answer, or 1."""
    found = slots(place.paper) if place.paper else []
    return next((slot.number for slot in found if not slot.answered), 1)


def question_at(place: Place, number: int) -> Question:
    """Return the question with a 1-based number. Raises NotFound beyond the last, NotBegun if none is open."""
    paper = place.open_paper
    if not 1 <= number <= len(paper.drawn):
        raise NotFound
    return question_of(place, paper.drawn[number - 1])


def question_of(place: Place, one: Drawn) -> Question:
    """Return a drawn question."""
    return place.book.course.bank[one.pool_id].questions[one.question_id]


@bp.get("")
def start(course_id: str, test_id: str) -> str:
    """Say what the test is, and begin it, go on with it, or show its result."""
    place = find(course_id, test_id)
    return render_template("learn/test.html", place=place, next_number=_next_number(place))


@bp.post("/attempts")
def attempts(course_id: str, test_id: str) -> Response:
    """Begin a sitting, or go on with the open one."""
    Form.guard()
    act = box().act(submission_id())
    try:
        with database.transaction() as writing:
            desk = lessons.desk_for_writing(writing, seat.person_key(), course_id, test_id, act.now)
            book = place_of(desk, None).book
            sitting.start(writing, desk, book.course, showing(book), act, box().new_seed)
    except AlreadyRecorded:
        pass  # sent twice: it has begun
    return onward(".question", course_id=course_id, test_id=test_id, number=1)


@bp.get("/questions/<int:number>")
def question(course_id: str, test_id: str, number: int) -> str:
    """Show one question with the answer saved so far."""
    place = find(course_id, test_id)
    asked = question_at(place, number)
    row = place.open_paper.answers.get(asked.id)
    return _question(place, asked, number, Shown(given_of(row).response if row else None))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question's fields show, and the sentence about what was wrong with it."""

    response: Answered | None
    problem: str = ""


def _question(place: Place, asked: Question, number: int, shown: Shown) -> str:
    row = place.open_paper.answers.get(asked.id)
    return render_template(
        "learn/question.html",
        place=place,
        slots=slots(place.open_paper),
        number_now=number,
        question=asked,
        inside=_inside(place, asked, shown.response),
        points=asked.points // POINT,
        problem=shown.problem,
        saved_at=row.answered_at if row else None,
    )


def _inside(place: Place, asked: Question, response: Answered | None) -> Markup:
    who = player.reader()
    words = box().shelf.bank_words(place.book, who).words
    wording = player.wording_of(place.book, words, who)
    return player.inside(asked, wording, response)


@bp.post("/questions/<int:number>")
def save(course_id: str, test_id: str, number: int) -> Response | tuple[str, int]:
    """Save one answer and go on: to the next question, or to the review after the last or if that was asked for."""
    Form.guard()
    place = find(course_id, test_id)
    asked = question_at(place, number)
    to_review = request.form.get("go") == "review"
    try:
        _save(place, asked)
    except (NothingChosen, NotAnAnswer) as error:
        if not (to_review and isinstance(error, NothingChosen)):
            return _question(place, asked, number, Shown(getattr(error, "entered", None), in_words(error))), 422
    if to_review or number == len(place.open_paper.drawn):
        return onward(".review", course_id=course_id, test_id=test_id)
    return onward(".question", course_id=course_id, test_id=test_id, number=number + 1)


def _save(place: Place, asked: Question) -> None:
    """Record what was sent; once, if it was sent twice. Raises BegunAgain from the page of an earlier attempt."""
    try:
        _check_page(place, asked)
        given = _given(place, asked)
        wording = box().shelf.bank_words(place.book, player.reader()).wordings[asked.id]
        with _acting(place) as (writing, desk, act):
            sitting.save(writing, desk, given, showing(place.book, wording), act, form_attempt())
    except AlreadyRecorded:
        return


def _check_page(place: Place, asked: Question) -> None:
    """Refuse a page of an earlier attempt before its fields are read: they belong to another question."""
    if (form_attempt(), request.form.get("question")) != (place.open_paper.attempt_id, asked.id):
        refuse(database.session(), box().act(submission_id()), sitting.BegunAgain())


def _given(place: Place, asked: Question) -> Given:
    fields = {name: request.form.getlist(name) for name in request.form if name.startswith("response")}
    return Given.of(asked, place.book.revisions[asked.id], fields)


@contextmanager
def _acting(place: Place) -> Iterator[tuple[Session, Desk, Act]]:
    """Yield a transaction, the desk as it stands inside it, and the act that was sent, with the time it took."""
    person_key, course_id, test_id = place.desk.person_key, place.desk.course_id, place.desk.part_id
    with box().stays.telling(person_key, f"{course_id}/{test_id}", box().clock.monotonic()) as spent:
        act = box().act(submission_id(), spent)
        with database.transaction() as writing:
            yield writing, lessons.desk_for_writing(writing, person_key, course_id, test_id, act.now), act


@bp.get("/review")
def review(course_id: str, test_id: str) -> str:
    """Show what has an answer and what not, before the test is handed in."""
    place = find(course_id, test_id)
    return render_template(
        "learn/review.html", place=place, slots=slots(place.open_paper), next_number=_next_number(place)
    )


@bp.post("/hand-in")
def hand_in(course_id: str, test_id: str) -> Response:
    """Hand the test in: it is judged now, once."""
    Form.guard()
    place = find(course_id, test_id)
    try:
        with _acting(place) as (writing, desk, act):
            sitting.hand_in(writing, desk, place.book.course, showing(place.book), act, form_attempt())
    except (AlreadyRecorded, sitting.NotBegun):
        pass  # sent twice: the result is there
    return onward(".result", course_id=course_id, test_id=test_id)


@bp.get("/result")
def result(course_id: str, test_id: str) -> str | Response:
    """Show what the newest sitting was judged to be, and what to repeat."""
    place = find(course_id, test_id)
    if place.paper is None or place.paper.result is None:
        return onward(".start", course_id=course_id, test_id=test_id)
    critical = any(question_of(place, one).about.critical for one in place.paper.drawn)
    return render_template(
        "learn/result.html", place=place, result=place.paper.result, repeat=_repeat(place), has_critical=critical
    )


def _repeat(place: Place) -> list[tuple[str, list[str]]]:
    """Return the lessons that teach what was not wholly right, in the order of the course, each with its objectives."""
    found: Result | None = place.paper.result if place.paper else None
    shares = found.objectives if found else {}
    missed = {name for name, share in shares.items() if share.raw < share.max}
    every = place.book.course.lessons.values()
    taught = [(lesson.id, [name for name in lesson.objectives if name in missed]) for lesson in every]
    return [(lesson_id, names) for lesson_id, names in taught if names]


def showing(book: Book, wording: str | None = None) -> Showing:
    """Return what this request shows."""
    who = player.reader()
    return Showing(book.digest, who.language, who.country, wording)
