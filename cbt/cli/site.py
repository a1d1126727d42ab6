"""A site folder seen from the command line: where it is, its settings, its key, its database opened and up to date."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

import cbt
from cbt.db import Database, connect, migrate
from cbt.errors import N_, CbtError
from cbt.settings import FILE, Settings, read_settings

KEY = "secret.key"
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
    return read_settings(site, os.environ, **given)


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
    """Yield the site's database. Raises OldDatabase or NoDatabase with what to do."""
    with reachable(settings) as database:
        if migrate.current(database) != migrate.head():
            raise OldDatabase(folder=settings.site)
        yield database


@contextmanager
def reachable(settings: Settings) -> Iterator[Database]:
    """Yield the site's database whatever its version. Raises NoDatabase if it cannot be used."""
    try:
        make_var(settings)
        database = connect(settings.url)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise NoDatabase(reason=_reason(error), file=settings.site / FILE) from None
    try:
        yield database
    except SQLAlchemyError as error:
        raise NoDatabase(reason=_reason(error), file=settings.site / FILE) from None
    finally:
        database.close()


def _reason(error: Exception) -> str:
    """Return the first line of what the driver says; statements and their values are left out."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
