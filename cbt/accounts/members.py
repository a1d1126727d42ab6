"""What an instructor does for the people of a group: adding somebody new, giving a new password."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes
from cbt.accounts.changes import NewPerson
from cbt.accounts.directory import GroupRow
from cbt.accounts.rights import Act, Holder, reach
from cbt.accounts.roles import holder_of
from cbt.errors import N_, CbtError

SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfgkmnprstvz" for vowel in "aeiou"]
DIGITS = "23456789"


class HoldsRole(CbtError):
    """An instructor wanted to give a password to somebody with a role: they could then sign in as them."""

    sentence = N_("This person has more rights than a learner. Only the admin of the box may give them a new password.")


def enlist(session: Session, group: GroupRow, key: UUID, new: NewPerson, now: datetime) -> None:
    """Add somebody new to the box, at the group's post, and to the group. `key` is a random UUID.

    The caller has found the group for an instructor. Raises what `add_person` raises.
    """
    changes.add_person(session, key, replace(new, post_id=group.post_id), now)
    changes.join(session, group.id, key)


def give_password(session: Session, holder: Holder, person_key: UUID, password_hash: str) -> None:
    """Give a member a new password, hashed before the transaction, and sign them out at every seat.

    The caller has found the member for the holder. Raises HoldsRole for anybody with a role, unless the holder
    administers the box.
    """
    if holder_of(session, person_key).roles and not reach(holder, Act.ADMINISTER):
        raise HoldsRole
    changes.change_password(session, person_key, password_hash)


def made_password(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a password that can be read out and typed on any keyboard, such as `kamu-vire-73`: 30 bits.

    That is enough against guessing through the sign-in page, whose delays grow. `choose` picks one of a list at random.
    """
    words = ["".join(choose(SYLLABLES) for _ in range(2)) for _ in range(2)]
    return "-".join([*words, choose(DIGITS) + choose(DIGITS)])
