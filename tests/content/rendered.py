"""Courses rendered for tests: in any words, with a plain template for callouts, and what their HTML is made of."""

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias

from cbt.content.catalogue import Catalogue, Words
from cbt.content.course import Course
from cbt.content.fragment import Fragment
from cbt.content.jurisdiction import Jurisdiction
from cbt.content.rendering import Callout, QuestionWords, Setting, render_lesson, render_question_words

Skeleton: TypeAlias = "list[tuple[str, ...]]"

NAMES = frozenset({"id", "href", "class", "src", "role", "rel", "width", "height"})
"""Attributes whose values are no language."""


def callout(given: Callout) -> str:
    """Return a callout without words of the interface."""
    block, sources = given.block, "".join(f'<p class="source">{fact.source}</p>' for fact in given.facts)
    head = f'<aside class="{block.kind}" id="{block.id}" data-country="{escape(given.country)}">'
    return f"{head}{given.elements(block.shown.elements)}{sources}</aside>"


def setting(words: Words, country: Jurisdiction | None = None, facts: Words | None = None) -> Setting:
    """Return a setting in these words, with facts in English unless words for them are given."""
    return Setting(words, facts or Words("en", "en"), country, "Ask your service.", "/media/")


def translated(course: Course, catalogue: Catalogue | None, language: str = "ru") -> Words:
    """Return a course's words in a language."""
    return Words(language, course.language, catalogue)


def lessons(course: Course, given: Setting) -> list[Fragment]:
    """Return every lesson, rendered."""
    return [render_lesson(lesson, given, callout) for lesson in course.lessons.values()]


def bank(course: Course, given: Setting) -> QuestionWords:
    """Return the words of the whole bank."""
    return render_question_words(
        (question for pool in course.bank.values() for question in pool.questions.values()), given
    )


def pieces(course: Course, given: Setting) -> Iterator[tuple[str, str]]:
    """Yield (where, HTML) for everything a course shows, in order."""
    for fragment in lessons(course, given):
        yield "title", fragment.title
        yield from fragment.objectives.items()
        yield from ((f"{block.kind} {block.number} {block.id}", block.html) for block in fragment.blocks)
        yield from ((note.id, note.html) for note in fragment.notes)
        yield from fragment.words.items()
    yield from bank(course, given).words.items()


class _Bones(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Skeleton = []
        self.all: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        self.found.append(
            (tag, *(f"{name}={value}" if name in NAMES else name for name, value in attrs)),
        )

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/", tag))


def skeleton(html: str) -> Skeleton:
    """Return HTML without its language: tags, names of attributes, and values that are no language."""
    bones = _Bones()
    bones.feed(f"<i {html}>" if html.startswith("alt=") else html)
    return bones.found


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Return every opening tag of some HTML with its attributes."""
    bones = _Bones()
    bones.feed(html)
    return bones.all
