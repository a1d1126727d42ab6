"""Who is at this seat: Flask-Login over our own session rows, and the guards of the blueprints."""

import json
import secrets
from typing import Any
from uuid import UUID

import wtforms
from flask import Flask, g, request, session
from flask import Response as FlaskResponse
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length

from cbt.accounts import sessions
from cbt.accounts.rights import Act, Holder, reach
from cbt.accounts.roles import holder_of
from cbt.errors import N_, Forbidden, NotFound
from cbt.web import database, kept, language
from cbt.web.box import box
from cbt.web.forms import Form
from cbt.web.onward import onward
from cbt.web.seat import load, person, viewer

REFRESH_SECONDS = 60


class SignInForm(Form):
    """Name and password. `next` is where the reader wanted to go; `kept` what they sent when their session ended."""

    name = wtforms.StringField(
        N_("Sign-in name"),
        [InputRequired(N_("Write your sign-in name.")), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = wtforms.PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = wtforms.HiddenField()
    kept = wtforms.HiddenField()


class Cookie(SecureCookieSessionInterface):
    """The signed cookie of a seat: plain JSON, whose signer is made once instead of at each request."""

    serializer: Any = json

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        """Send the cookie if it was changed; a page that only read it says so to caches."""
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")


def forget() -> None:
    """Find anew who is signed in, from here on in this request, and whatever hangs on it."""
    for name in ("viewer", "holder", "guard_token"):
        g.pop(name, None)
    language.forget()


def holder() -> Holder:
    """Return the roles of who is signed in, read once a request."""
    if "holder" not in g:
        g.holder = holder_of(database.session(), person().person_key)
    found: Holder = g.holder
    return found


def teaches() -> bool:
    """Tell whether to show the way to the instructor's pages. A hint from the time of signing in, never a right."""
    return bool(session.get("teaches"))


def required() -> Response | tuple[str, int] | None:
    """Send to the sign-in page whoever is not signed in; what they sent is kept for them there."""
    if viewer() is not None:
        return None
    if request.method == "POST":
        return kept.page(SignInForm(formdata=None))
    return onward("account.sign_in", next=request.full_path.rstrip("?"))


def required_to(act: Act) -> Response | tuple[str, int] | None:
    """Guard a blueprint: somebody is signed in and holds a role somewhere that grants the act. Raises Forbidden."""
    away = required()
    if away is None and not reach(holder(), act):
        raise Forbidden
    return away


def enter(person_key: UUID) -> None:
    """Sign a person in at this seat; nothing of an earlier session is kept in the cookie."""
    token = secrets.token_urlsafe(24)
    with database.transaction() as writing:
        sessions.open_session(writing, person_key, box().clock.now(), token)
    session.clear()
    session.permanent = True
    session["seat"] = secrets.token_urlsafe(12)
    session["person"] = str(person_key)
    seat = load(token)
    if seat is None:
        raise NotFound
    login_user(seat)
    forget()
    session["teaches"] = bool(reach(holder(), Act.TEACH))


def leave() -> None:
    """End the session on this seat."""
    found = viewer()
    if found is not None:
        with database.transaction() as writing:
            sessions.close_session(writing, found.session_id)
    logout_user()
    session.clear()
    forget()


def keep_alive() -> None:
    """Renew the cookie at most once a minute, so that it ends `session_minutes` after the last request."""
    if "_user_id" not in session:
        return
    minute = int(box().clock.now().timestamp()) // REFRESH_SECONDS
    if session.get("minute") != minute:
        session["minute"] = minute


def init_app(app: Flask) -> None:
    """Plug in the cookie and Flask-Login."""
    app.session_interface = Cookie()
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # templates are told `viewer`
    manager.session_protection = None  # a session is a row that can be ended; a changed browser is no reason to
    manager.user_loader(load)
    app.before_request(keep_alive)
