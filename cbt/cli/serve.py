"""`cbt serve`: the classroom itself."""

import errno
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from waitress import wasyncore
from waitress.server import create_server

from cbt.accounts.delays import forget_quiet, uptime_seen
from cbt.cli import memory
from cbt.cli import site as _site
from cbt.db import Database
from cbt.errors import N_, CbtError
from cbt.language.catalogues import Catalogues
from cbt.library import installing
from cbt.library.shelf import Shelf
from cbt.settings import Settings
from cbt.web import assets, create_app
from cbt.web.box import Box, system_clock

READING_SECONDS = 300
"""How long reading one site's courses may take, in a process of its own."""
READ_AHEAD_AFTER_S = 1.0
"""Seconds, so that reading courses does not slow down the first page; who asks for one earlier has it read at once."""
CATCH_UP_S = 5.0
"""Seconds between two looks at the register: a release that another process installs is shown this soon."""
FOLLOWER = "releases"
LOOPBACK = "127.0.0.1"
log = logging.getLogger(__name__)
logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns whenever a classroom presses a key together


class NotListening(CbtError):
    """The system does not let the server listen where it was told to."""

    sentence = N_("Nothing can be served at port {port} of {host}: {reason}.")


class AddressTaken(NotListening):
    """Something else listens there."""

    sentence = N_("Port {port} of {host} is taken. Stop what runs there, or choose another port with --port.")


class NoSuchAddress(NotListening):
    """No network card of this machine has the address."""

    sentence = N_(
        "This machine has no address {host}. Choose another with --host: 0.0.0.0 listens on every network card, "
        "127.0.0.1 on this machine only."
    )


class PortNotAllowed(NotListening):
    """The port belongs to the system."""

    sentence = N_("You may not open port {port} of {host}. Choose one from 1024 up with --port.")


REFUSALS: Mapping[int | None, type[NotListening]] = {
    errno.EADDRINUSE: AddressTaken,
    errno.EADDRNOTAVAIL: NoSuchAddress,
    errno.EAFNOSUPPORT: NoSuchAddress,
    errno.EACCES: PortNotAllowed,
    errno.EPERM: PortNotAllowed,
}


@click.command("serve", epilog="Example: cbt serve --site classroom --port 8080")
@_site.option
@click.option("--host", help="Address to listen on, instead of the one in the settings.")
@click.option("--port", type=int, help="Port to listen on, instead of the one in the settings.")
def command(site: Path, host: str | None, port: int | None) -> None:
    """Serve the classroom until it is stopped with Ctrl-C."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serve(_site.settings_of(site, **given), lambda: None)


def serve(settings: Settings, ready: Callable[[], None]) -> None:
    """Take in changed courses, open the port, say so, call `ready`, and serve until stopped."""
    memory.keep_small()
    with _site.opened(settings) as database:
        take_in_changed(settings, database)
        app = application(settings, database)
        with listening(settings, app) as run:
            shown = LOOPBACK if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - a comparison
            click.echo(f"CBT is ready at http://{shown}:{settings.port}/")
            ready()
            _read_ahead(app)
            try:
                with following(app.extensions["cbt"].shelf, database):
                    run()
            except KeyboardInterrupt:
                click.echo("Stopped. Everything that was sent is saved.")


def _read_ahead(app: Flask) -> None:
    """Read the live courses soon, in the background."""
    ahead = threading.Timer(READ_AHEAD_AFTER_S, app.extensions["cbt"].shelf.courses)
    ahead.daemon = True
    ahead.start()


@contextmanager
def following(shelf: Shelf, database: Database) -> Iterator[None]:
    """Keep a shelf in step with the register, in the background, while the block runs: no request waits for it."""
    stopped = threading.Event()

    def follow() -> None:
        while not stopped.wait(CATCH_UP_S):
            catch_up(shelf, database)

    thread = threading.Thread(target=follow, name=FOLLOWER, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def catch_up(shelf: Shelf, database: Database) -> None:
    """Let a shelf see what was released by another process; a database that is away is asked again the next time."""
    try:
        with database.reading() as session:
            shelf.catch_up(session)
    except SQLAlchemyError as error:
        log.warning("The register of releases could not be read: %s", type(error).__name__)


def application(settings: Settings, database: Database) -> Flask:
    """Return the application on an open database; a course is read when it is first asked for."""
    shelf = Shelf(settings.var / "releases", assets.build(settings.translations))
    with database.writing() as session:
        shelf.refresh(session)
        clock = system_clock(uptime_seen(session))
        forget_quiet(session, clock.uptime())
    parts = Box(settings, database, shelf, Catalogues(settings.translations), clock)
    return create_app(parts, _site.secret_key(settings))


@contextmanager
def listening(settings: Settings, app: Flask) -> Iterator[Callable[[], None]]:
    """Yield a function that serves; the port is open when it is yielded. Raises NotListening."""
    begun: dict[int, Any] = {}
    try:
        server = create_server(
            app,
            map=begun,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            connection_limit=500,
            channel_timeout=120,
            asyncore_use_poll=sys.platform != "win32",
            ident=None,
        )
    except ValueError:  # Waitress's word for a name that leads to no address
        raise NoSuchAddress(host=settings.host) from None
    except OSError as error:
        wasyncore.close_all(begun)  # Waitress leaves open what it had begun with
        raise refused(error, settings.host, settings.port) from None
    try:
        yield server.run
    finally:
        server.close()


def refused(error: OSError, host: str, port: int) -> NotListening:
    """Return what to tell whoever runs the box when the system does not open a port."""
    kind = REFUSALS.get(error.errno, NotListening)
    return kind(host=host, port=port, reason=error.strerror or type(error).__name__)


def take_in_changed(settings: Settings, database: Database) -> None:
    """Make a release of every course whose files were touched; a bad one leaves its last good release in use.

    Reading happens in a process of its own with a limit of time: whatever stands in a course file, the box starts.
    """
    with database.writing() as session:
        installing.forget_gone(session, settings.site)
        changed = installing.changed(session, settings.site, settings.var / "releases")
    for course_id in changed:
        click.echo(f"Reading course {course_id} ...", err=True)
        words = [sys.executable, "-m", "cbt", "release", course_id, "--site", str(settings.site)]
        try:
            subprocess.run(words, timeout=READING_SECONDS, check=False)  # noqa: S603 - our own program
        except subprocess.TimeoutExpired:
            click.echo(f"Course {course_id} took too long to read. The last good release stays in use.", err=True)


@click.command("release", epilog="Example: cbt release drug-identification --site classroom")
@click.argument("course_id")
@_site.option
def release(course_id: str, site: Path) -> None:
    """Read COURSE_ID and, if it is good, make it the live release; else list its problems and exit 1."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database:
        found = installing.take_in(settings.site, settings.var / "releases", course_id)
        with database.writing() as session:
            installing.forget_gone(session, settings.site)
            installing.register(session, found, datetime.now(UTC))
    for problem in found.problems:
        click.echo(str(problem), err=True)
    if found.digest is None:
        click.echo(f"Course {course_id} has problems. The last good release stays in use.", err=True)
        raise SystemExit(1)
    click.echo(f"Course {course_id} is live as release {found.digest[:12]}.", err=True)
