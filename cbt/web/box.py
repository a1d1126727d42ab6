"""What every request may reach: settings, database, releases, the clock. Made once, when the application is."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask, current_app

from cbt.accounts.refusals import Refusals
from cbt.db import Database
from cbt.language.catalogues import Catalogues
from cbt.learning.recording import Act
from cbt.learning.stays import Stays
from cbt.library.shelf import Shelf
from cbt.records.identity import uuid7
from cbt.settings import Settings


@dataclass(frozen=True, slots=True)
class Clock:
    """Where times and ids come from. `uptime` counts seconds while a server is up and never goes back."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    uptime_before: float = 0.0

    def uptime(self) -> float:
        """Return seconds on the box's own clock, which goes on from where the last server stopped."""
        return self.uptime_before + self.monotonic()


@dataclass(frozen=True, slots=True)
class Box:
    """The parts of a running classroom."""

    settings: Settings
    database: Database
    shelf: Shelf
    catalogues: Catalogues
    clock: Clock
    stays: Stays = field(default_factory=Stays)
    refusals: Refusals = field(default_factory=Refusals)

    def act(self, submission_id: UUID | None = None, duration_ms: int | None = None) -> Act:
        """Return the circumstances of an act that happens now."""
        now = self.clock.now()
        return Act(now, lambda: uuid7(now, secrets.token_bytes(10)), submission_id, duration_ms)

    def new_seed(self) -> str:
        """Return a fresh seed for drawing a test."""
        return secrets.token_hex(16)


def system_clock(uptime_before: float) -> Clock:
    """Return the machine's clock; `uptime_before` is where the box's own clock stood when it was last written down."""
    started = time.monotonic()
    return Clock(lambda: datetime.now(UTC), lambda: time.monotonic() - started, uptime_before)


def init_app(app: Flask, box: Box) -> None:
    """Give the application its box."""
    app.extensions["cbt"] = box


def box() -> Box:
    """Return the parts of this application."""
    found: Box = current_app.extensions["cbt"]
    return found
