"""A Markdown file cut by its lines, before any Markdown: blocks, headings, pictures, code, footnotes, text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from cbt.content import mistakes, mistakes_text
from cbt.errors import Mistake

FENCE = "///"
HEAD = re.compile(r"^///[ ]*(?P<kind>[A-Za-z][\w-]*)[ ]*(?:\|[ ]*(?P<id>.*?))?[ ]*$")
ID = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")
OPTION = re.compile(r"^(?P<indent> *)(?P<name>[a-z_]+):(?: +(?P<value>.*))?$")
OPTION_NAMES = frozenset({"objective", "critical", "tries", "title", "for", "answer", "tolerance", "unit"})
HEADING = re.compile(r"^(?P<marks>#+)[ ]*(?P<words>.*?)[ ]*#*[ ]*$")
PICTURE = re.compile(r"^!\[(?P<alt>.*)\]\((?P<file>[^()\s]*)\)[ ]*$")
CODE = re.compile(r"^(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[\w+-]*)[^`]*$")
NOTE = re.compile(r"^\[\^(?P<id>[^\]\s]+)\]:[ ]*(?P<text>.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file with its 1-based number. Its tabs are spaces, its end is stripped."""

    number: int
    text: str


class Report(Protocol):
    """Where a mistake goes that is found while reading a file; `line` is 1-based."""

    def __call__(self, mistake: Mistake, line: int, **values: str) -> None:
        """Take note of the mistake."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of Markdown in which nothing below stands."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of one line; its level is the number of its `#` marks."""

    level: int
    words: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A paragraph that begins with one image alone; what follows in the paragraph is its caption."""

    alt: Line
    file: str
    caption: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Fenced code: literal text, no language of people."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Definition:
    """The words of a footnote, with the line it begins on."""

    id: str
    text: Line


@dataclass(frozen=True, slots=True)
class Fenced:
    """A block between `///` lines. Its kind may be unknown, its options wrong: that is for others to judge."""

    kind: str
    id: str
    line: int
    options: Mapping[str, Line]
    body: tuple[Line, ...]


Chunk: TypeAlias = "Text | Heading | Picture | Code | Definition | Fenced"


def first_line(chunk: Chunk) -> int:
    """Return the number of the line on which a chunk begins."""
    if isinstance(chunk, Text):
        return next(line.number for line in chunk.lines if line.text)
    if isinstance(chunk, Heading):
        return chunk.words.number
    if isinstance(chunk, Picture):
        return chunk.alt.number
    return chunk.text.number if isinstance(chunk, Definition) else chunk.line


def cut(lines: Sequence[Line], report: Report) -> tuple[Chunk, ...]:
    """Return a file's chunks in order. A block with a broken head is reported and left out, body and all."""
    return tuple(_Cutter(lines, report).chunks())


