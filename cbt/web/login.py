"""Who is at this seat: Flask-Login over our own session rows, and the guards of the blueprints."""

import secrets
from uuid import UUID

import wtforms
from flask import Flask, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length

from cbt.accounts import sessions
from cbt.accounts.rights import Act, Holder, reach
from cbt.accounts.roles import holder_of
from cbt.accounts.sessions import Viewer
from cbt.errors import N_, Forbidden, NotFound
from cbt.web import database, kept, language
from cbt.web.box import box
from cbt.web.forms import Form

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
        [InputRequired(N_("Write your password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    next = wtforms.HiddenField()
    kept = wtforms.HiddenField()


class Seat:
    """The signed-in person as Flask-Login wants to see them; `get_id` is the session's token, never a person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer, token: str) -> None:
        self.viewer = viewer
        self.token = token

    def get_id(self) -> str:
        """Return what the signed cookie holds."""
        return self.token


def load(token: str) -> Seat | None:
    """Return the seat of a session, or None if it has ended."""
    found = sessions.viewer_of(database.session(), sessions.token_hash(token), box().clock.now())
    return None if found is None else Seat(found, token)


class Cookie(SecureCookieSessionInterface):
    """The signed cookie of a seat, whose signer is made once instead of at each request."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer


def viewer() -> Viewer | None:
    """Return who is signed in, or None; looked up once a request."""
    if "viewer" not in g:
        g.viewer = current_user.viewer if current_user.is_authenticated else None
    found: Viewer | None = g.viewer
    return found


def forget() -> None:
    """Find anew who is signed in, from here on in this request, and whatever hangs on it."""
    for name in ("viewer", "holder", "guard_token"):
        g.pop(name, None)
    language.forget()


def ask_no_more() -> None:
    """Let nothing more be asked of the database about who is signed in: who is not known yet stays unknown."""
    if "_login_user" not in g:  # where Flask-Login keeps whom it has loaded
        g.setdefault("_login_user", AnonymousUserMixin())
    g.setdefault("viewer", None)


def person() -> Viewer:
    """Return who is signed in; behind a guard somebody always is. Raises NotFound otherwise."""
    found = viewer()
    if found is None:
        raise NotFound
    return found


def person_key() -> UUID:
    """Return the key of who is signed in."""
    return person().person_key


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
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), code=303)


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
    manager = LoginManager(app)
    manager.session_protection = None  # a session is a row that can be ended; a changed browser is no reason to
    manager.user_loader(load)
    app.before_request(keep_alive)
