"""The instructor's forms. Shape only: what needs the database comes back as an error beside its field."""

from uuid import UUID

import wtforms
from wtforms.validators import InputRequired, ValidationError

from cbt.accounts import names
from cbt.accounts.names import UnusableName
from cbt.errors import N_
from cbt.web.days import DayField
from cbt.web.forms import Form
from cbt.web.language import in_words

WRITTEN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def key_of(text: object) -> UUID | None:
    """Return the id that a list's line stands for; None for the empty line. Raises ValueError."""
    return UUID(str(text)) if text else None


def usable(form: wtforms.Form, field: wtforms.Field) -> None:
    """Refuse a name that cannot be kept. Raises ValidationError, as WTForms wants it."""
    try:
        names.tidy(field.data or "")
    except UnusableName as error:
        raise ValidationError(in_words(error)) from error


def latin(form: wtforms.Form, field: wtforms.Field) -> None:
    """Refuse a name that is not in Latin letters. Raises ValidationError."""
    try:
        names.latin(field.data or "")
    except UnusableName as error:
        raise ValidationError(in_words(error)) from error


def usable_to_sign_in(form: wtforms.Form, field: wtforms.Field) -> None:
    """Refuse a name that nobody could sign in with. Raises ValidationError."""
    try:
        names.sign_in_name(field.data or "")
    except UnusableName as error:
        raise ValidationError(in_words(error)) from error


class GroupForm(Form):
    """A new group: its name and the post it belongs to."""

    name = wtforms.StringField(
        N_("Name of the group"),
        [InputRequired(N_("Write a name for the group.")), usable],
        description=N_("Such as “Autumn course 1”."),
        render_kw={"autocomplete": "off"},
    )
    post_id = wtforms.SelectField(N_("Post"), coerce=key_of)


class PasswordForm(Form):
    """A password to hand over. It can be read while it is given: the instructor has to write it down."""

    password = wtforms.StringField(
        N_("First password"),
        [InputRequired(N_("Write a password."))],
        description=N_("This one was made up for you. Keep it, or write another one of at least 8 characters."),
        render_kw=WRITTEN,
    )


class PersonForm(PasswordForm):
    """Somebody new in the group."""

    name = wtforms.StringField(
        N_("Name"),
        [InputRequired(N_("Write the name.")), usable],
        description=N_("As the person writes it, in their own script."),
        render_kw={"autocomplete": "off"},
    )
    latin_name = wtforms.StringField(
        N_("Name in Latin letters"),
        [InputRequired(N_("Write the name in Latin letters, as in the passport.")), latin],
        description=N_("As in the passport. Lists are in this order."),
        render_kw={"autocomplete": "off"},
    )
    sign_in_name = wtforms.StringField(
        N_("Name to sign in with"),
        [InputRequired(N_("Write a name to sign in with.")), usable_to_sign_in],
        description=N_("Short, and on every keyboard of the room: lena.k, or a badge number."),
        render_kw=WRITTEN,
    )
    organisation_id = wtforms.SelectField(
        N_("Service"), coerce=key_of, description=N_("It decides which country's law the lessons show.")
    )
    language = wtforms.SelectField(N_("Language"))


class DatesForm(Form):
    """When a course can be begun, and by when it is to be done."""

    opens = DayField(N_("Opens on"), description=N_("Leave it empty to open the course at once."))
    due = DayField(N_("To be done by"), description=N_("Leave it empty if there is no hurry. The day itself counts."))


class CourseForm(DatesForm):
    """A course for a group."""

    course_id = wtforms.SelectField(N_("Course"))