@dataclass(slots=True)
class _Cutter:
    """Goes through the lines once; `place` is the line that is read next."""

    lines: Sequence[Line]
    report: Report
    place: int = 0
    run: list[Line] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    """Fences of code that nothing below closes: looked for once, or a file full of them takes minutes."""

    def chunks(self) -> Iterator[Chunk]:
        while self.place < len(self.lines):
            chunk = self._special(self.lines[self.place])
            if chunk is None:
                self.run.append(self.lines[self.place])
                self.place += 1
                continue
            yield from self._text()
            yield from chunk
        yield from self._text()

    def _text(self) -> Iterator[Text]:
        if any(line.text for line in self.run):
            yield Text(tuple(self.run))
        self.run = []

    def _special(self, line: Line) -> tuple[Chunk, ...] | None:
        """Read what begins at this line and is no plain text; None if it is plain text."""
        if line.text.startswith(FENCE):
            return self._fenced(line)
        if code := CODE.match(line.text):
            return self._code(line, code["fence"], code["language"])
        if heading := HEADING.match(line.text):
            self.place += 1
            return (Heading(len(heading["marks"]), Line(line.number, heading["words"])),)
        if note := NOTE.match(line.text):
            return self._definition(line, note["id"], note["text"])
        picture = PICTURE.match(line.text)
        if picture and not (self.run and self.run[-1].text):
            self.place += 1
            return (Picture(Line(line.number, picture["alt"]), picture["file"], tuple(self._paragraph())),)
        return None

    def _paragraph(self) -> Iterator[Line]:
        """Take the lines up to the next blank one, or to the next thing that is no text."""
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if not line.text or line.text.startswith((FENCE, "#")) or NOTE.match(line.text):
                return
            self.place += 1
            yield line

    def _definition(self, line: Line, name: str, words: str) -> tuple[Chunk, ...]:
        self.place += 1
        parts = [words]
        while self.place < len(self.lines) and self.lines[self.place].text.startswith(" "):
            parts.append(self.lines[self.place].text.strip())
            self.place += 1
        return (Definition(name, Line(line.number, " ".join(parts).strip())),)

    def _code(self, opening: Line, fence: str, language: str) -> tuple[Chunk, ...]:
        self.place += 1
        begin = self.place
        while fence not in self.open and self.place < len(self.lines):
            line = self.lines[self.place].text
            self.place += 1
            if line.startswith(fence) and not line.strip(fence[0]):
                inside = self.lines[begin : self.place - 1]
                return (Code(language, "".join(f"{line.text}\n" for line in inside), opening.number),)
        self.report(mistakes_text.UNCLOSED_CODE, opening.number, fence=fence)
        self.open.add(fence)
        self.place = begin
        return ()

    def _fenced(self, head: Line) -> tuple[Chunk, ...]:
        self.place += 1
        if head.text == FENCE:
            self.report(mistakes.LEFT_OVER_FENCE, head.number)
            return ()
        match = HEAD.match(head.text)
        body = self._body(head)
        if not match:
            self.report(mistakes.BROKEN_HEAD, head.number, head=head.text)
            return ()
        name = match["id"] or ""
        if not name:
            self.report(mistakes.MISSING_ID, head.number, kind=match["kind"])
            return ()
        if not ID.match(name):
            self.report(mistakes.BAD_ID, head.number, id=name)
            return ()
        options, rest = _options(body, self.report, name)
        return (Fenced(match["kind"], name, head.number, options, rest),)

    def _body(self, head: Line) -> tuple[Line, ...]:
        """Take the lines up to the closing `///`; report a block that is not closed or stands in another one."""
        begin = self.place
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if line.text == FENCE:
                self.place += 1
                return tuple(self.lines[begin : self.place - 1])
            if line.text.startswith(FENCE):
                closings = self._closings(self.place + 1)
                if len(closings) < 2:
                    break
                self.report(mistakes.BLOCK_IN_BLOCK, line.number)
                inner, self.place = self.place, closings[1] + 1
                return (*self.lines[begin:inner], *self.lines[closings[0] + 1 : closings[1]])
            self.place += 1
        self.report(mistakes.UNCLOSED_BLOCK, head.number, head=head.text)
        return tuple(self.lines[begin : self.place])

    def _closings(self, place: int) -> list[int]:
        """Return the places of the closing `///` lines before the next head."""
        found: list[int] = []
        for following in range(place, len(self.lines)):
            text = self.lines[following].text
            if text == FENCE:
                found.append(following)
            elif text.startswith(FENCE):
                break
        return found


def _options(body: tuple[Line, ...], report: Report, block: str) -> tuple[dict[str, Line], tuple[Line, ...]]:
    """Part the options under a head from the body."""
    options: dict[str, Line] = {}
    for place, line in enumerate(body):
        match = OPTION.match(line.text)
        indent = len(line.text) - len(line.text.lstrip(" "))
        if not line.text or not (indent or (match and match["name"] in OPTION_NAMES)):
            return options, body[place:]
        if not match or indent < 4:
            report(mistakes.BROKEN_OPTION, line.number, block=block)
        if not match:
            continue
        if match["name"] in options:
            report(mistakes.SAME_OPTION, line.number, block=block, option=match["name"])
        else:
            options[match["name"]] = Line(line.number, _unquoted(match["value"] or ""))
    return options, ()


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
