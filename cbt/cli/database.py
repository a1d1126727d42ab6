"""`cbt db`: the database's tables."""

from pathlib import Path

import click

from cbt.cli import site as _site
from cbt.db import migrate


@click.group("db")
def group() -> None:
    """Look after the database's tables."""


@group.command("upgrade", epilog="Example: cbt db upgrade --site classroom")
@_site.option
def upgrade(site: Path) -> None:
    """Bring the tables to the version of this program, with a log to record in; what is stored is kept."""
    settings = _site.settings_of(site)
    with _site.reachable(settings) as database:
        before = migrate.current(database)
        if before != migrate.head():
            click.echo(f"Upgrading from {before or 'an empty database'} to {migrate.head()} ...")
        changed = _site.bring_up(database)
    click.echo("Done." if changed else "The database is up to date.")
