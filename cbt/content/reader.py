"""A course's folder into one Course, with every problem of all its files at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from cbt.content import consistency, dialect, files, jurisdiction, mistakes_files, page, schema
from cbt.content import media as pictures
from cbt.content.blocks import QUESTIONS
from cbt.content.blocks.question import Question
from cbt.content.chunks import Line
from cbt.content.consistency import CourseFile, Parts, Written
from cbt.content.course import Course, Lesson, Pool, Test
from cbt.content.jurisdiction import Jurisdiction
from cbt.content.media import Media
from cbt.content.page import Address, Page
from cbt.content.problems import Problems, near
from cbt.content.segments import Segment
from cbt.errors import Problem
from cbt.language import locales

LESSON_FILE = re.compile(r"^(?P<number>\d+)-(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.md$")
POOL_FILE = re.compile(r"^(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.md$")
SHEET = Path("course.yaml")

SheetType = TypeVar("SheetType", bound=schema.Sheet)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a course: the course, None if it is not fit for use, and all problems by file and line."""

    course: Course | None
    problems: tuple[Problem, ...]


def read_course(folder: Path, media: Path, jurisdictions: Path) -> Reading:
    """Read the course in `folder`; `media` is its own media folder, `jurisdictions` the folder of all countries.

    The course's id is the folder's name. Never raises for what stands in the files. A problem anywhere, in the files
    of countries too, leaves no course: what is shown to learners is whole.
    """
    countries, problems = jurisdiction.read(jurisdictions)
    reading = read(folder, media, countries, unread(problems))
    return Reading(None if problems else reading.course, (*reading.problems, *problems))


