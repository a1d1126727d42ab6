"""Time on task: the gaps between a person's requests in one activity, by the monotonic clock, up to a limit each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

LONGEST_GAP = 180.0
"""Seconds; what is longer is thinking about something else."""


@dataclass(slots=True)
class Stay:
    """Where one person is, when they were last seen there, and seconds by activity that no fact tells of yet."""

    activity_id: str
    last: float
    seconds: dict[str, float] = field(default_factory=dict)


class Stays:
    """Who is in which activity, and for how long since the last fact that told of it. Passing: lost at a stop.

    Safe for threads. Times are seconds of a monotonic clock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stays: dict[UUID, Stay] = {}

    def seen(self, person_key: UUID, activity_id: str, clock: float) -> None:
        """Count the gap since this person's last request, if it was in the same activity."""
        with self._lock:
            self._seen(person_key, activity_id, clock)

    def spent(self, person_key: UUID, activity_id: str, clock: float) -> int:
        """Return whole milliseconds spent in the activity up to now and begin to count anew."""
        with self._lock:
            stay = self._seen(person_key, activity_id, clock)
            return _milliseconds(stay.seconds.pop(activity_id, 0.0))

    @contextmanager
    def telling(self, person_key: UUID, activity_id: str, clock: float) -> Iterator[int]:
        """Yield what was `spent`, for a fact to tell; if anything is raised no fact does, and it is counted again."""
        spent = self.spent(person_key, activity_id, clock)
        try:
            yield spent
        except BaseException:
            with self._lock:
                seconds = self._stays.setdefault(person_key, Stay(activity_id, clock)).seconds
                seconds[activity_id] = seconds.get(activity_id, 0.0) + spent / 1000
            raise

    def leave(self, person_key: UUID, clock: float) -> list[tuple[str, int]]:
        """Forget this person; return each activity with the milliseconds that are not yet written down."""
        with self._lock:
            stay = self._stays.get(person_key)
            if stay is None:
                return []
            self._seen(person_key, stay.activity_id, clock)
            del self._stays[person_key]
        return [(activity_id, _milliseconds(seconds)) for activity_id, seconds in stay.seconds.items() if seconds]

    def _seen(self, person_key: UUID, activity_id: str, clock: float) -> Stay:
        stay = self._stays.setdefault(person_key, Stay(activity_id, clock))
        if stay.activity_id == activity_id:
            gap = min(clock - stay.last, LONGEST_GAP)
            stay.seconds[activity_id] = stay.seconds.get(activity_id, 0.0) + max(gap, 0.0)
        stay.activity_id, stay.last = activity_id, max(clock, stay.last)
        return stay


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
