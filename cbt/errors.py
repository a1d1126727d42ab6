"""Sentences for people: what went wrong, with named values, put into words at the door in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a message for translation and return it unchanged."""
    return message


class CbtError(Exception):
    """Something a person must be told. `sentence` is translated at the door, with `values` put in."""

    sentence: ClassVar[str]

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values))  # English, for logs and tests


class NotFound(CbtError):
    """What was asked for does not exist, or this person may not know that it does."""

    sentence = N_("There is nothing at this address, or it is not open to you. Go back, or start from your home page.")


class Forbidden(CbtError):
    """The person is known and the thing too, but the act is not theirs."""

    sentence = N_("You may not do this. Ask whoever looks after your group.")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way a file can be wrong: a stable code, what is wrong, how to mend it. Both sentences take named values."""

    code: str
    sentence: str
    mending: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake found: in which file, at which line (1-based; 0 when the whole file is meant), with its values."""

    path: Path
    line: int
    mistake: Mistake
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return `path:line: sentence mending` in English."""
        text = f"{self.mistake.sentence} {self.mistake.mending}".format(**self.values)
        return f"{self.path}:{self.line}: {text}"