def unread(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the codes of the countries whose files have these problems."""
    return frozenset(problem.path.stem for problem in problems)


def read(folder: Path, media_folder: Path, countries: Mapping[str, Jurisdiction], unread: frozenset[str]) -> Reading:
    """Read a course when the countries are known already; `unread` are those whose files are wrong."""
    problems, media_problems = Problems(folder), Problems(media_folder)
    media = pictures.read(media_folder, media_problems.within(Path(pictures.CREDITS)))
    files_of = _Folder(folder, media, problems)
    course = files_of.course_file()
    parts = Parts(course, files_of.lessons(), files_of.pools(), countries, unread, problems)
    consistency.check(parts)
    found = (*problems.all(), *media_problems.all())
    return Reading(None if found or course is None else _course(folder.name, course, parts), found)


@dataclass(frozen=True, slots=True)
class _Folder:
    """Reads the files of one course, each for itself."""

    folder: Path
    media: Media
    problems: Problems

    def course_file(self) -> CourseFile | None:
        """Return course.yaml; None if it is missing or wrong (that is reported)."""
        report = self.problems.within(SHEET)
        if not (self.folder / SHEET).exists():
            report(mistakes_files.NO_COURSE_FILE, 0)
            return None
        text = files.read_text(self.folder / SHEET, self.folder, report)
        loaded = None if text is None else schema.load(text, 1, report)
        sheet = loaded and schema.validated(schema.CourseSheet, loaded, report)
        if text is None or not loaded or not sheet:
            return None
        if sheet.language not in locales.BY_TAG:
            known = near(sheet.language, list(locales.BY_TAG))
            report(mistakes_files.UNKNOWN_LANGUAGE, loaded.line("language"), language=sheet.language, known=known)
        head = Page(SHEET, Address("course", "course"), files.lines(text), self.media, self.problems)
        return CourseFile(
            page=head,
            sheet=sheet,
            loaded=loaded,
            title=head.named(sheet.title, "title", loaded.line("title"), "title"),
            summary=head.named(sheet.summary, "summary", loaded.line("summary"), "summary"),
            tests={
                name: head.named(test.title, f"test-{name}", loaded.line("tests", name, "title"), "title")
                for name, test in sheet.tests.items()
            },
        )

    def lessons(self) -> tuple[Written, ...]:
        """Return the lessons by their number; wrong and repeated file names are reported."""
        found: list[Written] = []
        numbers: dict[int, str] = {}
        paths = sorted(self.folder.glob("*.md"))
        for path in paths:
            match = LESSON_FILE.match(path.name)
            report = self.problems.within(Path(path.name))
            if not match:
                report(mistakes_files.LESSON_WITHOUT_NUMBER, 0, file=path.name)
                continue
            number = int(match["number"])
            if number in numbers:
                report(mistakes_files.SAME_NUMBER, 0, other=numbers[number])
            for other in found:
                if other.id == match["id"]:
                    report(mistakes_files.SAME_LESSON, 0, other=other.page.path.name)
            numbers.setdefault(number, path.name)
            found.append(_lesson(match["id"], number, self._open(Path(path.name), Address(match["id"], match["id"]))))
        if not paths and (self.folder / SHEET).exists():
            self.problems.within(SHEET)(mistakes_files.NO_LESSONS, 0)
        return tuple(sorted(found, key=lambda written: written.number))

    def pools(self) -> tuple[Written, ...]:
        """Return the bank files by name."""
        found: list[Written] = []
        for path in sorted((self.folder / "bank").glob("*.md")):
            match = POOL_FILE.match(path.name)
            relative = Path("bank", path.name)
            if not match:
                self.problems.within(relative)(mistakes_files.BAD_POOL_NAME, 0, file=path.name)
                continue
            pool = self._open(relative, Address(f"bank/{match['id']}", "bank"))
            pool.bank = True
            found.append(_pool(match["id"], pool))
        return tuple(found)

    def _open(self, relative: Path, address: Address) -> Page:
        """Return a file as a page; without a single line if it is refused (that is reported)."""
        text = files.read_text(self.folder / relative, self.folder, self.problems.within(relative))
        return Page(relative, address, () if text is None else files.lines(text), self.media, self.problems)


def _head(open_page: Page, model: type[SheetType]) -> tuple[SheetType | None, schema.Loaded | None, tuple[Line, ...]]:
    loaded, rest = open_page.front_matter()
    return schema.validated(model, loaded, open_page.report) if loaded else None, loaded, rest


def _lesson(name: str, number: int, open_page: Page) -> Written:
    sheet, loaded, rest = _head(open_page, schema.LessonSheet)
    if sheet is None or loaded is None:
        return Written(name, number, open_page, page.read(open_page, rest))
    title = open_page.named(sheet.title, "title", loaded.line("title"), "title")
    objectives = {
        key: open_page.named(words, f"objective-{key}", loaded.line("objectives", key), "objective")
        for key, words in sheet.objectives.items()
    }
    return Written(name, number, open_page, page.read(open_page, rest), title, objectives, sheet.minutes)


def _pool(name: str, open_page: Page) -> Written:
    sheet, loaded, rest = _head(open_page, schema.PoolSheet)
    if sheet is None or loaded is None:
        return Written(name, 0, open_page, page.read(open_page, rest))
    title = open_page.named(sheet.title, "title", loaded.line("title"), "title")
    return Written(name, 0, open_page, page.read(open_page, rest), title)


def _course(name: str, file: CourseFile, parts: Parts) -> Course:
    """Put the course together; without problems every file has its title and every question could be read."""
    return Course(
        id=name,
        language=file.sheet.language,
        code=file.sheet.code,
        title=file.title,
        summary=file.summary,
        lessons={written.id: _finished(place, written) for place, written in enumerate(parts.lessons, start=1)},
        bank={
            written.id: Pool(
                written.id,
                written.page.path.as_posix(),
                cast(Segment, written.title),
                _questions(written),
                written.body.notes,
            )
            for written in parts.pools
        },
        tests={
            key: Test(key, file.tests[key], round(test.mastery_score * 1000), test.attempts, dict(test.draw))
            for key, test in file.sheet.tests.items()
        },
    )


def _finished(place: int, written: Written) -> Lesson:
    segments = written.page.segments
    return Lesson(
        id=written.id,
        number=place,
        path=written.page.path.as_posix(),
        title=cast(Segment, written.title),
        minutes=written.minutes,
        objectives=dict(written.objectives or {}),
        blocks=tuple(written.body.blocks()),
        notes=written.body.notes,
        questions=_questions(written),
        facts=frozenset(key for segment in segments for key in dialect.facts_in(segment.source)),
        countries=frozenset(
            placed.source.options["for"].text for placed in written.body.placed() if "for" in placed.source.options
        ),
    )


def _questions(written: Written) -> dict[str, Question]:
    questions: dict[str, Question] = {}
    for placed in written.body.placed():
        if placed.block is not None and placed.source.kind in QUESTIONS:
            questions[placed.source.id] = cast(Question, placed.block)
    return questions
