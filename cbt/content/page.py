"""One Markdown file of a course, a lesson or a bank file: its front matter, its blocks, its notes, its segments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from cbt.content import chunks, dialect, markup, mistakes, mistakes_files, mistakes_text, schema
from cbt.content.blocks import KINDS
from cbt.content.blocks.question import Block
from cbt.content.blocks.source import BlockSource
from cbt.content.chunks import Line, Report
from cbt.content.course import Figure, LessonBlock, Note, Prose
from cbt.content.markup import Element
from cbt.content.media import Media, Medium
from cbt.content.problems import Problems, near
from cbt.content.segments import Segment

Content: TypeAlias = "Prose | Figure | Placed"

FRONT = "---"
NOTE = "footnote"
SWALLOWED = frozenset(
    mistake.code
    for mistake in (
        mistakes.UNCLOSED_BLOCK,
        mistakes.LEFT_OVER_FENCE,
        mistakes.BLOCK_IN_BLOCK,
        mistakes.BROKEN_HEAD,
        mistakes.MISSING_ID,
        mistakes.BAD_ID,
    )
)
"""After such a mistake a note may only have gone with a block: nothing is said of notes until it is mended."""
WITHOUT_NOTES = frozenset({"title", "objective", "alt text", "alt"})


@dataclass(frozen=True, slots=True)
class Address:
    """How the segments of a file are addressed: `text` before the colon, `blocks` before the `#`."""

    text: str
    blocks: str


@dataclass(slots=True)
class Page:
    """A file while it is read. `segments` holds every segment made so far, blocks that failed included."""

    path: Path
    address: Address
    lines: tuple[Line, ...]
    media: Media
    problems: Problems
    bank: bool = False
    segments: list[Segment] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """Where mistakes of this file go."""
        return self.problems.within(self.path)

    def front_matter(self) -> tuple[schema.Loaded | None, tuple[Line, ...]]:
        """Return the front matter (None if it is missing or no YAML; that is reported) and the lines after it."""
        if not self.lines:  # it could not be read, which was reported
            return None, ()
        if self.lines[0].text != FRONT:
            self.report(mistakes_files.NO_FRONT_MATTER, 1)
            fences = [place for place, line in enumerate(self.lines) if line.text == FRONT]
            return None, self.lines[fences[0] + 1 :] if fences else self.lines
        for end, line in enumerate(self.lines[1:], start=1):
            if line.text == FRONT:
                text = "\n".join(line.text for line in self.lines[1:end])
                return schema.load(text, 2, self.report), self.lines[end + 1 :]
        self.report(mistakes_files.NO_FRONT_MATTER, 1)
        return None, ()

    def made(self, words: str, part: str, line: int, note: str) -> Segment:
        """Return a segment of this file; `part` is its whole address."""
        segment = Segment(" ".join(words.split()), part, line, self.path.as_posix(), note)
        self.segments.append(segment)
        return segment

    def named(self, words: str, name: str, line: int, note: str) -> Segment:
        """Return a segment outside the blocks: `lesson-id:name`."""
        return self.made(words, f"{self.address.text}:{name}", line, note)

    def numbered(self, name: str) -> str:
        """Return the name, with a number behind it from its second use on."""
        self.numbers[name] = self.numbers.get(name, 0) + 1
        return name if self.numbers[name] == 1 else f"{name}-{self.numbers[name]}"

    def medium(self, picture: chunks.Picture) -> Medium | None:
        """Return a picture's file, or report what is wrong with it or its alternative text."""
        line, words = picture.alt.number, picture.alt.text.strip()
        stem = picture.file.rpartition(".")[0]
        if not words:
            self.report(mistakes_text.MISSING_ALT, line, file=picture.file)
        elif words.lower().replace(" ", "-") in (picture.file.lower(), stem.lower()):
            self.report(mistakes_text.ALT_IS_NAME, line, file=picture.file)
        return self.media.picture(picture.file, line, self.report)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block's source with what its kind read of it; None if it could not be read."""

    source: chunks.Fenced
    block: Block | None


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below the front matter, in order; notes numbered by their first reference."""

    content: tuple[Content, ...]
    notes: tuple[Note, ...]

    def placed(self) -> Iterator[Placed]:
        """Yield the blocks, those that could not be read too."""
        for item in self.content:
            if isinstance(item, Placed):
                yield item

    def blocks(self) -> Iterator[LessonBlock]:
        """Yield what a lesson shows."""
        for item in self.content:
            if not isinstance(item, Placed):
                yield item
            elif item.block is not None:
                yield item.block


@dataclass(slots=True)
class _TextPlace:
    """The text of a page: its segments are numbered through the whole file."""

    page: Page
    number: int = 0

    @property
    def report(self) -> Report:
        return self.page.report

    def segment(self, words: str, line: int, note: str) -> Segment:
        self.number += 1
        return self.page.named(words, str(self.number), line, note)


@dataclass(slots=True)
class _BlockPlace:
    """The text of a block, or of one part of it: the first segment has the part's name, the next ones a number more."""

    page: Page
    address: str
    part: str

    @property
    def report(self) -> Report:
        return self.page.report

    def segment(self, words: str, line: int, note: str) -> Segment:
        address = self.page.numbered(f"{self.address}/{self.part}")
        return self.page.made(words, address, line, self.part if note == "paragraph" else note)

    def figure(self, picture: chunks.Picture) -> Element | None:
        shown = _figure(self.page, picture, f"{self.address}/figure")
        if shown is None:
            return None
        attributes = {"src": shown.file, "width": shown.width, "height": shown.height, "credit": shown.credit}
        return Element(
            "figure", tuple((name, str(value)) for name, value in attributes.items()), tuple(shown.segments())
        )


