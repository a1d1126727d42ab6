"""`cbt post`: the places with a classroom; without one nobody can make a group."""

from pathlib import Path
from uuid import uuid4

import click

from cbt.accounts import changes, directory
from cbt.cli import site as _site


@click.group("post")
def group() -> None:
    """Add posts, and list them."""


@group.command("add", epilog="Example: cbt post add 'Stone Gate' kz --region 'Central Asia'")
@click.argument("name")
@click.argument("country")
@click.option("--region", help="The region that it reports to; a new name makes a new region.")
@_site.option
def add(name: str, country: str, region: str | None, site: Path) -> None:
    """Add a post called NAME in a COUNTRY (two letters): its law is shown to whom no service says another."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        region_id = None
        if region is not None:
            region_id = directory.region_called(session, region) or changes.add_region(session, uuid4(), region).id
        changes.add_post(session, uuid4(), name, country, region_id)
    click.echo(f"The post {name} is added.")


@group.command("list", epilog="Example: cbt post list --site classroom")
@_site.option
def list_all(site: Path) -> None:
    """List every post: id, country, name, and the region in brackets."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.reading() as session:
        for post in directory.posts(session):
            region = f" ({post.region_name})" if post.region_name else ""
            click.echo(f"{post.id}  {post.country}  {post.name}{region}")
