"""The one base of all forms: filled from the request, guarded against cross-site posts; and the submission id."""

import secrets
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import wtforms
from flask import current_app, g, request, session
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from cbt.errors import N_, CbtError
from cbt.web.language import gettext, ngettext

LASTS = timedelta(hours=12)
"""How long a page's forms can be sent."""
LASTS_SECONDS = int(LASTS.total_seconds())


class StalePage(CbtError):
    """The page was open longer than its guard lasts, or belongs to another person's sign-in."""

    sentence = N_("This page was open too long, or belongs to another sign-in. Go back, reload it and send it again.")


@lru_cache(maxsize=8)
def _serializer(secret: str | bytes | None, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(secret), salt=salt)


@lru_cache(maxsize=8)
def _stamp(secret: str | bytes | None) -> TimestampSigner:
    return TimestampSigner(str(secret), salt="guard")


def sign(salt: str, value: object) -> str:
    """Return a value as text that only this box can have written. It can be read by anybody."""
    return str(_serializer(current_app.secret_key, salt).dumps(value))


def signed(salt: str, text: str) -> Any:
    """Return what was signed at most 12 hours ago. Raises StalePage for anything else."""
    try:
        return _serializer(current_app.secret_key, salt).loads(text, max_age=LASTS_SECONDS)
    except BadData:
        raise StalePage from None


def guard_token() -> str:
    """Return the token of this page's forms: it names the sign-in, and the person by their meaningless key."""
    if "guard_token" not in g:
        if "seat" not in session:
            session["seat"] = secrets.token_urlsafe(12)
        page = f"{session['seat']}.{session.get('person', '')}"
        g.guard_token = _stamp(current_app.secret_key).sign(page).decode()
    found: str = g.guard_token
    return found


def _page_of(token: str, seconds: int | None) -> tuple[str, str]:
    """Return the sign-in and the person's key that a page was made for, at most so long ago. Raises StalePage."""
    try:
        page = _stamp(current_app.secret_key).unsign(token.encode(errors="replace"), max_age=seconds)
    except BadData:
        raise StalePage from None
    seat, _, person = page.decode().partition(".")
    return seat, person


def person_of_page(token: str) -> str:
    """Return the key of the person a page was made for, however long ago, or "" if nobody was signed in.

    Raises StalePage.
    """
    return _page_of(token, None)[1]


def check_guard(token: str) -> None:
    """Refuse a page of another person, or one that was open too long; their own of an earlier sign-in is good.

    Raises StalePage.
    """
    seat, person = _page_of(token, LASTS_SECONDS)
    if seat != session.get("seat") and (not person or person != session.get("person")):
        raise StalePage


def guarded() -> bool:
    """Tell whether the guard that was sent is good."""
    try:
        check_guard(request.form.get("csrf_token", ""))
    except StalePage:
        return False
    return True


class Guard(CSRF):
    """Binds every form to the sign-in it was rendered for. No state on the server."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Return the page's token."""
        return guard_token()

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        """Refuse a page of another sign-in, or one that was open too long. Raises ValidationError."""
        try:
            check_guard(field.data or "")
        except StalePage as error:
            raise ValidationError(StalePage.sentence) from error


NOT_IN_LIST = N_("Choose one of the lines in the list.")
TOO_LONG = N_("This is too long. Most characters: %(max)s.")
OURS = {
    "Invalid Choice: could not coerce.": NOT_IN_LIST,
    "Not a valid choice.": NOT_IN_LIST,
    "Field cannot be longer than %(max)d characters.": TOO_LONG,
}
"""What WTForms says by itself in forms of ours, in our words. A count that is put in late has no plural form."""


class _Words:
    """WTForms' own sentences, in the reader's language."""

    def gettext(self, message: str) -> str:
        """Return the message in the reader's language."""
        return gettext(OURS.get(message, message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the plural form for a count in the reader's language."""
        return gettext(OURS[many]) if many in OURS else ngettext(one, many, count)


class Form(wtforms.Form):
    """A form filled from the request and guarded against cross-site posts. Its sentences are put into words late."""

    class Meta(DefaultMeta):
        """Guard every form with a token bound to the sign-in."""

        csrf = True
        csrf_class = Guard

        def get_translations(self, form: object) -> _Words:
            """Return the interface catalogue."""
            return _Words()

    def __init__(self, **defaults: Any) -> None:
        defaults.setdefault("formdata", request.form if request.method == "POST" else None)
        super().__init__(**defaults)
        for field in self:
            field.label.text = gettext(field.label.text) if field.label.text else ""
            field.description = gettext(field.description) if field.description else ""

    def sent(self) -> bool:
        """Tell whether the form was posted and everything in it is right. Raises StalePage."""
        if request.method != "POST":
            return False
        right = self.validate()
        if "csrf_token" in self.errors:
            raise StalePage
        for field in self:
            field.errors = [gettext(str(error)) for error in field.errors]
        return right

    @classmethod
    def guard(cls) -> None:
        """Refuse a stale page, for buttons that have no fields to mend: no form is built. Raises StalePage."""
        check_guard(request.form.get("csrf_token", ""))


def new_submission_id() -> str:
    """Return the id of one rendered form, unique in the log."""
    return secrets.token_hex(16)


def submission_id() -> UUID:
    """Return the submission id that was sent. Raises StalePage if there is none or it is not one of ours."""
    try:
        return UUID(request.form.get("submission_id", ""))
    except ValueError:
        raise StalePage from None


def form_attempt() -> UUID | None:
    """Return the attempt that the form was rendered for; None before the first answer. Raises StalePage."""
    text = request.form.get("attempt", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise StalePage from None
