"""The shelf: installed releases in memory, read when first needed; and their rendered fragments, kept on disk."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cbt.content import catalogue, digests, jurisdiction, rendering
from cbt.content.catalogue import Catalogue, Words
from cbt.content.check import COURSES, JURISDICTIONS, MEDIA
from cbt.content.course import Course
from cbt.content.fragment import Fragment, fragment_from_json, fragment_to_json
from cbt.content.jurisdiction import Jurisdiction
from cbt.content.reader import read_course
from cbt.content.rendering import QuestionWords, RenderCallout, Setting
from cbt.content.segments import Segment
from cbt.errors import N_, CbtError, NotFound
from cbt.library.installing import TRANSLATIONS, media_digests
from cbt.library.tables import Release

NEWEST = select(func.max(Release.position))
MOST_FRAGMENTS = 96
"""Fragments held in memory; one is some 60 kB."""


class ReleaseGone(CbtError):
    """The files of an installed release were moved or damaged."""

    sentence = N_("The files of this course are not in their place. Tell the admin of the box: release {digest}.")


@dataclass(frozen=True, slots=True)
class Book:
    """One installed release, read: the course, its questions' revisions by id, the countries' facts."""

    digest: str
    structure: str
    course: Course
    revisions: Mapping[str, str]
    countries: Mapping[str, Jurisdiction]
    folder: Path

    @property
    def media_folder(self) -> Path:
        """Where its pictures lie."""
        return self.folder / MEDIA / self.course.id


@dataclass(frozen=True, slots=True)
class Outline:
    """What a course is called in one language: finished HTML of title, summary, and of parts by their ids."""

    title: str
    summary: str
    lessons: Mapping[str, str]
    tests: Mapping[str, str]
    objectives: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a fragment is rendered: language, country (two small letters) or None, and the words around the course.

    render_callout fills a callout's template in the language; unknown_fact says what stands for a fact nobody gave.
    """

    language: str
    country: str | None
    render_callout: RenderCallout
    unknown_fact: Callable[[], str]


@dataclass(slots=True)
class Live:
    """What the register says: the live release of each course, the newest release of each structure."""

    by_course: Mapping[str, str] = field(default_factory=dict)
    by_structure: Mapping[str, str] = field(default_factory=dict)
    structures: Mapping[str, str] = field(default_factory=dict)
    position: int = 0


