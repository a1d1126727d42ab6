"""The lesson player: the whole lesson as one page, answered question by question."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Blueprint, flash, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cbt.content.blocks.question import NotAnAnswer, NothingChosen
from cbt.content.course import Lesson
from cbt.content.fragment import Fragment
from cbt.errors import N_, NotFound
from cbt.learning.recording import Act
from cbt.learning.sitting import lesson as sitting
from cbt.learning.sitting.lesson import Desk, Given, Showing
from cbt.library.shelf import Book, Outline
from cbt.records.log import AlreadyRecorded
from cbt.web import database, login, once, player, seat
from cbt.web.box import box
from cbt.web.forms import Form, form_attempt, submission_id
from cbt.web.language import gettext, in_words
from cbt.web.leaf import Leaf, with_sentence
from cbt.web.onward import onward
from cbt.web.player import Sheet, Wording

bp = Blueprint("lesson", __name__, url_prefix="/learn/<id:course_id>/<id:lesson_id>")
bp.before_request(login.required)


@dataclass(frozen=True, slots=True)
class Page:
    """All that a lesson's page shows: where the learner sits, the words, the questions' sheets by id, the leaf."""

    desk: Desk
    book: Book
    lesson: Lesson
    fragment: Fragment
    outline: Outline
    sheets: dict[str, Sheet]
    leaf: Leaf

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(sheet.state != "todo" for sheet in self.sheets.values())

    def neighbour(self, step: int) -> Lesson | None:
        """Return the lesson so many places on, or None at the end."""
        lessons = list(self.book.course.lessons.values())
        place = lessons.index(self.lesson) + step
        return lessons[place] if 0 <= place < len(lessons) else None


@bp.get("")
def page(course_id: str, lesson_id: str) -> bytes:
    """Show the whole lesson with everything answered so far."""
    desk = find(course_id, lesson_id)
    box().stays.seen(desk.person_key, f"{course_id}/{lesson_id}", box().clock.monotonic())
    return _shown(_page(desk))


def find(course_id: str, lesson_id: str) -> Desk:
    """Return where who is signed in sits. Raises NotFound, or NotOpenYet before the course opens."""
    desk = sitting.desk(database.session(), seat.person_key(), course_id, lesson_id)
    sitting.check_open(desk, box().clock.now())
    return desk


def _shown(page: Page) -> bytes:
    """Return the page in UTF-8: the frame kept for all who are as far, with what is this learner's own put in."""
    ended = page.desk.ended_at and page.desk.ended_at.astimezone(box().settings.zone).date()
    key = (*page.leaf.key, page.answered, page.leaf.first_open, ended)
    return once.page("learn/lesson.html", key, page.leaf.slots, page=page)


def _page(desk: Desk, error: NothingChosen | NotAnAnswer | None = None) -> Page:
    """Put the page together; `error` is what was wrong with the answer just sent."""
    book, who = book_of(desk), player.reader()
    lesson = lesson_of(book, desk.part_id)
    fragment = box().shelf.fragment(book, lesson.id, who)
    rows = sitting.answers(database.session(), desk.attempt_id) if desk.attempt_id else {}
    wording = player.wording_of(book, fragment.words, who)
    sheets = {
        question_id: player.sheet(question, wording, rows.get(question_id))
        for question_id, question in lesson.questions.items()
    }
    leaf = Leaf(
        (book.course.id, lesson.id),
        (book.digest, lesson.id, who.language, who.country or ""),
        fragment,
        sheets,
        desk.attempt_id,
        {question_id: row.answered_at for question_id, row in rows.items()},
        _wrong(lesson, wording, sheets, error) if error else {},
    )
    return Page(desk, book, lesson, fragment, box().shelf.outline(book, who), sheets, leaf)


def _wrong(
    lesson: Lesson, wording: Wording, sheets: Mapping[str, Sheet], error: NothingChosen | NotAnAnswer
) -> dict[str, Markup]:
    """Return what stands for the sheet of the question whose answer could not be taken, by its id."""
    question = lesson.questions[request.form["question"]]
    entered = error.entered if isinstance(error, NotAnAnswer) else None
    html = sheets[question.id].html if entered is None else player.unsent(question, wording, entered)
    return {question.id: with_sentence(html, in_words(error))}


