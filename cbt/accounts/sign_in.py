"""Signing in with a name and a password: read, prove outside any transaction, then settle.

    claim = claim_of(session, name, address, uptime)        # reading; raises TryLater
    proof = prove(claim, password)                          # some 25 ms of CPU: hold no lock
    with database.writing() as session:
        person_key = settle(session, claim, proof, uptime)  # None: wrong, and counted; raise WrongPassword after it

A wrong password is told by a value: an error raised inside the transaction would undo the count.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from cbt.accounts import delays, passwords
from cbt.accounts.names import digest, folded
from cbt.accounts.people import Person
from cbt.errors import N_, CbtError


class WrongPassword(CbtError):
    """The name and the password do not belong together, or there is no such account: which of them is not said."""

    sentence = N_("This name and password do not belong together. Check both, and the language of the keyboard.")


class TryLater(CbtError):
    """Too many wrong passwords for this account or from this seat. Its value `seconds` is a whole number above 0.

    `account` is the digest of the name that was refused, for `Refusals`.
    """

    sentence = N_(
        "Too many wrong passwords. Wait {seconds} seconds and try again, or ask your instructor to lift this."
    )

    def __init__(self, account: str, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.account = account


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are, and what is known about it. `person_key` and hash are None for nobody we know."""

    account: str
    address: str
    person_key: UUID | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the password was right, and a new hash when the parameters of hashing have changed since."""

    right: bool
    rehashed: str | None = None


ACCOUNT = (
    select(Person.key, Person.password_hash)
    .where(Person.sign_in_name == bindparam("sign_in_name"))
    .where(Person.active.is_(True))
)


def claim_of(session: Session, name: str, address: str, uptime: float) -> Claim:
    """Return what is known about a typed name, in two statements whether it exists or not. Raises TryLater."""
    account = digest(name)
    _check_wait(session, account, address, uptime)
    row = session.execute(ACCOUNT, {"sign_in_name": folded(name)}).first()
    return Claim(account, address, row.key if row else None, row.password_hash if row else None)


def prove(claim: Claim, password: str) -> Proof:
    """Tell whether the password is right. The same work for an unknown name; no session, no lock."""
    if not passwords.matches(claim.password_hash, password) or claim.password_hash is None:
        return Proof(right=False)
    return Proof(right=True, rehashed=passwords.rehash(claim.password_hash, password))


def settle(session: Session, claim: Claim, proof: Proof, uptime: float) -> UUID | None:
    """Count a wrong password and return None, or return the person's key and begin their count anew.

    Raises TryLater if others failed meanwhile: many guesses at once gain nothing, not even when one was right.
    """
    delays.hold(session, claim.account, claim.address, uptime)
    _check_wait(session, claim.account, claim.address, uptime)
    if not proof.right or not _stands(session, claim):
        delays.count_failure(session, claim.account, claim.address, uptime)
        return None
    delays.forget_account(session, claim.account)
    if proof.rehashed is not None:
        session.execute(update(Person).where(Person.key == claim.person_key).values(password_hash=proof.rehashed))
    return claim.person_key


def _check_wait(session: Session, account: str, address: str, uptime: float) -> None:
    wait = delays.wait_ms(session, account, address, uptime)
    if wait:
        raise TryLater(account, delays.whole_seconds(wait))


def _stands(session: Session, claim: Claim) -> bool:
    """Tell whether the account is still open with the password that was proven."""
    found = session.scalar(select(Person.password_hash).where(Person.key == claim.person_key, Person.active.is_(True)))
    return found is not None and found == claim.password_hash


def claim_of_person(session: Session, person_key: UUID, address: str, uptime: float) -> Claim:
    """Return the claim of somebody who is signed in and is to prove their password again. Raises TryLater."""
    name = session.scalar(select(Person.sign_in_name).where(Person.key == person_key))
    return claim_of(session, name or "", address, uptime)
