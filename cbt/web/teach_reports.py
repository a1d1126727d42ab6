"""The reports of a group in a course: everybody, the questions, one learner; each as a page and as CSV."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from cbt.accounts.rights import Act
from cbt.errors import NotFound
from cbt.reports.group import Given, GroupReport, given_for, group_report
from cbt.reports.questions import QuestionRow, question_report
from cbt.reports.transcript import AnswerWork, Learner, Transcript, learner_for, transcript
from cbt.web import courses, database, language, login, teach_tables
from cbt.web.box import box
from cbt.web.courses import Named, Worded
from cbt.web.heat import Heat

bp = Blueprint("teach_reports", __name__, url_prefix="/teach/groups/<uuid:group_id>/courses/<id:course_id>")
bp.before_request(lambda: login.required_to(Act.READ_REPORTS))


def _given(group_id: UUID, course_id: str) -> Given:
    return given_for(database.session(), login.holder(), Act.READ_REPORTS, group_id, course_id)


def _report(given: Given, course: Named) -> GroupReport:
    return group_report(database.session(), given, box().clock.now(), tested=course.tested)


@bp.get("")
def group(group_id: UUID, course_id: str) -> bytes:
    """Show who is where and how they score."""
    given, course = _given(group_id, course_id), courses.named(course_id)
    return Heat(given, course, _report(given, course), url_for(".group", group_id=group_id, course_id=course_id)).page()


@bp.get("/report.csv")
def group_csv(group_id: UUID, course_id: str) -> Response:
    """Give the same figures as CSV."""
    given, course = _given(group_id, course_id), courses.named(course_id)
    lines = teach_tables.group_lines(course, _report(given, course))
    return teach_tables.download(f"group-{course_id}", teach_tables.group_head(course), lines)


@bp.get("/questions")
def questions(group_id: UUID, course_id: str) -> str:
    """Show the questions, hardest first, and one of them in full."""
    given, course = _given(group_id, course_id), courses.named(course_id)
    rows = question_report(database.session(), group_id, course_id)
    listed = [(row, _worded(course, row)) for row in rows]
    chosen = _chosen(rows)
    words = _worded(course, chosen) if chosen else None
    return render_template(
        "teach/questions.html", given=given, course=course, listed=listed, chosen=chosen, words=words
    )


def _chosen(rows: Sequence[QuestionRow]) -> QuestionRow | None:
    """Return the question that the address names, else the first; None if there is none at all. Raises NotFound."""
    wanted = request.args.get("question"), request.args.get("revision", "")
    if wanted[0] is None:
        return rows[0] if rows else None
    for row in rows:
        if row.question_id == wanted[0] and row.revision.startswith(wanted[1]):
            return row
    raise NotFound


def _worded(course: Named, row: QuestionRow | AnswerWork) -> Worded | None:
    return courses.worded(course, row.lesson_id, row.question_id, (row.revision, row.release))


@bp.get("/questions.csv")
def questions_csv(group_id: UUID, course_id: str) -> Response:
    """Give the same figures as CSV, with all that was chosen."""
    _given(group_id, course_id)
    course = courses.named(course_id)
    rows = question_report(database.session(), group_id, course_id)
    lines = teach_tables.question_lines(course, rows)
    return teach_tables.download(f"questions-{course_id}", teach_tables.question_head(), lines)


@bp.get("/people/<uuid:person_key>")
def learner(group_id: UUID, course_id: str, person_key: UUID) -> str:
    """Show what one learner did: lessons, tests, every answer in words."""
    found = _transcript(group_id, course_id, person_key)
    course = _course_of(found.learner)
    answers = _by_part(course, found)
    names = {locale.tag: locale.name for locale in language.offered()}
    return render_template("teach/learner.html", found=found, course=course, answers=answers, names=names)


def _by_part(course: Named, found: Transcript) -> dict[str, list[tuple[AnswerWork, Worded | None]]]:
    """Return the answers with their words, by lesson and test, in the order of the course."""
    parts = found.by_part(course.book.course)
    return {part_id: [(answer, _worded(course, answer)) for answer in answers] for part_id, answers in parts.items()}


def _transcript(group_id: UUID, course_id: str, person_key: UUID) -> Transcript:
    session = database.session()
    return transcript(session, learner_for(session, login.holder(), group_id, course_id, person_key))


def _course_of(learner: Learner) -> Named:
    """Return the course as the learner takes it: on the structure they began on."""
    return courses.of_structure(learner.structure) if learner.structure else courses.named(learner.course_id)


@bp.get("/people/<uuid:person_key>/answers.csv")
def learner_csv(group_id: UUID, course_id: str, person_key: UUID) -> Response:
    """Give the same figures as CSV; the file's name does not say whose they are."""
    found = _transcript(group_id, course_id, person_key)
    lines = teach_tables.learner_lines(_course_of(found.learner), found)
    return teach_tables.download(f"learner-{course_id}", teach_tables.learner_head(), lines)