def read(page: Page, lines: tuple[Line, ...], kinds: Mapping[str, type[Block]] = KINDS) -> Body:
    """Read what stands below the front matter. Every mistake is reported to the page."""
    place = _TextPlace(page)
    content: list[Content] = []
    definitions: dict[str, Segment] = {}
    for chunk in chunks.cut(lines, page.report):
        if isinstance(chunk, chunks.Definition):
            _define(page, chunk, definitions)
        elif isinstance(chunk, chunks.Fenced):
            content.append(Placed(chunk, _block(page, chunk, kinds)))
        elif page.bank:
            page.report(mistakes.TEXT_IN_BANK, chunks.first_line(chunk))
        elif isinstance(chunk, chunks.Picture):
            figure = _figure(page, chunk, f"{page.address.text}:figure")
            content.extend([figure] if figure else [])
        else:
            _write(content, markup.plain(chunk, place))
    body = Body(tuple(content), ())
    if page.problems.hold(SWALLOWED, page.path):
        page.problems.forget(mistakes_text.NOTE_IN_BLOCK.code, page.path)
        return body
    return Body(body.content, _notes(page, body, definitions))


def _write(content: list[Content], elements: tuple[Element, ...]) -> None:
    """Go on with the prose before, or begin a new one at a `##` heading or after something else."""
    for element in elements:
        heading = next(element.segments(), None) if element.tag == "h2" else None
        last = content[-1] if content else None
        if heading is None and isinstance(last, Prose):
            content[-1] = Prose(last.heading, (*last.elements, element))
        else:
            content.append(Prose(heading, (element,)))


def _figure(page: Page, picture: chunks.Picture, address: str) -> Figure | None:
    medium = page.medium(picture)
    address = page.numbered(f"{address}-{picture.file.rpartition('.')[0]}")
    line = picture.alt.number
    alt = page.made(picture.alt.text, f"{address}/alt", line, "alt text")
    caption = None
    if picture.caption:
        dialect.check_lines([picture.alt, *picture.caption], page.report)
        words = " ".join(line.text for line in picture.caption)
        caption = page.made(words, f"{address}/caption", picture.caption[0].number, "caption")
    if medium is None:
        return None
    return Figure(medium.file, alt, caption, medium.credit, medium.width, medium.height, line)


def _block(page: Page, fenced: chunks.Fenced, kinds: Mapping[str, type[Block]]) -> Block | None:
    kind = kinds.get(fenced.kind)
    if kind is None:
        known = near(fenced.kind, sorted(kinds))
        page.report(mistakes.UNKNOWN_KIND, fenced.line, block=fenced.id, kind=fenced.kind, known=known)
        return None
    country = fenced.options.get("for")
    address = f"{page.address.blocks}#{fenced.id}" + (f"@{country.text}" if country else "")
    source = BlockSource(
        kind=fenced.kind,
        id=fenced.id,
        address=address,
        path=page.path,
        line=fenced.line,
        options=fenced.options,
        body=fenced.body,
        elements=lambda lines, part: markup.elements(lines, _BlockPlace(page, address, part)),
    )
    block = kind.parse(source)
    page.problems.add(source.problems)
    page.segments.extend(source.made)
    return block


def _define(page: Page, definition: chunks.Definition, definitions: dict[str, Segment]) -> None:
    line = definition.text.number
    if definition.id in definitions:
        page.report(mistakes_text.SAME_NOTE, line, note=definition.id)
    elif not definition.text.text:
        page.report(mistakes_text.EMPTY_NOTE, line, note=definition.id)
    else:
        definitions[definition.id] = page.named(definition.text.text, f"note-{definition.id}", line, NOTE)


def _notes(page: Page, body: Body, definitions: dict[str, Segment]) -> tuple[Note, ...]:
    """Return the notes, numbered. Report what is only referred to, only written, or out of place."""
    for segment in page.segments:
        for name in dialect.notes_in(segment.source):
            line = dialect.find_line(segment, page.lines, f"[^{name}]")
            if segment.note == NOTE:
                page.report(mistakes_text.NOTE_IN_NOTE, line, note=name)
            elif segment.note in WITHOUT_NOTES:
                page.report(mistakes_text.NOTE_WITHOUT_PLACE, line, note=name)
            elif name not in definitions:
                page.report(mistakes_text.UNDEFINED_NOTE, line, note=name)
    referred = {name for line in page.lines for name in dialect.notes_in(chunks.NOTE.sub(r"\2", line.text))}
    for name, text in definitions.items():
        if name not in referred:
            page.report(mistakes_text.UNUSED_NOTE, text.line, note=name)
    order = dict.fromkeys(
        name for block in body.blocks() for segment in block.segments() for name in dialect.notes_in(segment.source)
    )
    known = (name for name in order if name in definitions)
    return tuple(Note(name, number, definitions[name]) for number, name in enumerate(known, start=1))
