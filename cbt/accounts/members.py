"""What an instructor does for the people of a group: adding somebody new, giving a new password."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes
from cbt.accounts.changes import NewPerson
from cbt.accounts.directory import GroupRow
from cbt.accounts.rights import BOX, Act, Holder, ScopeKind, may
from cbt.accounts.roles import holder_of, scopes_of_person
from cbt.errors import N_, CbtError

SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfgkmnprstvz" for vowel in "aeiou"]
DIGITS = "23456789"


class PasswordRefused(CbtError):
    """Somebody wanted to give a password to whom they may not: they could then sign in as them."""


class HoldsRole(PasswordRefused):
    """The password would have been for somebody with a role, given by another than the admin of the box."""

    sentence = N_("This person has more rights than a learner. Only the admin of the box may give them a new password.")


class OnlyInGroup(PasswordRefused):
    """The password would have been given by somebody who reaches the person through a group only."""

    sentence = N_(
        "You teach this person in your group only. Ask an instructor of their post or the admin of the box "
        "to give them a new password."
    )


def enlist(session: Session, group: GroupRow, key: UUID, new: NewPerson, now: datetime) -> None:
    """Add somebody new to the box, at the group's post, and to the group. `key` is a random UUID.

    The caller has found the group for an instructor. Raises what `add_person` raises.
    """
    changes.add_person(session, key, replace(new, post_id=group.post_id), now)
    changes.join(session, group.id, key)


def give_password(session: Session, holder: Holder, person_key: UUID, password_hash: str) -> None:
    """Give a member a new password, hashed before the transaction, and sign them out at every seat.

    Raises PasswordRefused. To somebody with a role (HoldsRole) only who administers the box itself may give one. To a
    learner (OnlyInGroup) only who teaches at their post, country or region, or the box: a group is no reason, since
    people are put into groups. The holder's roles are read again here, in the writing session.
    """
    now_held = holder_of(session, holder.person_key)
    if holder_of(session, person_key).roles and not may(now_held, Act.ADMINISTER, BOX):
        raise HoldsRole
    places = frozenset(scope for scope in scopes_of_person(session, person_key) if scope[0] is not ScopeKind.GROUP)
    if not may(now_held, Act.TEACH, places):
        raise OnlyInGroup
    changes.change_password(session, person_key, password_hash)


def made_password(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a password that can be read out and typed on any keyboard, such as `kamu-vire-73`: 30 bits.

    That is enough against guessing through the sign-in page, whose delays grow. `choose` picks one of a list at random.
    """
    words = ["".join(choose(SYLLABLES) for _ in range(2)) for _ in range(2)]
    return "-".join([*words, choose(DIGITS) + choose(DIGITS)])
