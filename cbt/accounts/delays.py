"""Growing delays after wrong passwords, for each account and each address. The table is a register.

It outlives restarts. Counted in seconds of uptime, a clock that never goes back and goes on from the largest stored
value after a restart; no wall clock decides a lock-out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, String, and_, bindparam, case, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.names import digest
from cbt.accounts.people import Person
from cbt.accounts.refusals import Refusals
from cbt.db import Base
from cbt.db.upsert import Upsert

QUIET_MS = 30 * 60 * 1000  # so long without a wrong password, and counting begins anew


class Kind(StrEnum):
    """What is counted."""

    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Rule:
    """How many wrong passwords cost nothing, what the next one costs, doubled by each further one up to the longest."""

    free: int
    first_s: int
    longest_s: int


RULES = {
    Kind.ACCOUNT: Rule(free=3, first_s=5, longest_s=15 * 60),
    Kind.ADDRESS: Rule(free=10, first_s=5, longest_s=5 * 60),  # a seat is shared: more may err there
}


class SignInDelay(Base):
    """Wrong passwords in a row. Register.

    `subject` is the digest of the name that was typed, whether or not such an account exists, or the address.
    """

    __tablename__ = "sign_in_delay"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    counted_at_uptime_ms: Mapped[int] = mapped_column(BigInteger)
    last_address: Mapped[str] = mapped_column(String(64))


COUNT = Upsert(
    SignInDelay,
    ("kind", "subject"),
    {
        "kind": bindparam("kind"),
        "subject": bindparam("subject"),
        "failures": 1,
        "counted_at_uptime_ms": bindparam("uptime_ms"),
        "last_address": bindparam("address"),
    },
    lambda excluded: {
        "failures": case(
            (SignInDelay.counted_at_uptime_ms + QUIET_MS <= excluded.counted_at_uptime_ms, 1),
            else_=SignInDelay.failures + 1,
        ),
        "counted_at_uptime_ms": excluded.counted_at_uptime_ms,
        "last_address": excluded.last_address,
    },
)
HOLD = Upsert(
    SignInDelay,
    ("kind", "subject"),
    {
        "kind": bindparam("kind"),
        "subject": bindparam("subject"),
        "failures": 0,
        "counted_at_uptime_ms": bindparam("uptime_ms"),
        "last_address": bindparam("address"),
    },
    lambda excluded: {"failures": SignInDelay.failures},  # as it is: only the lock is wanted
)
STANDING = select(SignInDelay.kind, SignInDelay.failures, SignInDelay.counted_at_uptime_ms).where(
    or_(
        and_(SignInDelay.kind == Kind.ACCOUNT, SignInDelay.subject == bindparam("account")),
        and_(SignInDelay.kind == Kind.ADDRESS, SignInDelay.subject == bindparam("address")),
    )
)
WAITING = select(SignInDelay.kind, SignInDelay.subject, SignInDelay.failures, SignInDelay.counted_at_uptime_ms).where(
    or_(
        and_(SignInDelay.kind == Kind.ACCOUNT, SignInDelay.subject.in_(bindparam("accounts", expanding=True))),
        and_(SignInDelay.kind == Kind.ADDRESS, SignInDelay.subject.in_(bindparam("addresses", expanding=True))),
    )
)


def delay_ms(kind: Kind, failures: int) -> int:
    """Return how long nobody may try after so many wrong passwords in a row."""
    rule = RULES[kind]
    if failures <= rule.free:
        return 0
    doublings = min(failures - rule.free - 1, 20)
    return min(rule.first_s << doublings, rule.longest_s) * 1000


def wait_ms(session: Session, account: str, address: str, uptime: float) -> int:
    """Return how long this account (a digest) may not be tried from this address; 0 if it may. One statement."""
    rows = session.execute(STANDING, {"account": account, "address": address})
    waits = [_left(Kind(kind), failures, counted, uptime) for kind, failures, counted in rows]
    return max(waits, default=0)


def hold(session: Session, account: str, address: str, uptime: float) -> None:
    """Let nobody else judge or count for this account or address until this transaction ends."""
    _write(HOLD, session, account, address, uptime)


def count_failure(session: Session, account: str, address: str, uptime: float) -> None:
    """Count a wrong password against the account and the address."""
    _write(COUNT, session, account, address, uptime)


def forget_account(session: Session, account: str) -> None:
    """Begin an account's count anew: its password was right. That pardons no address."""
    session.execute(delete(SignInDelay).where(SignInDelay.kind == Kind.ACCOUNT, SignInDelay.subject == account))


