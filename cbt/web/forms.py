"""The one base of all forms: filled from the request, guarded against cross-site posts; and the submission id."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import wtforms
from flask import current_app, request, session
from wtforms.csrf.session import SessionCSRF
from wtforms.meta import DefaultMeta

from cbt.errors import N_, CbtError
from cbt.web.language import gettext, ngettext

CSRF_HOURS = 12


class StalePage(CbtError):
    """The page was open longer than its guard lasts, or belongs to another sign-in."""

    sentence = N_("This page was open too long, or belongs to another sign-in. Go back, reload it and send it again.")


class _Words:
    """WTForms' own sentences, in the reader's language."""

    def gettext(self, message: str) -> str:
        """Return the message in the reader's language."""
        return gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the plural form for a count in the reader's language."""
        return ngettext(one, many, count)


class Form(wtforms.Form):
    """A form filled from the request and guarded against cross-site posts."""

    class Meta(DefaultMeta):
        """Guard every form with a token bound to the session."""

        csrf = True
        csrf_class = SessionCSRF
        csrf_time_limit = timedelta(hours=CSRF_HOURS)

        def get_translations(self, form: object) -> _Words:
            """Return the interface catalogue."""
            return _Words()

    def __init__(self, **defaults: Any) -> None:
        guard = {"csrf_context": session, "csrf_secret": str(current_app.secret_key).encode()}
        super().__init__(request.form if request.method == "POST" else None, meta=guard, **defaults)

    def sent(self) -> bool:
        """Tell whether the form was posted and everything in it is right."""
        if request.method != "POST":
            return False
        right = self.validate()
        if "csrf_token" in self.errors:
            raise StalePage
        return right

    def guard(self) -> None:
        """Refuse a stale page, for buttons that have no fields to mend."""
        if not self.validate():
            raise StalePage


def csrf_token() -> str:
    """Return the token for the forms of this page."""
    return str(Form().csrf_token.current_token)


def new_submission_id() -> str:
    """Return the id of one rendered form, unique in the log."""
    return str(UUID(bytes=secrets.token_bytes(16), version=4))


def submission_id() -> UUID:
    """Return the submission id that was sent. Raises StalePage if there is none or it is not one of ours."""
    try:
        return UUID(request.form.get("submission_id", ""))
    except ValueError:
        raise StalePage from None
