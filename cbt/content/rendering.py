"""A lesson in one language and country into a fragment: words looked up, rendered, marked and put in their places."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias

from cbt.content import dialect, digests
from cbt.content.blocks.callouts import Law
from cbt.content.blocks.question import Block, Question
from cbt.content.catalogue import State, Translation, Words
from cbt.content.course import Figure, Lesson, LessonBlock, Prose
from cbt.content.elements import ALT, elements_html, figure_html, media_url
from cbt.content.fragment import QUESTION, Fragment, RenderedBlock, RenderedNote
from cbt.content.inline import Inline, marks
from cbt.content.jurisdiction import Fact, Jurisdiction
from cbt.content.markup import Element
from cbt.content.segments import Segment
from cbt.errors import N_

UNKNOWN_FACT: Final = N_("Ask your service: not confirmed yet.")
"""What stands for a fact that no country gives. The caller puts it into the reader's language."""
WITH_SOURCE: Final = frozenset({"safety", "law"})
"""Kinds of block in which the source stands beside a stale translation."""
WORST: Final[tuple[State, ...]] = ("missing", "stale", "current")
SENTENCE: Final = re.compile(r"(?<=[.!?؟。])\s")


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom something is rendered.

    words: the course's words in the reader's language; facts: those of the jurisdictions. unknown_fact: UNKNOWN_FACT
    in the reader's language. media_base and lesson_base come before a picture's file name and a lesson's id.
    """

    words: Words
    facts: Words
    jurisdiction: Jurisdiction | None
    unknown_fact: str
    media_base: str
    lesson_base: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """What the template of a block without a task gets.

    elements: turns the block's elements into finished HTML. country: the country's name in plain text, for a block
    that speaks of its law, else "". facts: the country's facts that stand in the block, in order.
    """

    block: Block
    elements: Callable[[Iterable[Element]], str]
    country: str
    facts: tuple[Fact, ...]


RenderCallout: TypeAlias = Callable[[Callout], str]
"""Fills a callout's template. It belongs to the caller, since its words are the interface's, not the course's."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Questions outside a lesson: finished HTML by segment address, and the digest of the words by question id."""

    words: Mapping[str, str]
    wordings: Mapping[str, str]


def needs_country(lesson: Lesson) -> bool:
    """Tell whether a lesson is another one in another country."""
    return bool(lesson.facts or lesson.countries)


def render_lesson(lesson: Lesson, setting: Setting, render_callout: RenderCallout) -> Fragment:
    """Return a lesson for one language and country. The same arguments always give the same fragment."""
    numbers = {note.id: note.number for note in lesson.notes}
    voice = _Voice(setting, Inline(_facts(setting), numbers, setting.lesson_base))
    page = _Page(lesson, setting, voice, render_callout)
    shown = enumerate(_shown(lesson, setting.jurisdiction), start=1)
    questions = voice.questions(lesson.questions.values())
    return Fragment(
        language=setting.words.language,
        title=voice.html(lesson.title),
        objectives={name: voice.html(words) for name, words in lesson.objectives.items()},
        blocks=tuple(page.block(number, block) for number, block in shown),
        notes=tuple(RenderedNote(note.id, note.number, voice.html(note.text)) for note in lesson.notes),
        words=questions.words,
        wordings=questions.wordings,
    )


def render_question_words(questions: Iterable[Question], setting: Setting) -> QuestionWords:
    """Return the words of questions that stand in a test. References to notes are left out: a test shows no notes."""
    return _Voice(setting, Inline(_facts(setting), {}, setting.lesson_base)).questions(questions)


def render_words(segments: Iterable[Segment], setting: Setting) -> Mapping[str, str]:
    """Return finished HTML by address, for titles and summaries of courses, lessons and tests."""
    voice = _Voice(setting, Inline(_facts(setting), {}, setting.lesson_base))
    return {segment.address: voice.html(segment) for segment in segments}


def _facts(setting: Setting) -> Callable[[str], Translation]:
    def fact(key: str) -> Translation:
        known = setting.jurisdiction.facts.get(key) if setting.jurisdiction else None
        return setting.facts.of(known.text) if known else Translation(setting.unknown_fact, setting.words.language)

    return fact


def _shown(lesson: Lesson, jurisdiction: Jurisdiction | None) -> Iterator[LessonBlock]:
    """Yield the blocks for a country: of each law's variants one, in the place of the first."""
    country = jurisdiction.country if jurisdiction else None
    laws: dict[str, Law] = {}
    for block in lesson.blocks:
        if isinstance(block, Law) and (block.country == country or (block.country is None and block.id not in laws)):
            laws[block.id] = block
    for block in lesson.blocks:
        if not isinstance(block, Law):
            yield block
        elif block.id in laws:
            yield laws.pop(block.id)


