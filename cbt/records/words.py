"""Free text beside the chain: the fact carries its salted digest, the words can be deleted."""

import hashlib
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, LargeBinary, Text, bindparam, delete, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cbt.db import Base
from cbt.records.tables import StoredFact

SALT_BYTES = 16


class FreeText(Base):
    """The words that belong to one fact: a text response, a comment, a reason. Register: deleted at erasure.

    Without the salt, which is deleted with them, the digest in the fact tells nothing about the words.
    """

    __tablename__ = "free_text"

    fact_id: Mapped[UUID] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[str] = mapped_column(Text)


TEXT = select(FreeText.text).where(FreeText.fact_id == bindparam("fact_id"))
FORGET = delete(FreeText).where(
    select(StoredFact.id)
    .where(StoredFact.id == FreeText.fact_id)
    .where(or_(StoredFact.actor == bindparam("person_key"), StoredFact.by == bindparam("person_key")))
    .exists()
)


def digest(text: str, salt: bytes) -> str:
    """Return the SHA-256 of salt and words, 64 hex digits."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def keep_text(session: Session, fact_id: UUID, text: str, salt: bytes) -> str:
    """Store the words of the fact that is about to be appended; returns the digest for its `text_digest`.

    NUL characters are left out: PostgreSQL has none. Raises ValueError for fewer than 16 bytes of salt.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"a salt has at least {SALT_BYTES} bytes")
    text = text.replace("\0", "")
    session.execute(insert(FreeText), {"fact_id": fact_id, "salt": salt, "text": text})
    return digest(text, salt)


def text_of(session: Session, fact_id: UUID) -> str | None:
    """Return the words of a fact; None if it has none or they were deleted."""
    return session.execute(TEXT, {"fact_id": fact_id}).scalar_one_or_none()


def forget_texts(session: Session, person_key: UUID) -> int:
    """Delete the words of every fact about a person or by them; returns how many."""
    options = {"synchronize_session": False}
    result = session.execute(FORGET, {"person_key": person_key}, execution_options=options)
    return cast("CursorResult[tuple[()]]", result).rowcount
