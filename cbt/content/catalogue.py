"""Catalogues: what translators wrote, found by a segment's address and words, and brought up to date without loss."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

import polib

from cbt.content.jurisdiction import Jurisdiction
from cbt.content.segments import Segment
from cbt.language import catalogues, locales

State: TypeAlias = Literal["current", "stale", "missing"]

WIDTH: Final = 100
FUZZY: Final = "fuzzy"


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment's words as they can be shown, and the language they are in.

    state: `current`; `stale` when they translate other source words, which are `previous`; `missing` when the source
    itself is shown.
    """

    text: str
    language: str
    state: State = "current"
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translations of one course, or of all jurisdictions, into one language. Safe to share between threads.

    draft: nobody has reviewed it.
    """

    draft: bool
    exact: Mapping[tuple[str, str], str]
    """By address and source."""
    elsewhere: Mapping[tuple[str, str], str]
    """By lesson and source: the same words in another place of the lesson."""
    old: Mapping[str, tuple[str, str | None]]
    """By address: a translation of other words than today's, with those words where they are known."""

    @classmethod
    def read(cls, path: Path) -> "Catalogue":
        """Read a PO file. Raises catalogues.BrokenCatalogue if it cannot be read."""
        return cls.of(catalogues.read(path))

    @classmethod
    def of(cls, file: polib.POFile) -> "Catalogue":
        """Take what a PO file says; obsolete and empty entries count for nothing."""
        exact: dict[tuple[str, str], str] = {}
        elsewhere: dict[tuple[str, str], str] = {}
        old: dict[str, tuple[str, str | None]] = {}
        for entry in file:
            address = entry.msgctxt or ""
            if entry.obsolete or not entry.msgstr:
                continue
            if entry.fuzzy:
                old[address] = (entry.msgstr, entry.previous_msgid)
                continue
            exact[address, entry.msgid] = entry.msgstr
            elsewhere.setdefault((lesson_of(address), entry.msgid), entry.msgstr)
            old.setdefault(address, (entry.msgstr, entry.msgid))
        return cls(file.metadata.get(catalogues.REVIEW) == catalogues.DRAFT, exact, elsewhere, old)

    def today(self, segments: Iterable[Segment]) -> "Catalogue":
        """Return the catalogue for these segments: what translates words that have only moved is stale nowhere.

        Places are numbered, so a new paragraph stands where another one stood: it must not be shown with its words.
        """
        sources = {(lesson_of(segment.address), segment.source) for segment in segments}
        moved = {address for address, words in self.exact if (lesson_of(address), words) in sources}
        return replace(self, old={place: entry for place, entry in self.old.items() if place not in moved})

    def find(self, segment: Segment, language: str) -> Translation | None:
        """Return the translation, said to be in `language`, or None.

        It is of these words here, else of these words elsewhere in the lesson, else, stale, of older words here.
        """
        words = self.exact.get((segment.address, segment.source)) or self.elsewhere.get(
            (lesson_of(segment.address), segment.source)
        )
        if words:
            return Translation(words, language)
        if segment.address in self.old:
            stale, previous = self.old[segment.address]
            return Translation(stale, language, "stale", previous)
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown to a reader of one language. `source` is the language in which the segments are written."""

    language: str
    source: str
    catalogue: Catalogue | None = None

    def of(self, segment: Segment) -> Translation:
        """Return a segment in the reader's language; the source, marked as missing, where there is no translation."""
        if self.language == self.source:
            return Translation(segment.source, self.source)
        found = self.catalogue.find(segment, self.language) if self.catalogue else None
        return found or Translation(segment.source, self.source, "missing")


def extract(segments: Iterable[Segment], language: str) -> polib.POFile:
    """Return a catalogue without translations: an entry for each segment, in order. It is marked as draft."""
    file = polib.POFile(wrapwidth=WIDTH)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        catalogues.REVIEW: catalogues.DRAFT,
    }
    seen: set[tuple[str, str]] = set()
    for segment in segments:
        if (segment.address, segment.source) not in seen:
            seen.add((segment.address, segment.source))
            file.append(_entry(segment))
    return file


