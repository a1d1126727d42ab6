"""`cbt user`: people from the command line, for the first admin and for emergencies."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.rights import THE_BOX, Held, RoleName
from cbt.cli import site as _site


@click.group("user")
def group() -> None:
    """Add people and look after their accounts."""


@group.command("add", epilog="Example: cbt user add omar --name 'Омар Р.' 'Omar R.' --role admin")
@click.argument("sign_in_name")
@click.option("--name", nargs=2, metavar="OWN LATIN", help="Their name in their own script, then in Latin letters.")
@click.option("--language", default="en", show_default=True, help="The language they read, such as ru or fa-AF.")
@click.option("--role", type=click.Choice([str(role) for role in RoleName]), help="A role for the whole box.")
@click.option("--password", envvar="CBT_NEW_PASSWORD", help="Their first password; asked for if not given.")
@_site.option
def add(
    sign_in_name: str, name: tuple[str, str] | None, language: str, role: str | None, password: str | None, site: Path
) -> None:
    """Add a person who signs in as SIGN_IN_NAME."""
    settings = _site.settings_of(site)
    password = password or click.prompt("Password (at least 8 characters)", hide_input=True, confirmation_prompt=True)
    password_hash = hash_password(password)
    own, latin = name or (sign_in_name, sign_in_name)
    new = NewPerson(sign_in_name, own, latin, language, password_hash)
    with _site.opened(settings) as database, database.writing() as session:
        person = changes.add_person(session, UUID(bytes=secrets.token_bytes(16), version=4), new, datetime.now(UTC))
        if role is not None:
            roles.grant(session, person.key, Held(RoleName(role), *THE_BOX))
    click.echo(f"{sign_in_name} can sign in.")
