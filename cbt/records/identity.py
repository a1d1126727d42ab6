"""Ids that sort by time: UUID version 7 (RFC 9562, section 5.7)."""

from datetime import datetime
from uuid import UUID

from cbt.db.base import milliseconds


def uuid7(at: datetime, random: bytes) -> UUID:
    """Return the UUIDv7 of a time and ten random bytes, of which 74 bits are used.

    Raises ValueError for a naive time or another number of bytes.
    """
    if len(random) != 10:
        raise ValueError(f"ten random bytes are needed, not {len(random)}")
    bits = int.from_bytes(random)
    high = bits >> 64 & 0xFFF
    low = bits & (1 << 62) - 1
    return UUID(int=milliseconds(at) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
