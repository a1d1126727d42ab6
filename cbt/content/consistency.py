"""What the files of one course must agree on: ids, variants, objectives, what tests draw, and what texts refer to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cbt.content import dialect, mistakes, mistakes_files, mistakes_text, schema
from cbt.content.blocks import KINDS, QUESTIONS
from cbt.content.dialect import Known
from cbt.content.jurisdiction import Jurisdiction
from cbt.content.page import Body, Page, Placed
from cbt.content.problems import Problems, near
from cbt.content.segments import Segment

UNSURE = frozenset(
    mistake.code
    for mistake in (
        mistakes.BROKEN_HEAD,
        mistakes.MISSING_ID,
        mistakes.BAD_ID,
        mistakes.UNCLOSED_BLOCK,
        mistakes.LEFT_OVER_FENCE,
        mistakes.BLOCK_IN_BLOCK,
        mistakes.UNKNOWN_KIND,
        mistakes.MISSING_OBJECTIVE,
        mistakes.UNKNOWN_OBJECTIVE,
        mistakes_files.NO_FRONT_MATTER,
        mistakes_files.NOT_UTF8,
        mistakes_files.NUL,
        mistakes_files.FILE_TOO_LARGE,
        mistakes_files.OUTSIDE,
    )
)
"""After such a mistake nobody can say what is missing: an objective without question may only have lost it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A lesson or bank file that was read. Without `title` (and a lesson's `objectives`) its front matter is wrong."""

    id: str
    number: int
    page: Page
    body: Body
    title: Segment | None = None
    objectives: Mapping[str, Segment] | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class CourseFile:
    """course.yaml: its fields with their lines, and its words as segments (`tests` holds the tests' titles)."""

    page: Page
    sheet: schema.CourseSheet
    loaded: schema.Loaded
    title: Segment
    summary: Segment
    tests: Mapping[str, Segment]


@dataclass(frozen=True, slots=True)
class Parts:
    """All that was read of a course. `file` is None if course.yaml is wrong; `unread` are the countries that are."""

    file: CourseFile | None
    lessons: Sequence[Written]
    pools: Sequence[Written]
    countries: Mapping[str, Jurisdiction]
    unread: frozenset[str]
    problems: Problems

    def pages(self) -> Iterator[Page]:
        """Yield every file that has segments."""
        for written in (*self.lessons, *self.pools):
            yield written.page
        if self.file:
            yield self.file.page

    def placed(self) -> Iterator[tuple[Written, Placed]]:
        """Yield every block with the file it stands in."""
        for written in (*self.lessons, *self.pools):
            for placed in written.body.placed():
                yield written, placed


def check(parts: Parts) -> None:
    """Report everything in which the files of a course do not agree."""
    _check_ids(parts)
    for written in (*parts.lessons, *parts.pools):
        _check_variants(written, parts)
    _check_bank(parts)
    _check_objectives(parts)
    _check_tests(parts)
    _check_facts(parts)
    known = _known(parts)
    for page in parts.pages():
        for segment in page.segments:
            dialect.check_segment(segment, page.lines, known, page.report)


def _known(parts: Parts) -> Known:
    lessons = tuple(written.page.path.name for written in parts.lessons)
    facts = frozenset(key for country in parts.countries.values() for key in country.facts)
    return Known(lessons, facts, unsure=bool(parts.unread))


def _check_facts(parts: Parts) -> None:
    """Report each fact that only some countries have, where it is first used."""
    seen: set[str] = set()
    for page in parts.pages():
        for segment in page.segments:
            for key in dialect.facts_in(segment.source):
                lacking = sorted(code for code, country in parts.countries.items() if key not in country.facts)
                if key not in seen and 0 < len(lacking) < len(parts.countries):
                    line = dialect.find_line(segment, page.lines, f"{{{{ {key} }}}}")
                    page.report(mistakes_text.MISSING_FACT, line, fact=key, countries=", ".join(lacking))
                seen.add(key)


def _check_ids(parts: Parts) -> None:
    """Report each id that stands a second time and is no variant of a law."""
    known: dict[str, list[tuple[Written, Placed]]] = {}
    for written, placed in parts.placed():
        name = placed.source.id
        for other, before in known.setdefault(name, []):
            if other is not written or not _variants(placed, before):
                where = f"{other.page.path.as_posix()}:{before.source.line}"
                written.page.report(mistakes.DUPLICATE_ID, placed.source.line, block=name, other=where)
                break
        known[name].append((written, placed))


def _variants(one: Placed, other: Placed) -> bool:
    """Tell whether two blocks are the same law for different countries."""
    return one.source.kind == other.source.kind == "law" and _country(one) != _country(other)


def _country(placed: Placed) -> str:
    line = placed.source.options.get("for")
    return line.text if line else ""


def _check_variants(written: Written, parts: Parts) -> None:
    """Check the law blocks of a file: countries, defaults, neighbours, no country twice."""
    groups: dict[str, list[Placed]] = {}
    last = ""
    for placed in written.body.content:
        name = placed.source.id if isinstance(placed, Placed) and placed.source.kind == "law" else ""
        if isinstance(placed, Placed) and name:
            if name in groups and name != last:
                written.page.report(mistakes.VARIANTS_APART, placed.source.line, block=name)
            groups.setdefault(name, []).append(placed)
            _check_country(written, placed, parts)
        last = name
    for name, group in groups.items():
        if all(_country(placed) for placed in group):
            written.page.report(mistakes.NO_DEFAULT, group[0].source.line, block=name)


def _check_country(written: Written, placed: Placed, parts: Parts) -> None:
    line = placed.source.options.get("for")
    if line and line.text not in parts.countries and line.text not in parts.unread:
        written.page.report(mistakes.UNKNOWN_COUNTRY, line.number, block=placed.source.id, country=line.text)


def _check_bank(parts: Parts) -> None:
    for written in parts.pools:
        for placed in written.body.placed():
            source = placed.source
            if source.kind in KINDS and source.kind not in QUESTIONS:
                written.page.report(mistakes.NOT_IN_BANK, source.line, block=source.id, kind=source.kind)


def _check_objectives(parts: Parts) -> None:
    """Check that objectives are unique, that questions name one, and that each has a question."""
    known = _objectives(parts)
    asked = _asked(parts, known)
    if parts.problems.hold(UNSURE):
        return
    for name, segment in known.items():
        if name not in asked:
            report = parts.problems.within(Path(segment.path))
            report(mistakes_files.OBJECTIVE_WITHOUT_QUESTION, segment.line, objective=name)


def _objectives(parts: Parts) -> dict[str, Segment]:
    """Return the objectives of all lessons by id."""
    known: dict[str, Segment] = {}
    for written in parts.lessons:
        for name, segment in (written.objectives or {}).items():
            if name in known:
                where = f"{known[name].path}:{known[name].line}"
                written.page.report(mistakes_files.SAME_OBJECTIVE, segment.line, objective=name, other=where)
            known.setdefault(name, segment)
    return known


def _asked(parts: Parts, known: Mapping[str, Segment]) -> set[str]:
    """Return the objectives that questions name; one that is not there is reported, if all are known."""
    asked: set[str] = set()
    complete = bool(parts.lessons) and all(written.objectives is not None for written in parts.lessons)
    for written, placed in parts.placed():
        line = placed.source.options.get("objective")
        if line is None or placed.source.kind not in QUESTIONS:
            continue
        asked.add(line.text)
        if complete and line.text and line.text not in known:
            names = near(line.text, list(known))
            written.page.report(
                mistakes.UNKNOWN_OBJECTIVE, line.number, block=placed.source.id, objective=line.text, known=names
            )
    return asked


def _check_tests(parts: Parts) -> None:
    """Check that every test has an id of its own, and that each pool it draws from is there and large enough."""
    if parts.file is None:
        return
    report = parts.file.page.report
    pools = {written.id: written for written in parts.pools}
    for test, sheet in parts.file.sheet.tests.items():
        if test in {written.id for written in parts.lessons}:
            report(mistakes_files.TEST_LIKE_LESSON, parts.file.loaded.line("tests", test), test=test)
        for name, wanted in sheet.draw.items():
            line = parts.file.loaded.line("tests", test, "draw", name)
            if name not in pools:
                report(mistakes_files.UNKNOWN_POOL, line, pool=name, known=near(name, list(pools)))
                continue
            there = sum(placed.source.kind in QUESTIONS for placed in pools[name].body.placed())
            if there < wanted and not parts.problems.hold(UNSURE):
                report(mistakes_files.POOL_TOO_SMALL, line, pool=name, wanted=str(wanted), there=str(there))
