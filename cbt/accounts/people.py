"""People and where they belong: regions, posts, organisations, groups. Every table here is a register.

A person's row, and the rows that hang on it, go with an erasure; only the key stays, in the log, and names nobody.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cbt.db import Base

COUNTRY_CODE = "length(country) = 2 AND country = lower(country)"


class Region(Base):
    """Posts that report to one office. Register."""

    __tablename__ = "region"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Organisation(Base):
    """The service a person belongs to, with its country. Register."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint(COUNTRY_CODE, name="country_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))


class Post(Base):
    """A place with a classroom. Register."""

    __tablename__ = "post"
    __table_args__ = (CheckConstraint(COUNTRY_CODE, name="country_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)


class Person(Base):
    """Somebody with an account. Register.

    `sign_in_name` and `search_name` are folded (`names.folded`); `name` is in the own script.
    The organisation's country, else the post's, is the person's country. Without `password_hash` nobody can sign in.
    """

    __tablename__ = "person"

    key: Mapped[UUID] = mapped_column(primary_key=True)  # random, without meaning: the only thing that facts know
    sign_in_name: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    latin_name: Mapped[str] = mapped_column(String(120), index=True)
    search_name: Mapped[str] = mapped_column(Text)  # folding lengthens names, by as much as three
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"), index=True)
    language: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Group(Base):
    """People taught together at a post. Register."""

    __tablename__ = "group"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), index=True)
    created_at: Mapped[datetime]


class Membership(Base):
    """A person in a group. Register."""

    __tablename__ = "membership"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    person_key: Mapped[UUID] = mapped_column(ForeignKey("person.key", ondelete="CASCADE"), primary_key=True, index=True)
