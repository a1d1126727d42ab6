"""The groups and people that a holder may reach: each list one statement; a finder that finds nothing says nothing.

What somebody may not know of does not exist for them: `NotFound` is raised for both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session

from cbt.accounts.names import folded, sign_in_name, tidy
from cbt.accounts.people import Group, Membership, Organisation, Person, Post, Region
from cbt.accounts.rights import Act, Holder, ScopeKind, reach
from cbt.errors import NotFound

MOST = 50  # names in one answer to a search


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its post and the number of its members."""

    id: UUID
    name: str
    post_id: UUID
    post_name: str
    country: str
    members: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists show them."""

    key: UUID
    name: str
    latin_name: str
    sign_in_name: str
    language: str
    active: bool
    organisation_name: str | None
    post_name: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A post or an organisation to choose in a form."""

    id: UUID
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class PostRow(Place):
    """A post with its region, if it reports to one."""

    region_name: str | None


MEMBERS = (
    select(func.count())
    .select_from(Membership)
    .where(Membership.group_id == Group.id)
    .correlate(Group)
    .scalar_subquery()
)
GROUPS = select(Group.id, Group.name, Group.post_id, Post.name.label("post_name"), Post.country, MEMBERS).join(
    Post, Post.id == Group.post_id
)
GROUP = GROUPS.where(Group.id == bindparam("group_id"))
PEOPLE = (
    select(
        Person.key,
        Person.name,
        Person.latin_name,
        Person.sign_in_name,
        Person.language,
        Person.active,
        Organisation.name.label("organisation_name"),
        Post.name.label("post_name"),
    )
    .select_from(Person)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(Post, Post.id == Person.post_id)
)
BY_NAME = (Person.latin_name, Person.name, Person.key)
KEY = select(Person.key).where(Person.sign_in_name == bindparam("sign_in_name"))
PEOPLE_OF = (
    PEOPLE.join(Membership, Membership.person_key == Person.key)
    .where(Membership.group_id == bindparam("group_id"))
    .order_by(*BY_NAME)
)
POSTS = select(Post.id, Post.name, Post.country).order_by(Post.name, Post.id)
EVERY_POST = (
    select(Post.id, Post.name, Post.country, Region.name)
    .outerjoin(Region, Region.id == Post.region_id)
    .order_by(Post.name, Post.id)
)
REGION = select(Region.id).where(Region.name == bindparam("name"))
ORGANISATIONS = select(Organisation.id, Organisation.name, Organisation.country).order_by(
    Organisation.name, Organisation.id
)


def group_for(session: Session, holder: Holder, act: Act, group_id: UUID) -> GroupRow:
    """Return a group to which this holder may do this act: one statement. Raises NotFound."""
    row = session.execute(GROUP.where(groups_within(holder, act)), {"group_id": group_id}).first()
    if row is None:
        raise NotFound
    return GroupRow(*row)


def member_for(session: Session, holder: Holder, act: Act, group_id: UUID, person_key: UUID) -> PersonRow:
    """Return a member of a group to which this holder may do this act: one statement. Raises NotFound."""
    open_to = select(Group.id).join(Post, Post.id == Group.post_id).where(groups_within(holder, act))
    member = PEOPLE_OF.where(Person.key == person_key, Membership.group_id.in_(open_to))
    row = session.execute(member, {"group_id": group_id}).first()
    if row is None:
        raise NotFound
    return PersonRow(*row)


def people_of(session: Session, group_id: UUID) -> list[PersonRow]:
    """Return the members of a group by Latin name, closed accounts too. The caller has found the group."""
    return [PersonRow(*row) for row in session.execute(PEOPLE_OF, {"group_id": group_id})]


def candidates(session: Session, holder: Holder, group: GroupRow, search: str = "") -> list[PersonRow]:
    """Return up to 50 people who may be added to a group: open accounts of people whom the holder may teach already.

    An instructor of the group's post is offered its people; one of a group only, nobody from outside their groups.
    Members are left out. The caller has found the group for this holder.
    """
    inside = select(Membership.person_key).where(Membership.group_id == group.id)
    return _people(session, PEOPLE.where(_offered(holder), Person.key.not_in(inside)), search)


