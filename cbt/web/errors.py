"""Errors at the door: every CbtError becomes a page in the reader's language; web adds only the status."""

import logging
import sqlite3
import traceback
from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from cbt.errors import N_, CbtError, Forbidden, NotFound
from cbt.web import kept, seat
from cbt.web.forms import StalePage
from cbt.web.language import in_words

log = logging.getLogger("cbt")

STATUS: dict[type[CbtError], int] = {NotFound: 404, Forbidden: 403}
OURS = (DataError, IntegrityError, ProgrammingError)
"""What a database says when it is well, and a statement of ours is wrong."""


class DatabaseAway(CbtError):
    """The database cannot be reached, or its file is missing or damaged."""

    sentence = N_(
        "The record of learning is missing or damaged, so nothing can be opened or saved just now. Tell your "
        "instructor; it can be brought back from a copy."
    )


class DatabaseBusy(CbtError):
    """Something else has the database locked, or takes all its connections."""

    sentence = N_(
        "The record of learning is in use by something else just now, so this was not done. Wait a minute, then try "
        "again."
    )


class DiskFull(CbtError):
    """The database has no room to grow."""

    sentence = N_("The server's disk is full, so nothing can be saved until there is room. Tell your instructor.")


class TooLarge(CbtError):
    """More was sent than the server takes."""

    sentence = N_("That was more than this page can take. Send less at a time.")


class WrongRequest(CbtError):
    """The browser asked in a way that no page of ours does."""

    sentence = N_("The page was asked for in a way that does not work. Go back and try again.")


class Broken(CbtError):
    """A fault of ours, when a page was opened."""

    sentence = N_("Something went wrong on the server. Try again; if it happens again, tell your instructor.")


class NotDone(CbtError):
    """A fault of ours, when a form was sent."""

    sentence = N_(
        "Something went wrong on the server, and what you sent may not be saved. Send it again; if it happens again, "
        "tell your instructor."
    )


SQLITE = {sqlite3.SQLITE_BUSY: DatabaseBusy, sqlite3.SQLITE_LOCKED: DatabaseBusy, sqlite3.SQLITE_FULL: DiskFull}
POSTGRESQL = {"53100": DiskFull, "53300": DatabaseBusy, "55P03": DatabaseBusy, "40P01": DatabaseBusy}
"""What their codes mean to a reader; every other one is `DatabaseAway`."""


def page(error: CbtError, status: int) -> tuple[str, int]:
    """Return the error page for a sentence."""
    return kept.problem(in_words(error), status), status


def failed(error: CbtError, status: int) -> tuple[str, int]:
    """Return the error page for a fault of the box: it asks the database for nothing, and sends a form once more."""
    seat.ask_no_more()
    try:
        unsent = kept.unsent()
    except RequestEntityTooLarge:
        return page(TooLarge(), 413)
    return kept.problem(in_words(error), status, unsent), status


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
    """Say what the database lacks; log the class, never the values of the statement."""
    if isinstance(error, OURS):
        return broken(error)
    fault = fault_of(error)
    driver = type(getattr(error, "orig", error)).__name__
    log.error("database unavailable: %s, %s at %s", fault.__name__, driver, request.endpoint)
    return failed(fault(), 503)


def fault_of(error: DatabaseError | PoolTimeout) -> type[CbtError]:
    """Return what to tell a reader about a database that does not answer, by the code that its driver gives."""
    if isinstance(error, PoolTimeout):
        return DatabaseBusy
    state, code = getattr(error.orig, "sqlstate", None), getattr(error.orig, "sqlite_errorcode", None)
    if state is not None:
        return POSTGRESQL.get(state, DatabaseAway)
    return DatabaseAway if code is None else SQLITE.get(code & 0xFF, DatabaseAway)  # above it: how it came about


def broken(error: Exception) -> tuple[str, int]:
    """Say that it is our fault; log where, never what was typed."""
    log.error("%s", "".join(_where(error)))
    return failed(NotDone() if request.method == "POST" else Broken(), 500)


def _where(error: BaseException) -> Iterator[str]:
    """Yield the classes and frames of an error and of what led to it; never what they say: PostgreSQL quotes rows."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _where(before)
        yield "then\n"
    yield f"{type(error).__qualname__} at {request.endpoint}\n"
    yield from traceback.format_tb(error.__traceback__)


def init_app(app: Flask) -> None:
    """Turn every error into a page."""
    app.register_error_handler(CbtError, told)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(DatabaseError, away)
    app.register_error_handler(PoolTimeout, away)
    if not app.testing:
        app.register_error_handler(Exception, broken)
