"""Callouts: a `note`, a `safety` warning, or the `law` of the learner's country, set apart from the text.

A callout holds Markdown: paragraphs, lists, tables. Use `safety` for bodily harm only. `law` may have variants: blocks
with the same id, one after another, each with the country it is for; the one without `for` stands for every other one.

    /// safety | packets-closed
    Leave packets closed. Never open, smell or taste.
    ///

    /// note | dead-chip
    A dead chip alone is no proof: examine more.
    ///

    /// law | witnesses
    Witnesses for opening a packet: {{ witness_rule }}
    ///

    /// law | witnesses
        for: kz

    Witnesses, and what they sign: {{ witness_rule }}
    ///
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from cbt.content import mistakes
from cbt.content.blocks.source import BlockSource
from cbt.content.markup import Element
from cbt.content.segments import Segment


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template gets."""

    id: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing beside the text."""

    kind: ClassVar[str] = "note"

    id: str
    shown: Shown

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read the text; None if there is none."""
        source.known_options()
        shown = _shown(source)
        return cls(source.id, shown) if shown else None

    def segments(self) -> Iterator[Segment]:
        """Yield the text's segments."""
        for element in self.shown.elements:
            yield from element.segments()


@dataclass(frozen=True, slots=True)
class Safety(Note):
    """A warning of bodily harm."""

    kind: ClassVar[str] = "safety"


@dataclass(frozen=True, slots=True)
class Law(Note):
    """What the law says. `country` is the code this variant is for, in small letters; None for all the others."""

    kind: ClassVar[str] = "law"

    country: str | None = None

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read country and text; None if there is no text. Whether the country exists is for the reader to say."""
        source.known_options("for")
        country = source.options.get("for")
        shown = _shown(source)
        return cls(source.id, shown, country.text.strip() if country else None) if shown else None


def _shown(source: BlockSource) -> Shown | None:
    elements = source.elements(source.body, "text")
    if not elements:
        source.problem(mistakes.EMPTY_BLOCK)
        return None
    return Shown(source.id, elements)
