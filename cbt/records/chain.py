"""The chain: the canonical bytes of a fact, its hash over the one before, and the head that names a whole log."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self
from uuid import UUID

from cbt.db.base import milliseconds
from cbt.errors import N_, CbtError
from cbt.records.facts import Fact, Json, plain

FORMAT = 1
START = "0" * 64  # what the first fact of a log has before it

NAMES = tuple(field.name for field in fields(Fact))
ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


class NotAHead(CbtError):
    """A text does not name the head of a log."""

    sentence = N_(
        "“{text}” does not name the head of a log. It looks like: log id, colon, number, colon, 64 hex digits."
    )


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log at some time; it vouches for every fact up to it. Written `<log id>:<sequence>:<hash>`."""

    log_id: UUID
    sequence: int
    hash: str

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        return f"{self.log_id}:{self.sequence}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a head as it is written on backups and sheets. Raises NotAHead."""
        try:
            log_id, sequence, digits = text.strip().split(":")
            head = cls(UUID(log_id), int(sequence), bytes.fromhex(digits).hex())
        except ValueError:
            raise NotAHead(text=text) from None
        if head.sequence < 0 or len(head.hash) != len(START):
            raise NotAHead(text=text)
        return head


def canonical(value: Json) -> bytes:
    """Return a value's one spelling: keys sorted by code point, no spaces, UTF-8.

    Raises TypeError for a float, ValueError for half a surrogate pair.
    """
    return ENCODE(plain(value)).encode()


def entry(fact: Fact) -> dict[str, Json]:
    """Return what the chain covers of a fact itself: all that is known, ids as text, the time in UTC milliseconds."""
    known: dict[str, Json] = {}
    for name in NAMES:
        value = getattr(fact, name)
        if value is not None:
            known[name] = str(value) if isinstance(value, UUID) else value
    known["verb"] = fact.verb.value
    known["at"] = milliseconds(fact.at)
    return known


def spelled(entry: Mapping[str, Json], head: Head) -> bytes:
    """Return the canonical bytes of the entry that follows a head."""
    place = {"format": FORMAT, "log_id": str(head.log_id), "sequence": head.sequence + 1, "previous": head.hash}
    return ENCODE({**entry, **place}).encode()


def link(entry: Mapping[str, Json], head: Head) -> Head:
    """Return the new head after an entry follows a head: SHA-256 over the entry, its place and the hash before."""
    return Head(head.log_id, head.sequence + 1, hashlib.sha256(spelled(entry, head)).hexdigest())
