"""A walk along the rows of one log, which gives each the place that its hash proves and names what does not fit."""

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row

from cbt.records.chain import START, Head, link
from cbt.records.faults import Damage, Faults
from cbt.records.raw import readable, readable_text

NEAR = 8  # so many rows inserted or removed at once are recognised although all later rows were renumbered


class Proved(NamedTuple):
    """A row that found its place in the chain, and the number that it bears in the table."""

    place: int
    number: int
    hash: str


class Walk:
    """Takes the rows in the order of the numbers they bear; `faults` is complete after `finish`.

    end: where the log says that it ends. outside: a head of this log that was written down elsewhere.
    """

    def __init__(self, end: Head, outside: Head | None = None) -> None:
        self.end, self.outside = end, outside
        self.faults = Faults(end.log_id)
        self._proved = deque([Proved(0, 0, START)], maxlen=NEAR + 2)
        self._broken: list[int] = []  # the numbers of the rows since then that prove nothing
        self._watched: str | None = None  # the hash at the place that the outside head vouches for

    def take(self, row: Row[Any]) -> None:
        """Find the row's place and judge what stands between it and the last one that was proved."""
        if not isinstance(row.sequence, int):
            return  # only SQLite lets this be; its place will be found empty
        place = self._place(row)
        if place is None:
            self._broken.append(row.sequence)
        elif not 1 <= place <= self.end.sequence:
            self.faults.add(Damage.inserted, row.sequence)
        else:
            self._drop_forged(place)
            self._close_gap(place, row.previous, Damage.removed)
            self._proved.append(Proved(place, row.sequence, row.hash))
            if self.outside and place == self.outside.sequence:
                self._watched = row.hash

    def finish(self) -> None:
        """Judge the end of the log, and the whole of it by the outside head."""
        self._close_gap(self.end.sequence + 1, self.end.hash, Damage.truncated)
        if self.outside is None:
            return
        place = self.outside.sequence
        self.faults.add_span(Damage.truncated, self.end.sequence + 1, place)
        if self._watched not in (None, self.outside.hash) and not self.faults.name(place):
            self.faults.add_span(Damage.rewritten, 1, place)

    def _place(self, row: Row[Any]) -> int | None:
        """Return the place whose hash the row bears, near the number it bears; None if there is none."""
        try:
            known, previous = readable(row), readable_text(row.previous)
        except (ValueError, TypeError):
            return None
        for place in self._likely(row.sequence):
            if link(known, Head(self.end.log_id, place - 1, previous)).hash == row.hash:
                return place
        return None

    def _likely(self, number: int) -> Iterator[int]:
        last = self._proved[-1]
        shifted = number - (last.number - last.place)
        yield shifted
        for step in range(1, NEAR + 1):
            yield shifted - step
            yield shifted + step

    def _drop_forged(self, place: int) -> None:
        """Name rows that proved this place or a later one but which no later row builds upon."""
        forged = []
        while len(self._proved) > 1 and self._proved[-1].place >= place:
            forged.append(self._proved.pop().number)
        for number in reversed(forged):
            self.faults.add(Damage.inserted, number)

    def _close_gap(self, place: int, previous: object, missing: Damage) -> None:
        """Judge the places between the last proved row and the one at `place`, which builds upon `previous`."""
        last = self._proved[-1]
        broken = {number - (last.number - last.place): number for number in self._broken}
        self._broken = []
        for likely, number in broken.items():
            between = last.place < likely < place
            self.faults.add(Damage.edited if between else Damage.inserted, likely if between else number)
        first = last.place + 1
        for likely in sorted(likely for likely in broken if first <= likely < place):
            self.faults.add_span(missing, first, likely - 1)
            first = likely + 1
        if place == last.place + 1:
            if previous != last.hash:
                self.faults.add(Damage.edited, max(last.place, 1))
        else:
            self.faults.add_span(missing, first, place - 1)
