"""Errors at the door: every CbtError becomes a page in the reader's language; web adds only the status."""

import logging
from typing import Any

from flask import Flask, render_template, request
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from cbt.errors import N_, CbtError, Forbidden, NotFound
from cbt.web import kept, seat
from cbt.web.forms import StalePage
from cbt.web.language import in_words

log = logging.getLogger("cbt")

STATUS: dict[type[CbtError], int] = {NotFound: 404, Forbidden: 403}
OURS = (DataError, IntegrityError, ProgrammingError)
"""What a database says when it is well, and a statement of ours is wrong."""


class DatabaseAway(CbtError):
    """The database cannot be reached, is locked, or its disk is full."""

    sentence = N_(
        "The record of learning cannot be written just now, so nothing was saved. Your page still holds what you "
        "typed: keep it open, tell your instructor, and send it again in a minute."
    )


class TooLarge(CbtError):
    """More was sent than the server takes."""

    sentence = N_("That was more than this page can take. Send less at a time.")


class WrongRequest(CbtError):
    """The browser asked in a way that no page of ours does."""

    sentence = N_("The page was asked for in a way that does not work. Go back and try again.")


class Broken(CbtError):
    """A fault of ours."""

    sentence = N_(
        "Something went wrong on the server, and what you sent last was not saved. Go back and send it again."
    )


def page(error: CbtError, status: int) -> tuple[str, int]:
    """Return the error page for a sentence."""
    return render_template("error.html", sentence=in_words(error), status=status), status


def told(error: CbtError) -> tuple[str, int]:
    """Show what a CbtError says; what a stale page has sent is given back to whose page it was."""
    given_back = kept.again() if isinstance(error, StalePage) else None
    return given_back or page(error, STATUS.get(type(error), 409))


def refused(error: HTTPException) -> Any:
    """Show what went wrong before a view was reached."""
    if error.code is not None and error.code < 400:
        return error
    if error.code == 404:
        return page(NotFound(), 404)
    if error.code == 413:
        return page(TooLarge(), 413)
    return page(WrongRequest(), error.code or 400)


def away(error: DatabaseError | PoolTimeout) -> tuple[str, int]:
    """Say that nothing was saved; log the class, never the values of the statement."""
    if isinstance(error, OURS):
        return broken(error)
    log.error("database unavailable: %s at %s", type(getattr(error, "orig", error)).__name__, request.endpoint)
    seat.ask_no_more()
    return page(DatabaseAway(), 503)


def broken(error: Exception) -> tuple[str, int]:
    """Say that it is our fault; log where, never what was typed."""
    log.error("%s at %s", type(error).__name__, request.endpoint, exc_info=error)
    seat.ask_no_more()
    return page(Broken(), 500)


def init_app(app: Flask) -> None:
    """Turn every error into a page."""
    app.register_error_handler(CbtError, told)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(DatabaseError, away)
    app.register_error_handler(PoolTimeout, away)
    if not app.testing:
        app.register_error_handler(Exception, broken)