@dataclass(slots=True)
class _Voice:
    """Says segments in the reader's language."""

    setting: Setting
    inline: Inline

    def html(self, segment: Segment, *, with_source: bool = False) -> str:
        """Return a segment's finished HTML, marked if it is stale or in another language than the reader's."""
        found = self.setting.words.of(segment)
        if segment.note == ALT:
            return f'alt="{escape(self.plain(segment))}"' + _attributes(
                marks(found, self.setting.words.language), "lang"
            )
        html = self._marked(found, self.inline.html(found.text, found.language))
        if with_source and found.state == "stale":
            source = Translation(segment.source, self.setting.words.source)
            attributes = {**marks(source, self.setting.words.language), "class": "original"}
            html += f" <span{_attributes(attributes)}>{self.inline.html(source.text, source.language)}</span>"
        return html

    def plain(self, segment: Segment) -> str:
        """Return a segment as plain text, not escaped."""
        found = self.setting.words.of(segment)
        return self.inline.plain(found.text, found.language)

    def state(self, segments: Iterable[Segment]) -> State:
        """Return the worst state among segments."""
        states = {self.setting.words.of(segment).state for segment in segments}
        return next((state for state in WORST if state in states), "current")

    def questions(self, questions: Iterable[Question]) -> QuestionWords:
        """Return the words of questions and their digests."""
        words: dict[str, str] = {}
        wordings: dict[str, str] = {}
        for question in questions:
            segments = tuple(question.segments())
            words |= {segment.address: self.html(segment) for segment in segments}
            wordings[question.id] = digests.wording(
                question, {segment.address: self._told(segment) for segment in segments}
            )
        return QuestionWords(words, wordings)

    def _told(self, segment: Segment) -> str:
        """Return a segment's Markdown with the facts put in."""
        fact = _facts(self.setting)
        return dialect.FACT.sub(lambda match: fact(match[1]).text, self.setting.words.of(segment).text)

    def _marked(self, found: Translation, html: str) -> str:
        attributes = marks(found, self.setting.words.language)
        return f"<span{_attributes(attributes)}>{html}</span>" if attributes else html


@dataclass(slots=True)
class _Page:
    """Renders the blocks of one lesson."""

    lesson: Lesson
    setting: Setting
    voice: _Voice
    render_callout: RenderCallout

    def block(self, number: int, block: LessonBlock) -> RenderedBlock:
        """Return one block with its number."""
        state = self.voice.state(block.segments())
        if isinstance(block, Prose):
            html = f'<div class="prose">{self._elements(block.elements)}</div>'
            label = self.voice.plain(block.heading) if block.heading else None
            return RenderedBlock("prose", "", number, label, html, state)
        if isinstance(block, Figure):
            return RenderedBlock("figure", "", number, self._label(block), self._figure(block), state)
        if block.id in self.lesson.questions:
            title = self.lesson.questions[block.id].about.title
            return RenderedBlock(QUESTION, block.id, number, self.voice.plain(title) if title else None, "", state)
        return RenderedBlock(block.kind, block.id, number, None, self.render_callout(self._callout(block)), state)

    def _elements(self, elements: Iterable[Element], *, with_source: bool = False) -> str:
        elements = tuple(elements)
        segments = (segment for element in elements for segment in element.segments())
        words = {segment.address: self.voice.html(segment, with_source=with_source) for segment in segments}
        return elements_html(elements, words, self.setting.media_base)

    def _figure(self, figure: Figure) -> str:
        return figure_html(
            media_url(self.setting.media_base, figure.file),
            (str(figure.width), str(figure.height)),
            self.voice.html(figure.alt),
            self.voice.html(figure.caption) if figure.caption else "",
            figure.credit,
        )

    def _label(self, figure: Figure) -> str:
        """Return the first sentence of the caption, or else of the alternative text."""
        words = self.voice.plain(figure.caption or figure.alt)
        return SENTENCE.split(words)[0].rstrip(".")

    def _callout(self, block: Block) -> Callout:
        keys = dict.fromkeys(key for segment in block.segments() for key in dialect.facts_in(segment.source))
        there = self.setting.jurisdiction
        facts = tuple(there.facts[key] for key in keys if key in there.facts) if there else ()
        name = ""
        if there and (facts or (isinstance(block, Law) and block.country)):
            found = self.setting.facts.of(there.name)
            name = self.voice.inline.plain(found.text, found.language)
        beside = block.kind in WITH_SOURCE
        return Callout(block, lambda elements: self._elements(elements, with_source=beside), name, facts)


def _attributes(attributes: Mapping[str, str], *names: str) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if not names or name in names)
