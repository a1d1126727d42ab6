"""Rows of the log as they stand in the database, whatever was done to them: read strictly, or refused."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Integer, Row, Uuid

from cbt.db import UtcDateTime
from cbt.records.chain import ENCODE, NAMES
from cbt.records.facts import Json
from cbt.records.log import facts


def readable_id(value: object) -> str:
    """Return an id as the chain spells it. Raises ValueError."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and UUID(value).hex == value:
        return str(UUID(value))
    raise ValueError(f"no id: {value!r}")


def readable_number(value: object) -> int:
    """Return a whole number. Raises ValueError."""
    if type(value) is not int:
        raise ValueError(f"no whole number: {value!r}")
    return value


def readable_flag(value: object) -> bool:
    """Return true or false; SQLite keeps 1 and 0. Raises ValueError."""
    if type(value) in (bool, int) and value in (0, 1):
        return bool(value)
    raise ValueError(f"neither true nor false: {value!r}")


def readable_text(value: object) -> str:
    """Return a text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"no text: {value!r}")
    return value


def readable_json(value: object) -> Json:
    """Return what canonical JSON says. Raises ValueError or TypeError if it is spelled otherwise."""
    text = readable_text(value)
    parsed: Json = json.loads(text)
    if ENCODE(parsed) != text:
        raise ValueError(f"not canonical: {text!r}")
    return parsed


def _reader(name: str) -> Callable[[object], Json]:
    if name in ("response", "detail"):
        return readable_json
    kind = facts.c[name].type
    if isinstance(kind, Uuid):
        return readable_id
    if isinstance(kind, Boolean):
        return readable_flag
    return readable_number if isinstance(kind, UtcDateTime | BigInteger | Integer) else readable_text


READERS: Mapping[str, Callable[[object], Json]] = {name: _reader(name) for name in NAMES}


def readable(row: Row[Any]) -> dict[str, Json]:
    """Return a row as `chain.entry` returned its fact. Raises ValueError or TypeError if none was written so."""
    values = row._mapping  # noqa: SLF001 - this is how SQLAlchemy names it
    return {name: read(values[name]) for name, read in READERS.items() if values[name] is not None}
