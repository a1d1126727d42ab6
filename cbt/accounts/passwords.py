"""Passwords: Argon2id with 19 MiB, two passes, one lane (OWASP's smallest recommended setting with 19 MiB)."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cbt.errors import N_, CbtError

SHORTEST = 8
LONGEST = 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(2)  # more at a time are not faster on an old PC and take 19 MiB each


class UnusablePassword(CbtError):
    """A new password cannot be set."""


class WeakPassword(UnusablePassword):
    """A new password is too short."""

    sentence = N_("A password needs at least {shortest} characters. Three words that do not belong together are good.")


class LongPassword(UnusablePassword):
    """A new password is longer than anybody types."""

    sentence = N_("A password has at most {longest} characters, and this one is longer. Write a shorter one.")


def hash_password(password: str) -> str:
    """Return the salted hash of a new password. Takes some 25 ms; hold no transaction. Raises UnusablePassword.

    Here alone its length is judged; where somebody signs in, any length may be tried.
    """
    length = len(unicodedata.normalize("NFC", password))
    if length < SHORTEST:
        raise WeakPassword(shortest=SHORTEST)
    if length > LONGEST:
        raise LongPassword(longest=LONGEST)
    with AT_ONCE:
        return HASHER.hash(_composed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether a password belongs to a hash. Without a hash it costs the same and is False."""
    known = password_hash or _decoy()
    with AT_ONCE:
        try:
            HASHER.verify(known, _composed(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def rehash(password_hash: str, password: str) -> str | None:
    """Return a hash by today's parameters if this one, which the password matched, was made by others; else None."""
    if not HASHER.check_needs_rehash(password_hash):
        return None
    with AT_ONCE:
        return HASHER.hash(_composed(password))


def _composed(password: str) -> bytes:
    """Return the bytes to hash: keyboards that compose letters differently give the same (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _decoy() -> str:
    """Return the hash of a password that nobody has, made as all others are."""
    return HASHER.hash(b"nobody has this password")