def chosen_candidates(session: Session, holder: Holder, people: Sequence[UUID]) -> list[UUID]:
    """Return the keys of people who were chosen for a group: one statement. Raises NotFound if one may not be added."""
    statement = select(Person.key).outerjoin(Organisation).outerjoin(Post, Post.id == Person.post_id)
    found = set(session.scalars(statement.where(_offered(holder), Person.key.in_(people))))
    if not found.issuperset(people):
        raise NotFound
    return list(dict.fromkeys(people))


def _offered(holder: Holder) -> ColumnElement[bool]:
    return and_(Person.active.is_(True), _people_within(holder, Act.TEACH))


def key_of(session: Session, name: str) -> UUID:
    """Return the key of who signs in with a name, in any case. Raises NotFound, UnusableName."""
    key = session.scalars(KEY, {"sign_in_name": sign_in_name(name)}).one_or_none()
    if key is None:
        raise NotFound
    return key


def posts(session: Session) -> list[PostRow]:
    """Return every post with its region, by name."""
    return [PostRow(*row) for row in session.execute(EVERY_POST)]


def region_called(session: Session, name: str) -> UUID | None:
    """Return the region of a name, or None. Raises UnusableName."""
    return session.scalars(REGION, {"name": tidy(name)}).one_or_none()


def organisations(session: Session) -> list[Place]:
    """Return every organisation by name."""
    return [Place(*row) for row in session.execute(ORGANISATIONS)]


def posts_open_to(session: Session, holder: Holder, act: Act) -> list[Place]:
    """Return the posts at which a holder may do an act, by name: where they may make groups (TEACH), say."""
    scopes = _by_kind(holder, act)
    return [Place(*row) for row in session.execute(POSTS.where(_posts_within(scopes)))]


def _people(session: Session, statement: Select[*tuple[Any, ...]], search: str) -> list[PersonRow]:
    for word in folded(search).split():
        statement = statement.where(Person.search_name.contains(word, autoescape=True))
    return [PersonRow(*row) for row in session.execute(statement.order_by(*BY_NAME).limit(MOST))]


def _by_kind(holder: Holder, act: Act) -> dict[ScopeKind, list[str]]:
    scopes: dict[ScopeKind, list[str]] = {kind: [] for kind in ScopeKind}
    for kind, scope_id in sorted(reach(holder, act)):
        scopes[kind].append(scope_id)
    return scopes


def _posts_within(scopes: dict[ScopeKind, list[str]]) -> ColumnElement[bool]:
    if scopes[ScopeKind.BOX]:
        return true()
    return or_(
        Post.id.in_(_keys(scopes[ScopeKind.POST])),
        Post.country.in_(scopes[ScopeKind.COUNTRY]),
        Post.region_id.in_(_keys(scopes[ScopeKind.REGION])),
        false(),
    )


def groups_within(holder: Holder, act: Act) -> ColumnElement[bool]:
    """Return the condition, on Group joined with its Post, that says the same as `may` of a group's scopes.

    Those are the group itself, its post, the post's country and region, and the box.
    """
    scopes = _by_kind(holder, act)
    return or_(_posts_within(scopes), Group.id.in_(_keys(scopes[ScopeKind.GROUP])))


def _people_within(holder: Holder, act: Act) -> ColumnElement[bool]:
    """Return the condition, on Person with its Organisation and Post, that says the same as `scopes_of_person`."""
    scopes = _by_kind(holder, act)
    if scopes[ScopeKind.BOX]:
        return true()
    taught = select(Membership.person_key).where(Membership.group_id.in_(_keys(scopes[ScopeKind.GROUP])))
    return or_(
        Person.post_id.in_(_keys(scopes[ScopeKind.POST])),
        func.coalesce(Organisation.country, Post.country).in_(scopes[ScopeKind.COUNTRY]),
        Post.region_id.in_(_keys(scopes[ScopeKind.REGION])),
        Person.key.in_(taught),
    )


def _keys(scope_ids: Sequence[str]) -> list[UUID]:
    return [UUID(scope_id) for scope_id in scope_ids]
