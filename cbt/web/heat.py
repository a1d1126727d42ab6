"""The page of a group's report, joined from pieces that were put together once: frame, cells, sentences, rows.

A piece depends on the language and on the figures it says, which stand in its key: nothing is shown that was not read
for this request. A table of 1,000 rows costs one joining.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from flask import get_template_attribute
from markupsafe import Markup, escape

from cbt.reports.group import Given, GroupReport, LearnerRow
from cbt.web import language, once
from cbt.web.courses import Named

MOST_KINDS = 100
"""Kinds of cells kept in memory, in each language; one has some 200 different ones, of 0.1 kB each."""
MOST_LOOKED_AT = 12
"""Names in the list of those who need a look."""


@dataclass(frozen=True, slots=True)
class Heat:
    """The report of a group as a page. address: of the page itself."""

    given: Given
    course: Named
    report: GroupReport
    address: str

    def page(self) -> bytes:
        """Return the page in UTF-8."""
        needing = self.report.needing
        shape = {"anybody": bool(self.report.rows), "looked": bool(needing)}
        slots = {
            "people": _piece("people", self.report.enrolled).encode(),
            "sentence": self._sentence().encode(),
            "lines": self._lines(),
            "foot": self._foot().encode(),
            "looked": "".join(self._looked_at(needing[:MOST_LOOKED_AT])).encode(),
            "more": _piece("more", max(len(needing) - MOST_LOOKED_AT, 0)).encode(),
        }
        key = (self.given, self.course.book.digest, *shape.values())
        return once.page("teach/report.html", key, slots, given=self.given, course=self.course, **shape)

    def _sentence(self) -> Markup:
        report = self.report
        return _piece("sentence", report.mastered, report.enrolled, report.enrolled - report.begun, report.middle_test)

    def _foot(self) -> Markup:
        middles = tuple(self.report.middle.get(lesson_id) for lesson_id in self.course.book.course.lessons)
        return _piece("foot", middles, self.report.middle_test, self.report.mastered)

    def _lines(self) -> bytes:
        lesson_ids = tuple(self.course.book.course.lessons)
        lessons, tests, mastered = (drawn(kind).__getitem__ for kind in ("lesson_cell", "test_cell", "mastered_cell"))
        absent = _piece("absent_cells", len(lesson_ids) + 2).encode()
        start, named, filled, end = (part.encode() for part in _parts("row", ("href", "name", "cells")))
        start += f"{self.address}/people/".encode()
        lines: list[bytes] = []
        for row in self.report.rows:
            lines += (start, _hyphenated(row.key_hex).encode(), named, once.html(row.name), filled)
            if row.enrolled:
                lines += map(lessons, map(row.cells.get, lesson_ids))
                lines += (tests(row.test_percent), mastered(row.mastered), end)
            else:
                lines += (absent, end)
        return b"".join(lines)

    def _looked_at(self, rows: Sequence[LearnerRow]) -> Iterator[str]:
        tests = self.course.book.course.tests.values()
        needed = max((test.mastery_score // 10 for test in tests), default=100)
        for row in rows:
            start, named, end = _parts("looked_at", ("name", "href"), row.need, row.test_percent, needed)
            yield f"{start}{escape(row.name)}{named}{self.address}/people/{_hyphenated(row.key_hex)}{end}"


class Drawn(dict[Hashable, bytes]):
    """One kind of cells in one language by what they say, in UTF-8, each drawn when it is first asked for."""

    def __init__(self, macro: Callable[..., Markup]) -> None:
        super().__init__()
        self._macro = macro

    def __missing__(self, said: Hashable) -> bytes:
        """Draw a cell."""
        drawn = self[said] = self._macro(said).encode()
        return drawn


CELLS: once.Kept[Drawn] = once.Kept(MOST_KINDS)


def drawn(kind: str) -> Drawn:
    """Return the cells of one kind in the reader's language."""
    macro = _macro(kind)
    return CELLS.get((macro, language.locale().tag), lambda: Drawn(macro))


def _hyphenated(key: str) -> str:
    """Return a key's 32 digits as addresses write them; a UUID that says the same costs four times as much."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _piece(name: str, *values: Hashable) -> Markup:
    return once.once(_macro(name), *values)


def _parts(name: str, slots: Sequence[str], *values: Hashable) -> list[str]:
    """Return what stands around the slots, which a piece's macro takes first."""
    return once.parts(_piece(name, *map(once.slot, slots), *values), *slots)


def _macro(name: str) -> Callable[..., Markup]:
    found: Callable[..., Markup] = get_template_attribute("teach/cells.html", name)
    return found
