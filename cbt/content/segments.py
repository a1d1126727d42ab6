"""Segments: the pieces of a course that are language, each with the address it keeps in every language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable piece of inline Markdown.

    source: the author's words, white space normalised; no marks, ids, keys or block syntax are inside.
    address: where it stands, the same in all languages (`plant-drugs:4`, `plant-drugs#first/option-a`).
    line: 1-based line in its file. path: that file, relative to the course folder.
    note: what it is, for the translator (`prompt`, `option`, `why`, `alt text`, `caption`, `title` ...).
    """

    source: str
    address: str
    line: int
    path: str
    note: str = ""