class Shelf:
    """All installed releases. Safe for threads.

    releases: the folder they lie in. build: names the program's words and templates, so that fragments rendered by
    another version of the program are not used.
    """

    def __init__(self, releases: Path, build: str) -> None:
        self._releases = releases
        self._build = build
        self._live = Live()
        self._books: dict[str, Book] = {}
        self._damaged: set[str] = set()  # read once and found wanting: not again for every page
        self._fragments: OrderedDict[tuple[str, ...], Fragment] = OrderedDict()
        self._outlines: dict[tuple[str, str], Outline] = {}
        self._words: dict[tuple[str, str, str], QuestionWords] = {}
        self._reading = threading.RLock()  # held while a course is read or words are rendered: once is enough
        self._lock = threading.Lock()  # held for a moment, to move a fragment

    def refresh(self, session: Session) -> None:
        """Read the register again: after the start, and after a release was installed."""
        rows = session.execute(
            select(Release.digest, Release.course_id, Release.structure, Release.live, Release.position).order_by(
                Release.position
            )
        ).all()
        self._damaged.clear()
        self._live = Live(
            {row.course_id: row.digest for row in rows if row.live},
            {row.structure: row.digest for row in rows},
            {row.digest: row.structure for row in rows},
            rows[-1].position if rows else 0,
        )

    def catch_up(self, session: Session) -> bool:
        """Read the register again if a release was installed since; tell whether there was one. One small statement."""
        newest = session.scalar(NEWEST) or 0
        if newest == self._live.position:
            return False
        self.refresh(session)
        return True

    def courses(self) -> list[Book]:
        """Return the live releases whose files are in their place, by course id."""
        return [book for _, book in self._live_books() if book is not None]

    def gone(self) -> Mapping[str, str]:
        """Return the digests of the live releases whose files are gone, by course id."""
        return {course_id: self._live.by_course[course_id] for course_id, book in self._live_books() if book is None}

    def _live_books(self) -> Iterator[tuple[str, Book | None]]:
        for course_id, digest in sorted(self._live.by_course.items()):
            try:
                yield course_id, self.book(digest)
            except ReleaseGone:
                yield course_id, None

    def live_structures(self) -> Mapping[str, str]:
        """Return the structures of the live releases by course id, as the register has them: no file is read."""
        return {course_id: self._live.structures[digest] for course_id, digest in self._live.by_course.items()}

    def live(self, course_id: str) -> Book:
        """Return the live release of a course. Raises NotFound if none is installed."""
        if course_id not in self._live.by_course:
            raise NotFound
        return self.book(self._live.by_course[course_id])

    def of_structure(self, structure: str) -> Book:
        """Return the newest release with a structure. Raises NotFound if there is none."""
        if structure not in self._live.by_structure:
            raise NotFound
        return self.book(self._live.by_structure[structure])

    def book(self, digest: str) -> Book:
        """Return one installed release, reading it at first use. Raises NotFound, or ReleaseGone if its files are."""
        book = self._books.get(digest)
        if book is not None:
            return book
        if digest not in self._live.structures:
            raise NotFound
        if not (self._releases / digest / COURSES).is_dir() or digest in self._damaged:
            raise ReleaseGone(digest=digest[:12])
        with self._reading:
            if digest not in self._books:
                self._books[digest] = self._read(digest)
            return self._books[digest]

    def _read(self, digest: str) -> Book:
        folder = self._releases / digest
        try:
            return self._read_files(digest, folder)
        except OSError:
            raise ReleaseGone(digest=digest[:12]) from None

    def _read_files(self, digest: str, folder: Path) -> Book:
        course_folder = next((path for path in (folder / COURSES).glob("*") if path.name != JURISDICTIONS), None)
        if course_folder is None:
            raise ReleaseGone(digest=digest[:12])
        media = folder / MEDIA / course_folder.name
        course = read_course(course_folder, media, folder / COURSES / JURISDICTIONS).course
        if course is None:
            self._damaged.add(digest)
            raise ReleaseGone(digest=digest[:12])
        pictures = media_digests(media)
        revisions = {question.id: digests.revision(question, pictures) for _, question in course.questions()}
        countries = jurisdiction.read(folder / COURSES / JURISDICTIONS)[0]
        return Book(digest, self._live.structures[digest], course, revisions, countries, folder)

    def fragment(self, book: Book, lesson_id: str, reader: Reader) -> Fragment:
        """Return a rendered lesson: from memory, from disk, or rendered now. Raises NotFound for an unknown lesson."""
        if lesson_id not in book.course.lessons:
            raise NotFound
        lesson = book.course.lessons[lesson_id]
        country = reader.country if rendering.needs_country(lesson) and reader.country in book.countries else None
        key = (book.digest, lesson_id, reader.language, country or "any")
        found = self._held(key)
        if found is not None:
            return found
        with self._reading:
            found = self._held(key) or self._stored(book, lesson_id, reader, country)
            with self._lock:
                self._fragments[key] = found
                if len(self._fragments) > MOST_FRAGMENTS:
                    self._fragments.popitem(last=False)
            return found

    def _held(self, key: tuple[str, ...]) -> Fragment | None:
        with self._lock:
            found = self._fragments.get(key)
            if found is not None:
                self._fragments.move_to_end(key)  # the one used last is the last to go
            return found

    def _stored(self, book: Book, lesson_id: str, reader: Reader, country: str | None) -> Fragment:
        folder = self._releases / "fragments" / self._build / book.digest
        path = folder / f"{lesson_id}.{reader.language}.{country or 'any'}.json"
        try:
            return fragment_from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError):
            fragment = rendering.render_lesson(
                book.course.lessons[lesson_id], self._setting(book, reader, country), reader.render_callout
            )
            _keep(path, fragment_to_json(fragment))
            return fragment

    def outline(self, book: Book, reader: Reader) -> Outline:
        """Return what a course and its parts are called in the reader's language."""
        key = (book.digest, reader.language)
        found = self._outlines.get(key)
        if found is not None:
            return found
        with self._reading:
            if key not in self._outlines:
                self._outlines[key] = _outline(book.course, self._setting(book, reader, None))
            return self._outlines[key]

    def bank_words(self, book: Book, reader: Reader) -> QuestionWords:
        """Return the words of all questions of a course's bank in the reader's language and country."""
        country = reader.country if reader.country in book.countries else None
        key = (book.digest, reader.language, country or "any")
        found = self._words.get(key)
        if found is not None:
            return found
        with self._reading:
            if key not in self._words:
                questions = [question for pool in book.course.bank.values() for question in pool.questions.values()]
                self._words[key] = rendering.render_question_words(questions, self._setting(book, reader, country))
            return self._words[key]

    def _setting(self, book: Book, reader: Reader, country: str | None) -> Setting:
        course = book.course
        place = book.folder / TRANSLATIONS / reader.language / "LC_MESSAGES"
        return Setting(
            words=Words(reader.language, course.language, _catalogue(place / f"{course.id}.po", course.segments())),
            facts=Words(
                reader.language,
                "en",
                _catalogue(place / "jurisdictions.po", catalogue.jurisdiction_segments(book.countries)),
            ),
            jurisdiction=book.countries.get(country) if country else None,
            unknown_fact=reader.unknown_fact(),
            media_base=media_base(book),
        )


def _outline(course: Course, setting: Setting) -> Outline:
    lessons, tests = course.lessons.values(), course.tests.values()
    objectives = {name: segment for lesson in lessons for name, segment in lesson.objectives.items()}
    titles = [lesson.title for lesson in lessons] + [test.title for test in tests]
    words = rendering.render_words((course.title, course.summary, *titles, *objectives.values()), setting)
    return Outline(
        words[course.title.address],
        words[course.summary.address],
        {lesson.id: words[lesson.title.address] for lesson in lessons},
        {test.id: words[test.title.address] for test in tests},
        {name: words[segment.address] for name, segment in objectives.items()},
    )


def media_base(book: Book) -> str:
    """Return the address below which a release's pictures are served."""
    return f"/media/{book.digest}/"


def _catalogue(path: Path, segments: Iterable[Segment]) -> Catalogue | None:
    return Catalogue.read(path).today(segments) if path.is_file() else None


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all; a full disk only costs the next start some time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError:
        return
