"""What a group was given: a course with its dates, and the dates changed later."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from cbt.accounts import directory
from cbt.accounts.rights import Act
from cbt.errors import N_, NotFound
from cbt.learning import enrolment
from cbt.learning.enrolment import AlreadyAssigned, Assignment, DueBeforeOpen, Plan
from cbt.records.log import AlreadyRecorded
from cbt.reports.group import Given, given_for
from cbt.web import courses, database, days, login, seat
from cbt.web.box import box
from cbt.web.language import gettext, in_words
from cbt.web.onward import onward
from cbt.web.sending import sending
from cbt.web.teach_forms import CourseForm, DatesForm

bp = Blueprint("teach_courses", __name__, url_prefix="/teach/groups/<uuid:group_id>/courses")
bp.before_request(lambda: login.required_to(Act.TEACH))


@bp.route("", methods=["GET", "POST"])
def assign(group_id: UUID) -> Response | str:
    """Give the group a course; every member is enrolled."""
    group = directory.group_for(database.session(), login.holder(), Act.TEACH, group_id)
    form = CourseForm()
    form.course_id.choices = list(courses.titles().items())
    if form.sent() and _assigned(group_id, form):
        flash(gettext(N_("The course is given. Everybody in the group can take it.")), "saved")
        return onward("teach.group", group_id=group_id)
    return render_template("teach/new_course.html", group=group, form=form)


def _times(form: DatesForm) -> tuple[datetime | None, datetime | None]:
    """Return when the course opens and when it is due: the beginning of one day, the end of the other."""
    zone = box().settings.zone
    return days.beginning(form.opens.data, zone), days.end(form.due.data, zone)


def _assigned(group_id: UUID, form: CourseForm) -> bool:
    """Give the course of a form; tell whether it went well, or what is wrong at its field."""
    book = box().shelf.live(form.course_id.data or "")
    plan = Plan(book.course.id, book.structure, *_times(form))
    try:
        with sending() as (writing, act):
            enrolment.assign(writing, group_id, plan, seat.person_key(), act)
    except AlreadyRecorded:
        pass  # sent twice: the group has it
    except AlreadyAssigned as error:
        form.course_id.errors = [in_words(error)]
    except DueBeforeOpen as error:
        form.due.errors = [in_words(error)]
    return not form.errors


@bp.route("/<id:course_id>/dates", methods=["GET", "POST"])
def dates(group_id: UUID, course_id: str) -> Response | str:
    """Move the dates of a course that the group was given."""
    given = given_for(database.session(), login.holder(), Act.TEACH, group_id, course_id)
    zone = box().settings.zone
    form = DatesForm(data={"opens": days.day_of(given.opens_at, zone), "due": days.day_of(given.due_at, zone)})
    if form.sent() and _moved(given, form):
        flash(gettext(N_("The dates are changed.")), "saved")
        return onward("teach.group", group_id=group_id)
    return render_template("teach/dates.html", given=given, title=courses.titles().get(course_id, course_id), form=form)


def _moved(given: Given, form: DatesForm) -> bool:
    """Move the dates to those of a form; tell whether it went well, or what is wrong at its field."""
    try:
        with sending() as (writing, act):
            assignment = writing.get(Assignment, given.assignment_id)
            if assignment is None:
                raise NotFound
            enrolment.change_dates(writing, assignment, *_times(form), seat.person_key(), act)
    except AlreadyRecorded:
        pass  # sent twice: they are moved
    except DueBeforeOpen as error:
        form.due.errors = [in_words(error)]
    return not form.errors
