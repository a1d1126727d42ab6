"""What can be wrong with a log, and the list in which faults of neighbours become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from cbt.errors import N_


class Damage(StrEnum):
    """What was done to a log after it was written."""

    edited = "edited"
    removed = "removed"
    inserted = "inserted"
    truncated = "truncated"
    rewritten = "rewritten"
    reworded = "reworded"


SENTENCES: Mapping[Damage, str] = {
    Damage.edited: N_("Log {log}: facts {first} to {last} were edited."),
    Damage.removed: N_("Log {log}: facts {first} to {last} were removed."),
    Damage.inserted: N_("Log {log}: the rows with the numbers {first} to {last} were inserted."),
    Damage.truncated: N_("Log {log}: facts {first} to {last} were cut off its end."),
    Damage.rewritten: N_(
        "Log {log}: facts between {first} and {last} were rewritten; the head given vouches for others."
    ),
    Damage.reworded: N_("Log {log}: the free text of facts {first} to {last} is not the one that was recorded."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the facts `first` to `last` (the same number for one fact) of a log.

    log_id: None if it cannot be read any more. An inserted row is named by the number it bears, all others by their
    place in the chain. Of a rewritten log only the span is known in which the first foreign fact stands.
    """

    damage: Damage
    log_id: UUID | None
    first: int
    last: int

    @property
    def sentence(self) -> str:
        """What happened, for a person, with `values` to be put in."""
        return SENTENCES[self.damage]

    @property
    def values(self) -> dict[str, str]:
        """The named values of the sentence."""
        return {"log": str(self.log_id or "?"), "first": str(self.first), "last": str(self.last)}

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence.format(**self.values)


@dataclass(slots=True)
class Faults:
    """The faults found so far in one log."""

    log_id: UUID | None
    found: list[Fault] = field(default_factory=list)

    def add(self, damage: Damage, number: int) -> None:
        """Note one fact; it joins the fault of its neighbour if the same was done to both."""
        for position, fault in enumerate(self.found[-3:], max(0, len(self.found) - 3)):
            if fault.damage is damage and fault.last == number - 1:
                self.found[position] = replace(fault, last=number)
                return
        self.found.append(Fault(damage, self.log_id, number, number))

    def add_span(self, damage: Damage, first: int, last: int) -> None:
        """Note a span of facts, however long; an empty one is no fault."""
        if first <= last:
            self.found.append(Fault(damage, self.log_id, first, last))

    def name(self, number: int) -> bool:
        """Tell whether a fact is named already."""
        return any(fault.first <= number <= fault.last for fault in self.found)
