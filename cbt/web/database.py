"""The request's sessions: one for reading, closed at its end; a transaction where a POST view opens one."""

from contextlib import AbstractContextManager

from flask import Flask, g
from sqlalchemy.orm import Session

from cbt.web.box import box


def session() -> Session:
    """Return this request's session for reading. It is a snapshot; `fresh` begins a new one."""
    found: Session | None = g.get("session")
    if found is None:
        found = g.session = box().database.reading()
    return found


def transaction() -> AbstractContextManager[Session]:
    """Return a session in one writing transaction: committed at the end, undone if anything is raised.

    The reading session is closed first, so that no old snapshot is held while writing and reads after it are new.
    """
    close()
    return box().database.writing()


def close(error: BaseException | None = None) -> None:
    """Close the reading session, if there is one."""
    found: Session | None = g.pop("session", None)
    if found is not None:
        found.close()


def init_app(app: Flask) -> None:
    """Close sessions with their request."""
    app.teardown_appcontext(close)