def update(old: polib.POFile, segments: Iterable[Segment]) -> polib.POFile:
    """Return the catalogue for today's segments with every translation of the old one; the old one stays as it is.

    Translations are taken over by exact words: in the same place, else in the same lesson, else anywhere in the
    catalogue. What is left is taken over by place: it is fuzzy and names the words that it translates. Translations
    that no segment takes are kept as obsolete.
    """
    new = extract(segments, old.metadata.get("Language", ""))
    new.metadata |= old.metadata
    new.header = old.header
    store = _Store(old)
    unfilled = [entry for entry in new if not store.fill_by_words(entry)]
    for entry in unfilled:
        store.fill_by_place(entry)
    for entry in store.left():
        new.append(entry)
    return new


def jurisdiction_segments(jurisdictions: Mapping[str, Jurisdiction]) -> Iterator[Segment]:
    """Yield the segments of all countries, for the catalogue `jurisdictions.po`: each name, then its facts."""
    for country in jurisdictions.values():
        yield country.name
        for fact in country.facts.values():
            yield fact.text


def lesson_of(address: str) -> str:
    """Return the lesson, or other part of a course, that an address lies in."""
    return re.split("[:#]", address, maxsplit=1)[0]


def direction(language: str) -> locales.Direction:
    """Return how a language is written; one that the platform does not have is taken for left to right."""
    known = locales.BY_TAG.get(language)
    return known.direction if known else "ltr"


def _entry(segment: Segment) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=segment.address,
        msgid=segment.source,
        occurrences=[(segment.path, str(segment.line))],
        comment=segment.note,
    )


class _Store:
    """The translations of an old catalogue, and which of them have been taken over."""

    def __init__(self, old: polib.POFile) -> None:
        self.entries = [entry for entry in old if entry.msgstr or entry.tcomment]
        self.taken: set[int] = set()
        self.places: dict[str, list[polib.POEntry]] = {}
        self.words: dict[str, list[polib.POEntry]] = {}
        for entry in self.entries:
            self.places.setdefault(entry.msgctxt or "", []).append(entry)
            self.words.setdefault(entry.msgid, []).append(entry)

    def fill_by_words(self, entry: polib.POEntry) -> bool:
        """Give a new entry a finished translation of the same words, the nearest one; return whether there is one."""
        finished = [known for known in self.words.get(entry.msgid, []) if known.msgstr and not known.fuzzy]
        lesson = lesson_of(entry.msgctxt)
        found = min(
            finished,
            key=lambda known: (
                known.msgctxt != entry.msgctxt,
                lesson_of(known.msgctxt or "") != lesson,
                known.obsolete,
            ),
            default=None,
        )
        if found is None:
            return False
        self._take(found, entry)
        return True

    def fill_by_place(self, entry: polib.POEntry) -> None:
        """Give a new entry what stood in its place last, an entry in use before an obsolete one, as fuzzy."""
        there = [known for known in self.places.get(entry.msgctxt, []) if id(known) not in self.taken]
        found = min(there, key=lambda known: known.obsolete, default=None)
        if found is None:
            return
        self._take(found, entry)
        if entry.msgstr:
            entry.flags.append(FUZZY)
            entry.previous_msgid = found.previous_msgid if found.fuzzy else found.msgid

    def _take(self, found: polib.POEntry, entry: polib.POEntry) -> None:
        self.taken.add(id(found))
        entry.msgstr, entry.tcomment = found.msgstr, found.tcomment
        entry.flags = [flag for flag in found.flags if flag != FUZZY]

    def left(self) -> Iterator[polib.POEntry]:
        """Yield the entries that nobody took, as obsolete ones."""
        for entry in self.entries:
            if id(entry) not in self.taken:
                yield polib.POEntry(
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    msgstr=entry.msgstr,
                    tcomment=entry.tcomment,
                    previous_msgid=entry.previous_msgid,
                    flags=list(entry.flags),
                    obsolete=True,
                )
