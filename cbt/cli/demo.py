"""`cbt demo`: a classroom to look at, with a course, people and their history, on SQLite and this machine only."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click

from cbt.cli import demo_people, init, serve
from cbt.cli import site as _site
from cbt.db import Database, migrate
from cbt.errors import N_, CbtError
from cbt.settings import Settings, read_settings

TOLD = "told"
GIVEN = {"host": serve.LOOPBACK, "demonstration": True, "database_url": "", "post_name": "Stone Gate post"}


class NotLoopback(CbtError):
    """The demonstration was asked to listen to others."""

    sentence = N_(
        "The demonstration has known passwords, so it serves {loopback} only, not {host}. Use “cbt serve” for a room."
    )


@click.command("demo", epilog="Example: cbt demo --port 8080")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--host", default=serve.LOOPBACK, help="Only 127.0.0.1 is allowed.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Where the demonstration keeps its files; take it away to begin afresh.",
)
def command(port: int, host: str, folder: Path) -> None:
    """Set up a demonstration if there is none, and serve it."""
    host = os.environ.get("CBT_HOST", host)
    if host not in (serve.LOOPBACK, "localhost"):
        raise NotLoopback(loopback=serve.LOOPBACK, host=host)
    settings = prepare(folder, port)
    serve.serve(settings, lambda: click.echo(demo_people.who_can_sign_in()))


def prepare(folder: Path, port: int) -> Settings:
    """Return the settings of a demonstration that has its content, its people and its history.

    One that was not told to its end, or whose tables are those of another version, is told again from the start.
    """
    refresh_content(folder)
    var, mark = folder / "var", migrate.fingerprint()
    if _told(var) != mark:
        if var.exists():
            click.echo(f"{var} is of another version or was not finished: it is made anew.", err=True)
            shutil.rmtree(var)
        init.make(folder)
        settings = read_settings(folder, {}, port=port, **GIVEN)
        with _site.opened(settings) as database:
            fill(settings, database)
        (var / TOLD).write_text(mark)
    return read_settings(folder, {}, port=port, **GIVEN)


def _told(var: Path) -> str:
    """Return the mark of the tables that the story was told into; empty if it was not told to its end."""
    whole = (var / TOLD).exists() and (var / "cbt.sqlite3").exists()
    return (var / TOLD).read_text() if whole else ""


def refresh_content(folder: Path) -> None:
    """Bring the content to what came with this program; the files keep their times, so nothing is read twice."""
    for name in _site.CONTENT:
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(_site.shipped() / name, folder / name)


def fill(settings: Settings, database: Database) -> None:
    """Install the courses and tell the story of a group's first two weeks with them."""
    serve.take_in_changed(settings, database)
    app = serve.application(settings, database)
    click.echo("Inviting people and telling their history ...", err=True)
    with database.writing() as session:
        demo_people.tell(session, app.extensions["cbt"].shelf, datetime.now(UTC))
