"""What an admin does to accounts: adding them, passwords, roles, closing and opening; each act is a fact."""

from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.rights import Held
from cbt.learning.notes import Done, note
from cbt.learning.recording import Act
from cbt.records.facts import Json


def add_person(session: Session, person: tuple[UUID, NewPerson], by: UUID | None, act: Act) -> None:
    """Add somebody (a random UUID, and who they are) to the box. `by`: who did it, None at the box itself, as below.

    Raises what `accounts.changes.add_person` raises.
    """
    key, new = person
    changes.add_person(session, key, new, act.now)
    note(session, Done("person_added", by, key), act)


def give_password(session: Session, person_key: UUID, password_hash: str, by: UUID | None, act: Act) -> None:
    """Give a person a new password, hashed before the transaction; every seat is signed out. Raises NotFound."""
    changes.change_password(session, person_key, password_hash)
    note(session, Done("password_given", by, person_key), act)


def give_role(session: Session, person_key: UUID, held: Held, by: UUID | None, act: Act) -> None:
    """Give a person a role at a scope. Raises UnknownScope."""
    roles.grant(session, person_key, held)
    note(session, Done("role_given", by, person_key, _told(held)), act)


def take_role(session: Session, person_key: UUID, held: Held, by: UUID | None, act: Act) -> None:
    """Take a role at a scope from a person: from their next page on. Raises NotHeld, LastAdmin."""
    roles.revoke(session, person_key, held)
    note(session, Done("role_taken", by, person_key, _told(held)), act)


def close_account(session: Session, person_key: UUID, by: UUID | None, act: Act) -> None:
    """Close an account: nobody signs in with it, every seat is signed out; its records stay.

    Raises NotFound, LastAdmin.
    """
    changes.deactivate(session, person_key)
    note(session, Done("account_closed", by, person_key), act)


def open_account(session: Session, person_key: UUID, by: UUID | None, act: Act) -> None:
    """Open a closed account again. Raises NotFound."""
    changes.activate(session, person_key)
    note(session, Done("account_opened", by, person_key), act)


def _told(held: Held) -> dict[str, Json]:
    return {"role": held.role.value, "scope": held.scope_kind.value, "scope_id": held.scope_id}
