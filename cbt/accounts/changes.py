"""What is done to the registers of people and places. Nobody here commits; times and ids are passed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cbt.accounts import delays, roles
from cbt.accounts.names import digest, folded, latin, sign_in_name, tidy
from cbt.accounts.people import Group, Membership, Organisation, Person, Post, Region
from cbt.accounts.sessions import close_sessions
from cbt.db import Base
from cbt.db.upsert import Upsert
from cbt.errors import N_, CbtError, NotFound
from cbt.language import locales


class NameTaken(CbtError):
    """Somebody signs in with this name already."""

    sentence = N_("Somebody signs in with this name already. Add a letter or a number.")


class RegionExists(CbtError):
    """A region has this name already."""

    sentence = N_("There is a region “{name}” already.")


class PlaceExists(CbtError):
    """A post or service of this country has this name already."""

    sentence = N_("There is “{name}” in {country} already. Give it another name.")


class UnknownCountry(CbtError):
    """A country is not given by its code."""

    sentence = N_("“{country}” is no country code. Write its two letters, as in “kz”.")


Row = TypeVar("Row", bound=Base)
MEMBER_KEY = ("group_id", "person_key")
JOIN = Upsert(Membership, MEMBER_KEY, {name: bindparam(name) for name in MEMBER_KEY}, lambda excluded: {})


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added. `password_hash` comes from `passwords.hash_password`, made before the transaction."""

    sign_in_name: str
    name: str
    latin_name: str
    language: str
    password_hash: str | None = None
    organisation_id: UUID | None = None
    post_id: UUID | None = None


def add_person(session: Session, key: UUID, new: NewPerson, now: datetime) -> Person:
    """Add an account and return it; `key` is a random UUID. Two people may have the same name, not the same sign-in.

    Raises NameTaken, UnusableName (NotLatin), UnknownLanguage, or NotFound for an unknown organisation or post.
    """
    signs_in_as, name, latin_name = sign_in_name(new.sign_in_name), tidy(new.name), latin(new.latin_name)
    person = Person(
        key=key,
        sign_in_name=signs_in_as,
        name=name,
        latin_name=latin_name,
        search_name=folded(f"{name} {latin_name} {signs_in_as}"),
        organisation_id=_known(session, Organisation, new.organisation_id),
        post_id=_known(session, Post, new.post_id),
        language=locales.find(new.language).tag,
        password_hash=new.password_hash,
        active=True,
        created_at=now,
    )
    try:
        return _added(session, person)
    except IntegrityError:  # asked of the database, so that two who are added at once cannot both have it
        raise NameTaken from None


def change_language(session: Session, person_key: UUID, language: str) -> None:
    """Change the language that a person reads. Raises NotFound, UnknownLanguage."""
    _person(session, person_key).language = locales.find(language).tag
    session.flush()


def change_password(session: Session, person_key: UUID, password_hash: str) -> None:
    """Give a person a new password (hashed before the transaction) and sign them out at every seat. Raises NotFound."""
    _person(session, person_key).password_hash = password_hash
    session.flush()
    close_sessions(session, person_key)


def deactivate(session: Session, person_key: UUID) -> None:
    """Close an account: nobody signs in with it, every seat is signed out; its records stay.

    Raises NotFound, LastAdmin.
    """
    person = _person(session, person_key)
    roles.spare(session, person_key)
    person.active = False
    session.flush()
    close_sessions(session, person_key)


def activate(session: Session, person_key: UUID) -> None:
    """Open a closed account again. Raises NotFound."""
    _person(session, person_key).active = True
    session.flush()


def erase_person(session: Session, person_key: UUID) -> None:
    """Delete a person and every row that only describes them; the key, in the log, then names nobody.

    Rows of other rooms that hang on the person go by their foreign keys. Raises NotFound, LastAdmin.
    """
    person = _person(session, person_key)
    roles.spare(session, person_key)
    delays.forget_account(session, digest(person.sign_in_name))
    session.expunge(person)
    session.execute(delete(Person).where(Person.key == person_key))


def add_region(session: Session, region_id: UUID, name: str) -> Region:
    """Add a region and return it. Raises RegionExists, UnusableName."""
    known = tidy(name)
    try:
        return _added(session, Region(id=region_id, name=known))
    except IntegrityError:
        raise RegionExists(name=known) from None


def add_organisation(session: Session, organisation_id: UUID, name: str, country: str) -> Organisation:
    """Add a service of a country (two letters) and return it. Raises UnusableName, UnknownCountry, PlaceExists."""
    called, of = _free(session, Organisation, tidy(name), _country(country))
    return _added(session, Organisation(id=organisation_id, name=called, country=of))


def add_post(session: Session, post_id: UUID, name: str, country: str, region_id: UUID | None = None) -> Post:
    """Add a place with a classroom and return it. Raises UnusableName, UnknownCountry, PlaceExists, NotFound."""
    known = _known(session, Region, region_id)
    called, of = _free(session, Post, tidy(name), _country(country))
    return _added(session, Post(id=post_id, name=called, country=of, region_id=known))


def add_group(session: Session, group_id: UUID, name: str, post_id: UUID, now: datetime) -> Group:
    """Add a group at a post and return it. Raises UnusableName, NotFound."""
    _known(session, Post, post_id)
    return _added(session, Group(id=group_id, name=tidy(name), post_id=post_id, created_at=now))


def join(session: Session, group_id: UUID, person_key: UUID) -> None:
    """Make a person a member of a group; a member stays one. Raises NotFound."""
    _known(session, Group, group_id)
    _person(session, person_key)
    JOIN.run(session, {"group_id": group_id, "person_key": person_key})


def leave(session: Session, group_id: UUID, person_key: UUID) -> None:
    """Take a person out of a group, if they are in it."""
    session.execute(delete(Membership).where(Membership.group_id == group_id, Membership.person_key == person_key))


def _added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _person(session: Session, person_key: UUID) -> Person:
    person = session.get(Person, person_key)
    if person is None:
        raise NotFound
    return person


def _known(session: Session, table: type[Base], key: UUID | None) -> UUID | None:
    if key is not None and session.get(table, key) is None:
        raise NotFound
    return key


def _free(session: Session, table: type[Organisation | Post], name: str, country: str) -> tuple[str, str]:
    """Return a name and its country if nothing of the table has both. Raises PlaceExists."""
    if session.scalar(select(table.id).where(table.name == name, table.country == country).limit(1)) is not None:
        raise PlaceExists(name=name, country=country)
    return name, country


def _country(code: str) -> str:
    country = code.strip().lower()
    if len(country) != 2 or not (country.isascii() and country.isalpha()):
        raise UnknownCountry(country=code)
    return country
