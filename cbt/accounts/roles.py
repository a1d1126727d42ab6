"""Roles that people hold, and the scopes that groups and people lie in. The table is a register."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.names import tidy
from cbt.accounts.people import Group, Membership, Organisation, Person, Post, Region
from cbt.accounts.rights import THE_BOX, Held, Holder, RoleName, Scope, ScopeKind, Scopes
from cbt.db import Base
from cbt.db.prepared import Prepared
from cbt.db.upsert import Upsert
from cbt.errors import N_, CbtError, NotFound


class UnknownScope(CbtError):
    """A role was to be held at something that does not exist."""

    sentence = N_("There is no {kind} “{scope}” to hold a role at. Choose one that exists.")


class NotHeld(CbtError):
    """A role was to be taken from somebody who does not hold it there."""

    sentence = N_("They do not hold the role {role} there, so nothing was changed.")


class SeveralScopes(CbtError):
    """A role was to be held at something whose name is not its alone."""

    sentence = N_("More than one {kind} is called “{scope}”. Give its id instead, as lists and addresses show it.")


class LastAdmin(CbtError):
    """Nobody would be left who administers the box."""

    sentence = N_("Nobody else administers this box. Give somebody else the role admin for the whole box first.")


class Role(Base):
    """A role held by a person at a scope. Register."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("role IN ('instructor', 'author', 'manager', 'admin')", name="role_known"),
        CheckConstraint("scope_kind IN ('group', 'post', 'country', 'region', 'box')", name="scope_kind_known"),
    )

    person_key: Mapped[UUID] = mapped_column(ForeignKey("person.key", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    scope_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    scope_id: Mapped[str] = mapped_column(String(40), primary_key=True)


@dataclass(frozen=True, slots=True)
class Account:
    """An account with the roles it holds, as whoever runs the box sees it: no name but the one to sign in with."""

    sign_in_name: str
    active: bool
    roles: tuple[Held, ...]


HELD = Prepared(
    select(Role.role, Role.scope_kind, Role.scope_id)
    .where(Role.person_key == bindparam("person_key"))
    .order_by(Role.role, Role.scope_kind, Role.scope_id)
)
PLACE_OF_PERSON = (
    select(Post.id, Post.country, Post.region_id, Organisation.country.label("service"), Membership.group_id)
    .select_from(Person)
    .outerjoin(Post, Post.id == Person.post_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(Membership, Membership.person_key == Person.key)
    .where(Person.key == bindparam("person_key"))
)
ACCOUNTS = (
    select(Person.sign_in_name, Person.active, Role.role, Role.scope_kind, Role.scope_id)
    .outerjoin(Role, Role.person_key == Person.key)
    .order_by(Person.sign_in_name, Role.role, Role.scope_kind, Role.scope_id)
)
ADMINS = (
    select(Role.person_key)
    .join(Person, Person.key == Role.person_key)
    .where(Role.role == RoleName.ADMIN.value, Role.scope_kind == ScopeKind.BOX.value)
    .where(Person.active.is_(True), Person.password_hash.is_not(None))
    .order_by(Role.person_key)
    .with_for_update()  # of two admins who close each other's account at once, the later one finds the first gone
)
TARGETS: dict[ScopeKind, type[Group | Post | Region]] = {
    ScopeKind.GROUP: Group,
    ScopeKind.POST: Post,
    ScopeKind.REGION: Region,
}


ROLE_KEY = ("person_key", "role", "scope_kind", "scope_id")
GRANT = Upsert(Role, ROLE_KEY, {name: bindparam(name) for name in ROLE_KEY}, lambda excluded: {})


def holder_of(session: Session, person_key: UUID) -> Holder:
    """Return a person with the roles they hold: one statement."""
    found = HELD.all(session, {"person_key": person_key})
    return Holder(person_key, tuple(Held(RoleName(role), ScopeKind(kind), scope_id) for role, kind, scope_id in found))


def scopes_of_person(session: Session, person_key: UUID) -> Scopes:
    """Return every scope a person lies in: their groups, post, region, country and the box. Raises NotFound.

    The country is the organisation's, else the post's: at a post shared by two services, the one's manager may not
    reach the other's people. One statement.
    """
    places = session.execute(PLACE_OF_PERSON, {"person_key": person_key}).all()
    if not places:
        raise NotFound
    post_id, country, region_id, service, _ = places[0]
    groups = {(ScopeKind.GROUP, str(row.group_id)) for row in places if row.group_id is not None}
    return scopes_of_place(post_id, service or country, region_id) | groups


def scopes_of_place(post_id: UUID | None, country: str | None, region_id: UUID | None) -> Scopes:
    """Return the scopes of a place; what is None adds none."""
    scopes: set[Scope] = {THE_BOX}
    for kind, found in ((ScopeKind.POST, post_id), (ScopeKind.COUNTRY, country), (ScopeKind.REGION, region_id)):
        if found is not None:
            scopes.add((kind, str(found)))
    return frozenset(scopes)


def scope_called(session: Session, kind: ScopeKind, name: str) -> Scope:
    """Return a scope by what people call it: a name, or an id where one name is shared; a country's code; box: empty.

    Raises UnknownScope, SeveralScopes, UnusableName. Whether a country or the box is right is found by `grant`.
    """
    table = TARGETS.get(kind)
    if table is None or _exists(session, table, name):
        return kind, name
    found = session.scalars(select(table.id).where(table.name == tidy(name))).all()
    if not found:
        raise UnknownScope(kind=kind.value, scope=name)
    if len(found) > 1:
        raise SeveralScopes(kind=kind.value, scope=name)
    return kind, str(found[0])


def name_of(session: Session, scope: Scope) -> str:
    """Return what people call a scope, as the command line takes it: `post:Stone Gate`, `country:kz`, `box`."""
    kind, scope_id = scope
    table = TARGETS.get(kind)
    name = session.scalar(select(table.name).where(table.id == UUID(scope_id))) if table else scope_id
    return f"{kind}:{name}" if name else kind.value


def accounts(session: Session) -> list[Account]:
    """Return every account of the box, closed ones too, by the name to sign in with: one statement."""
    found = groupby(session.execute(ACCOUNTS), lambda row: (row.sign_in_name, row.active))
    return [
        Account(
            sign_in_name,
            active,
            tuple(Held(RoleName(row.role), ScopeKind(row.scope_kind), row.scope_id) for row in rows if row.role),
        )
        for (sign_in_name, active), rows in found
    ]


def spare(session: Session, person_key: UUID) -> None:
    """Raise LastAdmin if this person alone can sign in and administer the box."""
    if list(session.scalars(ADMINS)) == [person_key]:
        raise LastAdmin


def grant(session: Session, person_key: UUID, held: Held) -> None:
    """Give a person a role at a scope; the same again changes nothing. Raises UnknownScope."""
    _check_scope(session, held)
    GRANT.run(session, {"person_key": person_key, **_columns(held)})


def revoke(session: Session, person_key: UUID, held: Held) -> None:
    """Take a role at a scope from a person. Raises NotHeld if they do not hold it, LastAdmin."""
    role = session.get(Role, {"person_key": person_key, **_columns(held)})
    if role is None:
        raise NotHeld(role=held.role.value)
    if held == Held(RoleName.ADMIN, *THE_BOX):
        spare(session, person_key)
    session.delete(role)
    session.flush()


def _columns(held: Held) -> dict[str, str]:
    return {"role": held.role.value, "scope_kind": held.scope_kind.value, "scope_id": held.scope_id}


def _check_scope(session: Session, held: Held) -> None:
    kind, scope_id = held.scope
    if kind is ScopeKind.BOX:
        exists = scope_id == ""
    elif kind is ScopeKind.COUNTRY:
        exists = len(scope_id) == 2 and scope_id.isascii() and scope_id.islower()
    else:
        exists = _exists(session, TARGETS[kind], scope_id)
    if not exists:
        raise UnknownScope(kind=kind.value, scope=scope_id)


def _exists(session: Session, table: type[Group | Post | Region], scope_id: str) -> bool:
    try:
        key = UUID(scope_id)
    except ValueError:
        return False
    return str(key) == scope_id and session.get(table, key) is not None
