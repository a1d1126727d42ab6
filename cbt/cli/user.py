"""`cbt user`: people from the command line, for the first admin and for emergencies."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import click
from sqlalchemy.orm import Session

from cbt.accounts import directory, names, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.names import NotLatin
from cbt.accounts.passwords import SHORTEST, hash_password
from cbt.accounts.rights import THE_BOX, Held, RoleName, Scope, ScopeKind
from cbt.cli import site as _site
from cbt.errors import N_, CbtError, NotFound
from cbt.learning import administration, erasure
from cbt.learning.recording import Act
from cbt.records.identity import uuid7


class NobodySignsIn(CbtError):
    """No account has this name to sign in."""

    sentence = N_("Nobody signs in as “{name}”. “cbt user list” lists the names.")


class NoScope(CbtError):
    """What a role is to be held at is not written as it has to be."""

    sentence = N_("“{scope}” is no scope. Write box, country:kz, region:NAME, post:NAME or group:NAME.")


class LatinNameNeeded(CbtError):
    """Somebody is to be added without names, whose name to sign in is none that a list can show."""

    sentence = N_("“{name}” is no name in Latin letters. Write both names too: --name OWN LATIN.")


ROLE = click.Choice([str(role) for role in RoleName])


@click.group("user")
def group() -> None:
    """Add people and look after their accounts."""


@group.command("add", epilog="Example: cbt user add omar --name 'Омар Р.' 'Omar R.' --role admin")
@click.argument("sign_in_name")
@click.option("--name", nargs=2, metavar="OWN LATIN", help="Their name in their own script, then in Latin letters.")
@click.option("--language", default="en", show_default=True, help="The language they read, such as ru or fa-AF.")
@click.option("--role", type=ROLE, help="A role for the whole box; “cbt user role” gives one elsewhere.")
@click.option("--password", envvar=_site.NEW_PASSWORD, help="Their first password; asked for if not given.")
@_site.option
def add(
    sign_in_name: str, name: tuple[str, str] | None, language: str, role: str | None, password: str | None, site: Path
) -> None:
    """Add a person who signs in as SIGN_IN_NAME."""
    settings, act = _site.settings_of(site), _act()
    password_hash = hash_password(password or _asked())
    new = NewPerson(sign_in_name, *(name or _named_as(sign_in_name)), language, password_hash)
    with _site.opened(settings) as database, database.writing() as session:
        key = uuid4()
        administration.add_person(session, (key, new), None, act)
        if role is not None:
            administration.give_role(session, key, Held(RoleName(role), *THE_BOX), None, act)
    click.echo(f"{sign_in_name} can sign in.")


@group.command("list", epilog="Example: cbt user list --site classroom")
@_site.option
def list_all(site: Path) -> None:
    """List every account: the name to sign in with, open or closed, the roles and where they are held."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.reading() as session:
        for account in roles.accounts(session):
            held = ", ".join(f"{held.role} at {roles.name_of(session, held.scope)}" for held in account.roles)
            click.echo(f"{account.sign_in_name}  {'open' if account.active else 'closed'}  {held}".rstrip())


@group.command("password", epilog="Example: cbt user password omar")
@click.argument("sign_in_name")
@click.option("--password", envvar=_site.NEW_PASSWORD, help="Their new password; asked for if not given.")
@_site.option
def give_password(sign_in_name: str, password: str | None, site: Path) -> None:
    """Give who signs in as SIGN_IN_NAME a new password, and sign them out at every seat."""
    settings = _site.settings_of(site)
    password_hash = hash_password(password or _asked())
    with _site.opened(settings) as database, database.writing() as session:
        administration.give_password(session, _key_of(session, sign_in_name), password_hash, None, _act())
    click.echo(f"{sign_in_name} has a new password and is signed out at every seat.")


@group.command("role", epilog="Example: cbt user role ivo instructor --at 'post:Stone Gate'")
@click.argument("sign_in_name")
@click.argument("role", type=ROLE)
@click.option(
    "--at",
    "scope",
    default="box",
    show_default=True,
    help="Where it is held: box, country:kz, region:NAME, post:NAME or group:NAME.",
)
@click.option("--take", is_flag=True, help="Take the role away instead.")
@_site.option
def give_role(sign_in_name: str, role: str, scope: str, site: Path, *, take: bool) -> None:
    """Give who signs in as SIGN_IN_NAME a ROLE at a place, or take it away."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        person_key = _key_of(session, sign_in_name)
        held = Held(RoleName(role), *_scope(session, scope))
        change = administration.take_role if take else administration.give_role
        change(session, person_key, held, None, _act())
    click.echo(f"{sign_in_name} is {'no longer ' if take else ''}{role} at {scope}.")


@group.command("close", epilog="Example: cbt user close lena")
@click.argument("sign_in_name")
@_site.option
def close(sign_in_name: str, site: Path) -> None:
    """Close the account of who signs in as SIGN_IN_NAME: nobody gets in with it, what was learned stays."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        administration.close_account(session, _key_of(session, sign_in_name), None, _act())
    click.echo(f"The account of {sign_in_name} is closed.")


@group.command("reopen", epilog="Example: cbt user reopen lena")
@click.argument("sign_in_name")
@_site.option
def reopen(sign_in_name: str, site: Path) -> None:
    """Open the closed account of who signs in as SIGN_IN_NAME again."""
    settings = _site.settings_of(site)
    with _site.opened(settings) as database, database.writing() as session:
        administration.open_account(session, _key_of(session, sign_in_name), None, _act())
    click.echo(f"{sign_in_name} can sign in again.")


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
    with _site.opened(settings) as database, database.writing() as session:
        texts = erasure.erase(session, _key_of(session, sign_in_name), None, _act())
    click.echo(f"{sign_in_name} is erased; texts deleted: {texts}.")


def _named_as(sign_in_name: str) -> tuple[str, str]:
    """Return the name to sign in as both names of a person. Raises LatinNameNeeded, UnusableName."""
    try:
        return sign_in_name, names.latin(sign_in_name)
    except NotLatin:
        raise LatinNameNeeded(name=sign_in_name) from None


def _asked() -> str:
    """Return a password that is typed twice."""
    prompt = f"Password (at least {SHORTEST} characters)"
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=True))


def _act() -> Act:
    now = datetime.now(UTC)
    return Act(now, lambda: uuid7(now, secrets.token_bytes(10)))


def _key_of(session: Session, sign_in_name: str) -> UUID:
    """Return the key of who signs in with a name. Raises NobodySignsIn."""
    try:
        return directory.key_of(session, sign_in_name)
    except NotFound:
        raise NobodySignsIn(name=sign_in_name) from None


def _scope(session: Session, text: str) -> Scope:
    """Return the scope that somebody wrote as `kind:name`. Raises NoScope, and what `roles.scope_called` raises."""
    kind, _, name = text.partition(":")
    if kind not in list(ScopeKind):
        raise NoScope(scope=text)
    return roles.scope_called(session, ScopeKind(kind), name)
