"""What is done to groups and the accounts of their people, with what follows for courses; each act is a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes, delays, members
from cbt.accounts.changes import NewPerson
from cbt.accounts.directory import GroupRow
from cbt.accounts.refusals import Refusals
from cbt.accounts.rights import Holder
from cbt.errors import NotFound
from cbt.learning.enrolment import end_through, enrol_newcomers
from cbt.learning.notes import Done, note
from cbt.learning.recording import Act
from cbt.records.facts import Fact


def make_group(session: Session, name: str, post_id: UUID, by: UUID, act: Act) -> UUID:
    """Make a group at a post and return its id. The caller has found the post. Raises UnusableName, NotFound."""
    group_id = act.new_id()
    changes.add_group(session, group_id, name, post_id, act.now)
    note(session, Done("group_made", by, None, {"group": str(group_id), "post": str(post_id)}), act)
    return group_id


def group_made(fact: Fact) -> UUID:
    """Return the id of the group that a fact tells was made. Raises NotFound if it tells of something else."""
    match fact.detail:
        case {"act": "group_made", "group": str(group_id)}:
            return UUID(group_id)
    raise NotFound


def join(
    session: Session, group_id: UUID, structures: Mapping[str, str], people: Sequence[UUID], by: UUID, act: Act
) -> None:
    """Make people members of a group and enrol them for all it was given. Raises NotFound.

    structures: live structure by course id. Who was here before goes on where they stopped. The first one's fact
    carries the form's id for all of them.
    """
    for person_key in people:
        changes.join(session, group_id, person_key)
    enrol_newcomers(session, group_id, structures, people, act)
    for person_key in people:
        note(session, Done("joined", by, person_key, {"group": str(group_id)}), act)
        act = replace(act, submission_id=None)


def leave(session: Session, group_id: UUID, person_key: UUID, by: UUID, act: Act) -> None:
    """Take a person out of a group and end what they take through it only; the record stays."""
    changes.leave(session, group_id, person_key)
    end_through(session, group_id, person_key, by, act)
    note(session, Done("left", by, person_key, {"group": str(group_id)}), act)


def enlist(
    session: Session, group: GroupRow, structures: Mapping[str, str], person: tuple[UUID, NewPerson], by: UUID, act: Act
) -> None:
    """Add somebody new (a random UUID, and who they are) to the box and a group, and enrol them for all it was given.

    The caller has found the group for an instructor. Raises what `accounts.changes.add_person` raises.
    """
    key, new = person
    members.enlist(session, group, key, new, act.now)
    enrol_newcomers(session, group.id, structures, [key], act)
    note(session, Done("person_added", by, key, {"group": str(group.id)}), act)


def give_password(session: Session, holder: Holder, person_key: UUID, password_hash: str, act: Act) -> None:
    """Give a member a new password, hashed before the transaction. Raises PasswordRefused."""
    members.give_password(session, holder, person_key, password_hash)
    note(session, Done("password_given", holder.person_key, person_key), act)


def change_password(session: Session, person_key: UUID, password_hash: str, act: Act) -> None:
    """Give a person the password that they chose themselves, hashed before the transaction. Raises NotFound."""
    changes.change_password(session, person_key, password_hash)
    note(session, Done("password_changed", person_key, person_key), act)


def lift_delay(session: Session, person_key: UUID, refusals: Refusals, by: UUID, act: Act) -> None:
    """Let a member try to sign in again at once. The fact says nothing of the seat."""
    delays.lift_delay(session, person_key, refusals)
    note(session, Done("delay_lifted", by, person_key), act)
