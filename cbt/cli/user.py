"""`cbt user`: people from the command line, for the first admin and for emergencies."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from cbt.accounts import changes, directory, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.rights import THE_BOX, Held, RoleName
from cbt.cli import site as _site
from cbt.errors import N_, CbtError, NotFound
from cbt.learning import erasure
from cbt.learning.recording import Act
from cbt.records.identity import uuid7


class NobodySignsIn(CbtError):
    """No account has this name to sign in."""

    sentence = N_("Nobody signs in as “{name}”. Look up the name on the page of the group.")


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


@group.command("erase", epilog="Example: cbt user erase lena")
@click.argument("sign_in_name")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@_site.option
def erase(sign_in_name: str, site: Path, *, yes: bool) -> None:
    """Erase the person who signs in as SIGN_IN_NAME, for good.

    Their account, roles, groups and courses and every text they wrote are deleted. Scores and times stay in the record
    of learning, under a key that names nobody.
    """
    settings = _site.settings_of(site)
    if not yes:
        click.confirm(f"Erase {sign_in_name} for good? It cannot be undone", abort=True)
    now = datetime.now(UTC)
    act = Act(now, lambda: uuid7(now, secrets.token_bytes(10)))
    with _site.opened(settings) as database, database.writing() as session:
        try:
            person_key = directory.key_of(session, sign_in_name)
        except NotFound:
            raise NobodySignsIn(name=sign_in_name) from None
        texts = erasure.erase(session, person_key, None, act)
    click.echo(f"{sign_in_name} is erased; texts deleted: {texts}.")
