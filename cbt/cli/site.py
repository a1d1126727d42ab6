"""A site folder seen from the command line: where it is, its settings, its key, its database opened and up to date."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

import cbt
from cbt.db import Database, connect, migrate
from cbt.errors import N_, CbtError
from cbt.records import log
from cbt.records.identity import uuid7
from cbt.settings import FILE, Settings, read_settings

KEY = "secret.key"
NEW_PASSWORD = "CBT_NEW_PASSWORD"  # noqa: S105 - the name of a variable
"""What “cbt user add” reads from the environment: no setting."""
CONTENT = ("courses", "media", "translations")
Wrapped = TypeVar("Wrapped", bound=Callable[..., Any])


class NoSite(CbtError):
    """The folder is not a site folder."""

    sentence = N_(
        "{folder} is not a site folder: it has no {file}. Run “cbt init {folder}” first, or name another with --site."
    )


class OldDatabase(CbtError):
    """The database's tables are of another version."""

    sentence = N_(
        "The database of {folder} is of another version. Make a copy of it, then run “cbt db upgrade --site {folder}”."
    )


class EmptyDatabase(CbtError):
    """The database is there and has no tables."""

    sentence = N_("The database of {folder} has no tables yet. Make them with “cbt db upgrade --site {folder}”.")


class MissingDatabase(CbtError):
    """The database's file is not where the settings say."""

    sentence = N_(
        "There is no database at {path}. Put its file back from a backup, or mend database_url in {file}. "
        "To begin with an empty one, run “cbt db upgrade --site {folder}”."
    )


class BusyDatabase(CbtError):
    """Another program writes to the database and does not come to an end."""

    sentence = N_(
        "Another program has locked the database, and nothing was changed. Stop “cbt serve” and whatever else uses "
        "it, then try again."
    )


class NoDatabase(CbtError):
    """The database cannot be opened."""

    sentence = N_(
        "The database cannot be opened: {reason}. Check database_url in {file}, and that its server is running."
    )


def option(function: Wrapped) -> Wrapped:
    """Give a command the option --site."""
    return click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: Path(os.environ.get("CBT_SITE", ".")),
        show_default="CBT_SITE or this folder",
        help="The site folder.",
    )(function)


def shipped() -> Path:
    """Return the folder that holds the courses, media and translations that came with the product."""
    package = Path(cbt.__file__).parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent


def settings_of(site: Path, **given: object) -> Settings:
    """Return a site's settings. Raises NoSite for a folder that `cbt init` has not made."""
    if not (site / FILE).is_file():
        raise NoSite(folder=site, file=FILE)
    environment = {name: value for name, value in os.environ.items() if name != NEW_PASSWORD}
    return read_settings(site, environment, **given)


def make_var(settings: Settings) -> None:
    """Make the folder of the database and the releases if there is none, closed to other users of the PC (POSIX)."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(settings: Settings) -> bytes:
    """Return the key that signs cookies, making it (readable by its owner only) if there is none."""
    path = settings.var / KEY
    if not path.exists():
        make_var(settings)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Yield the site's database. Raises MissingDatabase (and makes none), EmptyDatabase, OldDatabase or NoDatabase."""
    path = _file_of(settings)
    if path is not None and not path.exists():
        raise MissingDatabase(path=path, file=settings.site / FILE, folder=settings.site)
    with reachable(settings) as database:
        version = migrate.current(database)
        if version is None:
            raise EmptyDatabase(folder=settings.site)
        if version != migrate.head():
            raise OldDatabase(folder=settings.site)
        yield database


def _file_of(settings: Settings) -> Path | None:
    """Return the file of a SQLite database; None for a database that has none."""
    try:
        url = make_url(settings.url)
    except ArgumentError:
        return None  # `connect` says what is wrong with it
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def bring_up(database: Database) -> bool:
    """Bring the tables to this program's version and open a log if none is open; tell whether that was needed.

    Without an open log nothing can be recorded: whoever makes tables leaves a box that can.
    """
    before = migrate.current(database)
    migrate.upgrade(database)
    with database.writing() as session:
        try:
            log.head(session)
        except log.NoLog:
            log.open_log(session, uuid7(datetime.now(UTC), secrets.token_bytes(10)))
            return True
    return before != migrate.head()


@contextmanager
def reachable(settings: Settings) -> Iterator[Database]:
    """Yield the site's database whatever its version. Raises BusyDatabase or NoDatabase if it cannot be used."""
    try:
        make_var(settings)
        database = connect(settings.url)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise NoDatabase(reason=_reason(error), file=settings.site / FILE) from None
    try:
        yield database
    except SQLAlchemyError as error:
        if _is_locked(error):
            raise BusyDatabase from None
        raise NoDatabase(reason=_reason(error), file=settings.site / FILE) from None
    finally:
        database.close()


def _is_locked(error: SQLAlchemyError) -> bool:
    """Tell whether SQLite waited for another process in vain; the extended codes of it end in the same byte."""
    cause = getattr(error, "orig", None)
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _reason(error: Exception) -> str:
    """Return the first line of what the driver says; statements and their values are left out."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
