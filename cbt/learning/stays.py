"""Time on task: the gaps between a person's requests in one activity, by the monotonic clock, up to a limit each."""

import threading
from uuid import UUID

LONGEST_GAP = 180.0
"""Seconds; what is longer is thinking about something else."""


class Stays:
    """Who is in which activity, and for how long since the last fact of the stay. Passing: lost when the server stops.

    Safe for threads. Times are seconds of a monotonic clock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stays: dict[UUID, tuple[str, float, float]] = {}  # person: activity, last request, seconds so far

    def seen(self, person_key: UUID, activity_id: str, clock: float) -> None:
        """Count the gap since this person's last request, if it was in the same activity."""
        with self._lock:
            before = self._stays.get(person_key)
            spent = 0.0
            if before is not None and before[0] == activity_id:
                spent = before[2] + min(clock - before[1], LONGEST_GAP)
            self._stays[person_key] = (activity_id, clock, spent)

    def spent(self, person_key: UUID, activity_id: str, clock: float) -> int:
        """Return whole milliseconds spent in the activity up to now and begin to count anew."""
        self.seen(person_key, activity_id, clock)
        with self._lock:
            _, last, seconds = self._stays[person_key]
            self._stays[person_key] = (activity_id, last, 0.0)
        return int(seconds * 1000)

    def leave(self, person_key: UUID, clock: float) -> tuple[str, int] | None:
        """Forget this person; return the activity they were in and the milliseconds not yet written down, if any."""
        with self._lock:
            before = self._stays.pop(person_key, None)
        if before is None:
            return None
        activity_id, last, seconds = before
        return activity_id, int((seconds + min(clock - last, LONGEST_GAP)) * 1000)
