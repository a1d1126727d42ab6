"""The reports' figures as rows for a spreadsheet: the same values that the pages show, from the same functions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from flask import Response

from cbt.content.blocks.question import POINT
from cbt.paper.csv import table
from cbt.reports.group import GroupReport, LearnerRow
from cbt.reports.questions import QuestionRow
from cbt.reports.transcript import AnswerWork, Transcript
from cbt.web.box import box
from cbt.web.courses import Answered, Named, plain, worded
from cbt.web.language import gettext as _

Line: TypeAlias = Sequence[str | int | None]


def download(name: str, head: Sequence[str], lines: Iterator[Line]) -> Response:
    """Return a CSV file to keep. `name` holds no name of a person: file names stand in lists of downloads."""
    response = Response(table(head, lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def group_head(course: Named) -> list[str]:
    """Return the heads of a group's report."""
    lessons = []
    for lesson_id in course.book.course.lessons:
        code = course.lesson_code(lesson_id)
        title = f"{code} {plain(course.outline.lessons[lesson_id])}"
        lessons += [_("{lesson}: per cent").format(lesson=title), _("{lesson}: finished").format(lesson=code)]
    people = [_("Name"), _("Name in Latin letters"), _("Takes the course")]
    return [*people, *lessons, _("Test: per cent"), _("Tests taken"), _("Mastered"), _("Last at work")]


def group_lines(course: Named, report: GroupReport) -> Iterator[Line]:
    """Yield a line a learner, then one with the middle values."""
    lesson_ids = list(course.book.course.lessons)
    for row in report.rows:
        yield _group_line(row, lesson_ids)
    middles = [value for lesson_id in lesson_ids for value in (report.middle.get(lesson_id), None)]
    yield [_("Middle value"), None, None, *middles, report.middle_test, None, None, None]


def _group_line(row: LearnerRow, lesson_ids: Sequence[str]) -> Line:
    cells: list[int | None] = []
    for lesson_id in lesson_ids:
        cell = row.cells.get(lesson_id)
        cells += [cell.percent, int(cell.where == "done")] if cell else [None, None]
    end = [row.test_percent, row.tests_taken, int(row.mastered), day(row.last_at)]
    return [row.name, row.latin_name, int(row.enrolled), *cells, *end]


def question_head() -> list[str]:
    """Return the heads of a question report."""
    first = [_("Lesson"), _("Question"), _("Revision"), _("What was asked"), _("Answers"), _("Right at the first try")]
    return [*first, _("Right: per cent"), _("To what"), _("What was chosen"), _("Is right"), _("How many")]


def question_lines(course: Named, rows: Sequence[QuestionRow]) -> Iterator[Line]:
    """Yield a line for each thing that was chosen, with its question's figures before it."""
    for row in rows:
        found = worded(course, row.lesson_id, row.question_id, (row.revision, row.release))
        place = course.lesson_code(row.lesson_id) if row.lesson_id else _("Test")
        head: list[str | int | None] = [place, row.question_id, row.revision[:12]]
        head += [text(found.asked) if found else None, row.answered, row.right]
        head += [row.facility if row.enough else None]
        if found is None:
            yield [*head, None, None, None, None]
            continue
        for one in found.counted(row):
            yield [*head, text(one.said.part), text(one.said.value), int(one.said.right), one.count]


def learner_head() -> list[str]:
    """Return the heads of a learner's answers."""
    first = [_("Lesson"), _("Question"), _("What was asked"), _("What was answered"), _("Points"), _("Of points")]
    return [*first, _("Tries"), _("Language"), _("Day")]


def learner_lines(course: Named, found: Transcript) -> Iterator[Line]:
    """Yield a line a lesson and a test with its sums, then a line an answer: all in the order of the course."""
    for lesson_id in course.book.course.lessons:
        lesson = found.lessons.get(lesson_id)
        if lesson is None:
            continue
        sums = percent_words(lesson.percent)
        place = course.lesson_code(lesson_id)
        yield [place, None, None, sums, None, None, lesson.attempts, None, day(lesson.last_at)]
    for test in found.tests:
        sums = percent_words(test.percent)
        yield [test.test_id, None, None, sums, None, None, test.number, None, day(test.ended_at)]
    for answers in found.by_part(course.book.course).values():
        for answer in answers:
            yield _answer_line(course, answer)


def _answer_line(course: Named, answer: AnswerWork) -> Line:
    found = worded(course, answer.lesson_id, answer.question_id, (answer.revision, answer.release))
    place = course.lesson_code(answer.lesson_id) if answer.lesson_id else answer.part_id
    said = "; ".join(joined(one) for one in found.answers(answer.response)) if found else None
    raw = answer.raw // POINT if answer.closed else None
    asked = text(found.asked) if found else None
    points = [raw, answer.max // POINT, answer.tries]
    return [place, answer.question_id, asked, said, *points, answer.language, day(answer.answered_at)]


def percent_words(percent: int | None) -> str | None:
    """Return the points of a lesson or a test in words, or None without any."""
    return None if percent is None else _("{percent} per cent").format(percent=percent)


def joined(one: Answered) -> str:
    """Return a piece of an answer on one line: `to what: what`."""
    return f"{text(one.part)}: {text(one.value)}" if one.part else text(one.value)


def text(html: object) -> str:
    """Return finished words as plain text."""
    return plain(str(html))


def day(moment: datetime | None) -> str | None:
    """Return the day of a time as `2026-11-24`, which every spreadsheet reads."""
    return None if moment is None else moment.astimezone(box().settings.zone).date().isoformat()
