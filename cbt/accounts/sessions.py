"""Who sits at a seat: login sessions, found again by one prepared statement. The table is passing: it may be lost."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, bindparam, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.accounts.people import Organisation, Person, Post
from cbt.db import Base
from cbt.db.prepared import Prepared

LASTS = timedelta(hours=12)


class LoginSession(Base):
    """One sign-in. Passing.

    `id` is the SHA-256 of the token that the browser holds: who reads the table cannot use it.
    """

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_key: Mapped[UUID] = mapped_column(ForeignKey("person.key", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who asks for a page. `country` is the organisation's, else the post's, else None.

    Roles are not here: `roles.holder_of` reads them where rights are asked.
    """

    person_key: UUID
    name: str
    latin_name: str
    language: str
    country: str | None
    post_name: str | None
    session_id: str


SESSION = Prepared(
    select(
        Person.key,
        Person.name,
        Person.latin_name,
        Person.language,
        func.coalesce(Organisation.country, Post.country),
        Post.name.label("post_name"),
        LoginSession.id,
    )
    .select_from(LoginSession)
    .join(Person, Person.key == LoginSession.person_key)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(Post, Post.id == Person.post_id)
    .where(LoginSession.id == bindparam("token_hash"))
    .where(LoginSession.ends_at > bindparam("now"))
    .where(Person.active.is_(True))
)


def token_hash(token: str) -> str:
    """Return what a token is stored and looked up by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def viewer_of(session: Session, token_hash: str, now: datetime) -> Viewer | None:
    """Return who sits behind a token; None when it is unknown, has ended, or the account is closed. One statement."""
    row = SESSION.first(session, {"token_hash": token_hash, "now": now})
    return None if row is None else Viewer(*row)


def open_session(session: Session, person_key: UUID, now: datetime, token: str) -> str:
    """Sign a person in until 12 hours from now and return the session's id; sweep away what has ended.

    The token has to be random (at least 16 bytes) and is kept by the browser only.
    """
    session.execute(delete(LoginSession).where(LoginSession.ends_at <= now))
    opened = LoginSession(id=token_hash(token), person_key=person_key, opened_at=now, ends_at=now + LASTS)
    session.add(opened)
    session.flush()
    return opened.id


def close_session(session: Session, session_id: str) -> None:
    """Sign out one seat; one that is out already stays so."""
    session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def close_sessions(session: Session, person_key: UUID) -> None:
    """Sign a person out at every seat."""
    session.execute(delete(LoginSession).where(LoginSession.person_key == person_key))
