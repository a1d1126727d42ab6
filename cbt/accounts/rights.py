"""Who may do what to what: one pure function over roles held at scopes. Asked by every guard and every finder."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID


class RoleName(StrEnum):
    """The roles. A learner needs none."""

    INSTRUCTOR = "instructor"
    AUTHOR = "author"
    MANAGER = "manager"
    ADMIN = "admin"


class ScopeKind(StrEnum):
    """What a role can be held at, from narrow to wide."""

    GROUP = "group"
    POST = "post"
    COUNTRY = "country"
    REGION = "region"
    BOX = "box"


class Act(StrEnum):
    """What can be allowed."""

    TEACH = "teach"  # make groups, choose and add their members, assign, lift delays, give passwords
    MANAGE_PEOPLE = "manage people"  # add, change, deactivate and erase accounts
    READ_REPORTS = "read reports"
    WRITE_COURSES = "write courses"
    ADMINISTER = "administer"  # the box itself: backup, releases, settings, roles


Scope: TypeAlias = tuple[ScopeKind, str]
Scopes: TypeAlias = frozenset[Scope]

THE_BOX: Scope = (ScopeKind.BOX, "")
BOX: Scopes = frozenset({THE_BOX})  # the scopes of what belongs to nobody in particular: a course, a setting

GRANTS: dict[RoleName, frozenset[Act]] = {
    RoleName.INSTRUCTOR: frozenset({Act.TEACH, Act.READ_REPORTS}),
    RoleName.AUTHOR: frozenset({Act.WRITE_COURSES}),
    RoleName.MANAGER: frozenset({Act.MANAGE_PEOPLE, Act.READ_REPORTS}),
    RoleName.ADMIN: frozenset(Act),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One role at one scope. `scope_id` is a UUID in text, a country code, or empty for the box."""

    role: RoleName
    scope_kind: ScopeKind
    scope_id: str

    @property
    def scope(self) -> Scope:
        """The scope as a thing's scopes name it."""
        return (self.scope_kind, self.scope_id)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person and every role they hold."""

    person_key: UUID
    roles: tuple[Held, ...] = ()


def may(holder: Holder, act: Act, thing: Scopes) -> bool:
    """Tell whether a holder may do an act to a thing: one of their roles grants it, at one of the thing's scopes."""
    return not thing.isdisjoint(reach(holder, act))


def reach(holder: Holder, act: Act) -> Scopes:
    """Return the scopes at which a holder may do an act."""
    return frozenset(held.scope for held in holder.roles if act in GRANTS[held.role])
