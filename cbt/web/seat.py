"""Who sits at this seat: looked up once a request, by the token in the signed cookie."""

from typing import Literal
from uuid import UUID

from flask import g, session

from cbt.accounts import sessions
from cbt.accounts.sessions import Viewer
from cbt.errors import NotFound
from cbt.web import database
from cbt.web.box import box

TOKEN = "_user_id"  # noqa: S105 - a name
"""Where Flask-Login keeps what `Seat.get_id` returned."""


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


def viewer() -> Viewer | None:
    """Return who is signed in, or None."""
    known: Viewer | Literal["not asked"] | None = g.get("viewer", "not asked")
    if known == "not asked":
        token = session.get(TOKEN)
        found = load(token) if token else None
        known = g.viewer = found.viewer if found else None
    return known


def ask_no_more() -> None:
    """Let nothing more be asked of the database about who is signed in: who is not known yet stays unknown."""
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
