"""`cbt organisation`: the services that people belong to."""

from pathlib import Path
from uuid import uuid4

import click

from cbt.accounts import changes, directory
from cbt.cli import site as _site


@click.group("organisation")
def group() -> None:
    """Add the services that people belong to, and list them."""


@group.command("add", epilog="Example: cbt organisation add 'Border Service' kz")
@click.argument("name")
@click.argument("country")
@_site.option
def add(name: str, country: str, site: Path) -> None:
    """Add a service called NAME of a COUNTRY, by its two letters: it decides which law its people's lessons show."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        changes.add_organisation(session, uuid4(), name, country)
    click.echo(f"The service {name} is added.")


@group.command("list", epilog="Example: cbt organisation list --site classroom")
@_site.option
def list_all(site: Path) -> None:
    """List every service: id, country and name."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.reading() as session:
        for service in directory.organisations(session):
            click.echo(f"{service.id}  {service.country}  {service.name}")
