"""What the instructor's pages say of courses: titles, mistakes in their files, questions and answers in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from cbt.content.blocks.question import Question, Response
from cbt.content.segments import Segment
from cbt.errors import NotFound
from cbt.library.shelf import Book, Outline, ReleaseGone
from cbt.reports.questions import QuestionRow, share
from cbt.reports.responses import Piece, is_right, options, pieces, said
from cbt.reports.sources import Mistaken, Source
from cbt.web import player
from cbt.web.box import box
from cbt.web.language import formatted, gettext


@dataclass(frozen=True, slots=True)
class Named:
    """A course that can be given: its live release and what it and its parts are called, in the reader's language."""

    book: Book
    outline: Outline

    @property
    def title(self) -> str:
        """The title as plain text."""
        return plain(self.outline.title)

    @property
    def tested(self) -> bool:
        """Whether it ends with a test."""
        return bool(self.book.course.tests)

    def lesson_code(self, lesson_id: str) -> str:
        """Return the short name of a lesson, such as `D3`; the id of one that this release does not have."""
        lesson = self.book.course.lessons.get(lesson_id)
        return lesson_id if lesson is None else f"{self.book.course.code}{lesson.number}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A piece of an answer in words: to what (or nothing), what, and whether it is right."""

    part: Markup
    value: Markup
    right: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A piece of the answers to a question: in words, how many chose it, their share in whole percent."""

    said: Answered
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Worded:
    """A question in one reader's words, in the revision that was answered."""

    question: Question
    words: Mapping[str, str]

    @property
    def asked(self) -> Markup:
        """What was asked."""
        return self.say(self.question.shown.prompt.question)

    @property
    def title(self) -> Markup:
        """The author's short name for it, or else what was asked."""
        return self.say(self.question.about.title) if self.question.about.title else self.asked

    def say(self, words: Segment | str | None) -> Markup:
        """Return a segment's finished words; a number as the reader's language writes it; nothing for None."""
        if isinstance(words, Segment):
            return player.finished(self.words[words.address])
        return Markup("{}").format(words or "")

    def answer(self, piece: Piece, response: Response) -> Answered:
        """Return one piece of a response in words, judged."""
        found = said(self.question, piece)
        return Answered(self.say(found.part), self.say(found.value), is_right(self.question, piece, response))

    def answers(self, response: Response) -> list[Answered]:
        """Return a whole response in words, judged piece by piece."""
        return [self.answer(piece, response) for piece in pieces(response)]

    def counted(self, row: QuestionRow) -> list[Counted]:
        """Return what was chosen, and in a list of options what nobody chose too."""
        found = [
            Counted(self.answer(one.piece, one.response), one.count, share(one.count, row.answered))
            for one in row.choices
        ]
        chosen = {one.piece for one in row.choices}
        if any(isinstance(one.response, list) for one in row.choices):
            rest = [piece for piece in options(self.question) if piece not in chosen]
            found += [Counted(self.answer(piece, piece.response), 0, 0) for piece in rest]
        return found


def named(course_id: str) -> Named:
    """Return a course by its live release. Raises NotFound."""
    return _named(box().shelf.live(course_id))


def all_named() -> list[Named]:
    """Return every course that can be given: one whose files are gone is left out."""
    return [_named(book) for book in box().shelf.courses()]


def of_structure(structure: str) -> Named:
    """Return a course as somebody takes it, by the structure they began on. Raises NotFound."""
    return _named(box().shelf.of_structure(structure))


def _named(book: Book) -> Named:
    return Named(book, box().shelf.outline(book, player.reader()))


def titles() -> Mapping[str, str]:
    """Return the titles of the live courses by id, as plain text."""
    return {one.book.course.id: one.title for one in all_named()}


def gone() -> Mapping[str, str]:
    """Return the courses that can be given but whose files are gone, with the release's digest by course id."""
    return box().shelf.gone()


def tested() -> list[str]:
    """Return the ids of the live courses that end with a test, as far as their files are in their place."""
    return [book.course.id for book in box().shelf.courses() if book.course.tests]


def structures() -> Mapping[str, str]:
    """Return the structure that who begins now begins on, by course id."""
    return box().shelf.live_structures()


def worded(course: Named, lesson_id: str | None, question_id: str, asked_in: tuple[str, str]) -> Worded | None:
    """Return a question in the revision and from a release that it was answered in: `asked_in` holds the two digests.

    None if that release is not installed any more, or its files are gone.
    """
    revision, release = asked_in
    book, who = course.book, player.reader()
    try:
        if book.revisions.get(question_id) != revision:
            book = box().shelf.book(release)
        if lesson_id is not None:
            question = book.course.lessons[lesson_id].questions[question_id]
            return Worded(question, box().shelf.fragment(book, lesson_id, who).words)
        pools = book.course.bank.values()
        question = next(pool.questions[question_id] for pool in pools if question_id in pool.questions)
        return Worded(question, box().shelf.bank_words(book, who).words)
    except (NotFound, ReleaseGone, KeyError, StopIteration):
        return None


def in_words(source: Source) -> list[tuple[Mistaken, str, str]]:
    """Return the mistakes of a course's files, each with what is wrong and how to mend it."""
    return [
        (one, gettext(one.sentence).format(**one.values), gettext(one.mending).format(**one.values))
        for one in source.mistakes
    ]


def plain(html: str) -> str:
    """Return finished HTML as plain text."""
    return player.finished(html).striptags()


def percent(whole: int | None) -> str:
    """Return whole percent as the reader's language writes it, or a dash."""
    return "–" if whole is None else formatted().percent(whole)