def lift_delay(session: Session, person_key: UUID, refusals: Refusals) -> None:
    """Let a person try again at once, at the seats where they last failed and were last refused too."""
    name = session.scalar(select(Person.sign_in_name).where(Person.key == person_key))
    if name is None:
        return
    account = digest(name)
    seat = session.scalar(
        select(SignInDelay.last_address).where(SignInDelay.kind == Kind.ACCOUNT, SignInDelay.subject == account)
    )
    forget_account(session, account)
    for address in sorted({seat, refusals.address_of(account)} - {None}, key=str):
        session.execute(delete(SignInDelay).where(SignInDelay.kind == Kind.ADDRESS, SignInDelay.subject == address))


def waits_of(session: Session, sign_in_names: Mapping[UUID, str], refusals: Refusals, uptime: float) -> dict[UUID, int]:
    """Return the whole seconds that each of these people has to wait; who need not is left out. One statement.

    Who was refused because a seat has to wait, waits as long as that seat.
    """
    accounts = {key: digest(name) for key, name in sign_in_names.items()}
    seats = {key: refusals.address_of(account) for key, account in accounts.items()}
    subjects = {"accounts": list(accounts.values()), "addresses": sorted({seat for seat in seats.values() if seat})}
    left = {
        (kind, subject): _left(Kind(kind), failures, counted, uptime)
        for kind, subject, failures, counted in session.execute(WAITING, subjects)
    }
    waits = {
        key: max(left.get((Kind.ACCOUNT, account), 0), left.get((Kind.ADDRESS, seats[key] or ""), 0))
        for key, account in accounts.items()
    }
    return {key: whole_seconds(wait) for key, wait in waits.items() if wait}


def uptime_seen(session: Session) -> float:
    """Return the largest uptime in seconds that was written here: a restarted clock has to go on from it."""
    return (session.scalar(select(func.max(SignInDelay.counted_at_uptime_ms))) or 0) / 1000


def forget_quiet(session: Session, uptime: float) -> None:
    """Drop counts that would begin anew anyway, but the newest, which holds the clock. For the start of a server."""
    newest = select(func.max(SignInDelay.counted_at_uptime_ms)).scalar_subquery()
    over = milliseconds_of(uptime) - QUIET_MS
    session.execute(
        delete(SignInDelay)
        .where(SignInDelay.counted_at_uptime_ms <= over)
        .where(SignInDelay.counted_at_uptime_ms < newest),
        execution_options={"synchronize_session": False},
    )


def whole_seconds(wait: int) -> int:
    """Return milliseconds as whole seconds, rounded up."""
    return -(-wait // 1000)


def milliseconds_of(uptime: float) -> int:
    """Return seconds of uptime as they are stored."""
    return int(uptime * 1000)


def _write(upsert: Upsert, session: Session, account: str, address: str, uptime: float) -> None:
    at = milliseconds_of(uptime)
    # Always in this order, so that two transactions on PostgreSQL never wait for each other.
    for kind, subject in ((Kind.ACCOUNT, account), (Kind.ADDRESS, address)):
        upsert.run(session, {"kind": kind.value, "subject": subject, "uptime_ms": at, "address": address})


def _left(kind: Kind, failures: int, counted: int, uptime: float) -> int:
    passed = max(milliseconds_of(uptime) - counted, 0)  # a clock that did not go on must not lengthen the wait
    return max(delay_ms(kind, failures) - passed, 0)
