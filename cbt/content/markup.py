"""Markdown's two halves: blocks of text into frozen elements, and one segment's inline Markdown into safe HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cbt.content.segments import Segment

Child: TypeAlias = "Element | Segment | str"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a lesson's tree. A `str` child is literal text (code); a Segment is language."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Child, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Yield the segments below, in reading order."""
        for child in self.children:
            if isinstance(child, Segment):
                yield child
            elif isinstance(child, Element):
                yield from child.segments()