def book_of(desk: Desk) -> Book:
    """Return the release this learner is on: the newest with the structure they began on."""
    return box().shelf.of_structure(desk.structure)


def lesson_of(book: Book, lesson_id: str) -> Lesson:
    """Return a lesson of a release. Raises NotFound."""
    if lesson_id not in book.course.lessons:
        raise NotFound
    return book.course.lessons[lesson_id]


@bp.post("/answers")
def answer(course_id: str, lesson_id: str) -> Response | tuple[bytes, int]:
    """Grade and record one answer, then show the lesson again at that question."""
    Form.guard()
    desk = find(course_id, lesson_id)
    try:
        given, showing = _given(desk)
    except (NothingChosen, NotAnAnswer) as error:
        return _shown(_page(desk, error)), 422
    _submit(desk, given, showing)
    return onward(".page", course_id=course_id, lesson_id=lesson_id, _anchor=given.question.id)


@contextmanager
def _acting(course_id: str, lesson_id: str) -> Iterator[tuple[Session, Act]]:
    """Yield a transaction and the act that was sent, with the time it took: counted again if nothing is recorded."""
    person_key, activity_id = seat.person_key(), f"{course_id}/{lesson_id}"
    parts = box()
    with parts.stays.telling(person_key, activity_id, parts.clock.monotonic()) as spent:
        act = parts.act(submission_id(), spent)
        with database.transaction() as writing:
            yield writing, act


def _submit(desk: Desk, given: Given, showing: Showing) -> None:
    """Record an answer; one that was sent twice is recorded once, and the page shows the first result."""
    try:
        with _acting(desk.course_id, desk.part_id) as (writing, act):
            now_at = sitting.desk_for_writing(writing, desk.person_key, desk.course_id, desk.part_id, act.now)
            sitting.submit(writing, now_at, given, showing, act, form_attempt())
    except AlreadyRecorded:
        return


def _given(desk: Desk) -> tuple[Given, Showing]:
    """Read and grade the answer that was sent, and name what was shown. Raises NotFound for an unknown question."""
    book, who = book_of(desk), player.reader()
    question = lesson_of(book, desk.part_id).questions.get(request.form.get("question", ""))
    if question is None:
        raise NotFound
    fields = {name: request.form.getlist(name) for name in request.form if name.startswith("response")}
    given = Given.of(question, book.revisions[question.id], fields)
    wording = box().shelf.fragment(book, desk.part_id, who).wordings[question.id]
    return given, Showing(book.digest, who.language, who.country, wording)


@bp.post("/completion")
def completion(course_id: str, lesson_id: str) -> Response:
    """Finish the lesson, and go on to what comes next."""
    Form.guard()
    shown, person_key = form_attempt(), seat.person_key()
    try:
        with _acting(course_id, lesson_id) as (writing, act):
            desk = sitting.desk_for_writing(writing, person_key, course_id, lesson_id, act.now)
            sitting.check_page(writing, desk, act, shown)
            book = book_of(desk)
            sitting.finish(writing, desk, book.course, _showing(book), act)
    except AlreadyRecorded:
        pass  # sent twice
    flash(gettext(N_("The lesson is finished. Well done.")), "saved")
    return onward("learn.course", course_id=course_id)


@bp.post("/attempts")
def attempts(course_id: str, lesson_id: str) -> Response:
    """Start the lesson again; what was answered before stays in the record."""
    Form.guard()
    act = box().act()
    with database.transaction() as writing:
        desk = sitting.desk_for_writing(writing, seat.person().person_key, course_id, lesson_id, act.now)
        if desk.attempt_id is not None and desk.attempt_id == form_attempt():
            sitting.start(writing, desk, _showing(book_of(desk)), act)
    return onward(".page", course_id=course_id, lesson_id=lesson_id)


def _showing(book: Book) -> Showing:
    who = player.reader()
    return Showing(book.digest, who.language, who.country)
