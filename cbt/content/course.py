"""A course as one frozen value: lessons, blocks, bank, tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cbt.content.blocks.question import Block, Question
from cbt.content.markup import Element
from cbt.content.segments import Segment


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of text. `heading` is the `##` heading it begins with, or None when it goes on after another block."""

    heading: Segment | None
    elements: tuple[Element, ...]

    def segments(self) -> Iterator[Segment]:
        """Yield the segments in reading order, the heading first."""
        for element in self.elements:
            yield from element.segments()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: file name in the course's media folder, alternative text, caption; credit and size from the media."""

    file: str
    alt: Segment
    caption: Segment | None
    credit: str
    width: int
    height: int
    line: int

    def segments(self) -> Iterator[Segment]:
        """Yield alt text, then caption."""
        yield self.alt
        if self.caption:
            yield self.caption


LessonBlock: TypeAlias = "Prose | Figure | Block | Question"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its id (a source id), its number in the lesson, its words."""

    id: str
    number: int
    text: Segment


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson, in reading order. `id` has no language and no number; `number` is its 1-based place."""

    id: str
    number: int
    path: str
    title: Segment
    minutes: int
    objectives: Mapping[str, Segment]
    blocks: tuple[LessonBlock, ...]
    notes: tuple[Note, ...]
    questions: Mapping[str, Question]
    facts: frozenset[str]
    """Keys of jurisdiction facts used anywhere in it."""
    countries: frozenset[str]
    """Countries for which it has law variants."""

    def segments(self) -> Iterator[Segment]:
        """Yield every segment in reading order: title, objectives, blocks, notes."""
        yield self.title
        yield from self.objectives.values()
        for block in self.blocks:
            yield from block.segments()
        for note in self.notes:
            yield note.text


@dataclass(frozen=True, slots=True)
class Pool:
    """One file of the bank: questions by id, in the author's order; the notes that their texts refer to."""

    id: str
    path: str
    title: Segment
    questions: Mapping[str, Question]
    notes: tuple[Note, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Yield title, then the questions' segments, then the notes'."""
        yield self.title
        for question in self.questions.values():
            yield from question.segments()
        for note in self.notes:
            yield note.text


@dataclass(frozen=True, slots=True)
class Test:
    """A graded sitting and its blueprint. `mastery_score` in thousandths; `draw` says how many from which pool."""

    id: str
    title: Segment
    mastery_score: int
    attempts: int
    draw: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course in its source language."""

    id: str
    language: str
    code: str
    title: Segment
    summary: Segment
    lessons: Mapping[str, Lesson]
    bank: Mapping[str, Pool]
    tests: Mapping[str, Test]

    def segments(self) -> Iterator[Segment]:
        """Yield every segment of the course: its own, the lessons', the bank's."""
        yield self.title
        yield self.summary
        for test in self.tests.values():
            yield test.title
        for lesson in self.lessons.values():
            yield from lesson.segments()
        for pool in self.bank.values():
            yield from pool.segments()

    def questions(self) -> Iterator[tuple[str, Question]]:
        """Yield (activity id, question) for lessons and bank: `course/lesson#block`, `course/bank#block`."""
        for lesson in self.lessons.values():
            for question in lesson.questions.values():
                yield f"{self.id}/{lesson.id}#{question.id}", question
        for pool in self.bank.values():
            for question in pool.questions.values():
                yield f"{self.id}/bank#{question.id}", question
