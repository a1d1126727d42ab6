"""Markdown's first half: lines into frozen elements, whose words are segments still in their author's Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from xml.etree.ElementTree import Element as Node

from markdown import Markdown

from cbt.content import chunks, dialect, mistakes, mistakes_text
from cbt.content.chunks import Line, Report
from cbt.content.segments import Segment

Child: TypeAlias = "Element | Segment | str"

NOTES = {
    "p": "paragraph",
    "li": "list item",
    "th": "table head",
    "td": "table cell",
    "dt": "term",
    "dd": "definition",
    "blockquote": "quotation",
    "h2": "heading",
    "h3": "heading",
}
ATTRIBUTE_LIST = re.compile(r"\s*\{:[ ]*(?P<attributes>[^{}\n]*?)[ ]*\}\s*$")
ATTRIBUTE = re.compile(r"^(?:\.(?P<class>[\w-]+)|(?P<name>lang|dir)=\"?(?P<value>[\w-]+)\"?)$")
SEPARATOR = re.compile(r"^[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a lesson's tree. A `str` child is literal text (code); a Segment is language.

    Tags are those of HTML: p, h2, h3, ul, ol, li, table, thead, tbody, tr, th, td, dl, dt, dd, blockquote, pre, hr.
    Attributes: `class`, `lang`, `dir`, `start` (ol), `data-align` (th, td), `data-language` (pre). A picture inside a
    block is a `figure` with the attributes src (file name), width, height and credit; its children are the segments
    of the alternative text (note "alt text") and, if it has one, of the caption (note "caption").
    """

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Child, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Yield the segments below, in reading order."""
        for child in self.children:
            if isinstance(child, Segment):
                yield child
            elif isinstance(child, Element):
                yield from child.segments()


class Place(Protocol):
    """Where text stands: what makes its segments and hears of its mistakes."""

    @property
    def report(self) -> Report:
        """Where mistakes go."""

    def segment(self, words: str, line: int, note: str) -> Segment:
        """Return a segment for one human text, with the next address of this place."""


class PicturePlace(Place, Protocol):
    """A place that shows pictures between its texts."""

    def figure(self, picture: chunks.Picture) -> "Element | None":
        """Return a picture as an element; None if it can not be shown (that was reported)."""


def elements(lines: Sequence[Line], place: PicturePlace) -> tuple[Element, ...]:
    """Turn the body of a block or a prompt into elements; headings, code and pictures are allowed in it."""
    found: list[Element] = []
    for chunk in chunks.cut(lines, place.report):
        if isinstance(chunk, chunks.Picture):
            figure = place.figure(chunk)
            found.extend([figure] if figure else [])
        elif isinstance(chunk, chunks.Definition):
            place.report(mistakes_text.NOTE_IN_BLOCK, chunk.text.number, note=chunk.id)
        elif isinstance(chunk, chunks.Fenced):
            place.report(mistakes.BLOCK_IN_BLOCK, chunk.line)
        else:
            found.extend(plain(chunk, place))
    return tuple(found)


def plain(chunk: chunks.Text | chunks.Heading | chunks.Code, place: Place) -> tuple[Element, ...]:
    """Turn a run of text, a heading or code into elements."""
    if isinstance(chunk, chunks.Code):
        return (Element("pre", (("data-language", chunk.language),) if chunk.language else (), (chunk.text,)),)
    if isinstance(chunk, chunks.Heading):
        return _heading(chunk, place)
    if deep := dialect.too_deep(chunk.lines):
        place.report(mistakes_text.TOO_DEEP, deep)
        return ()
    dialect.check_lines(chunk.lines, place.report)
    return _Tree(chunk.lines, place).read()


def _heading(chunk: chunks.Heading, place: Place) -> tuple[Element, ...]:
    line = chunk.words.number
    words, attributes = attribute_list(chunk.words.text, line, place.report)
    if chunk.level not in (2, 3):
        place.report(mistakes_text.HEADING_LEVEL, line)
    elif not words:
        place.report(mistakes_text.EMPTY_HEADING, line)
    else:
        tag = f"h{chunk.level}"
        return (Element(tag, attributes, (place.segment(words, line, NOTES[tag]),)),)
    return ()


def attribute_list(words: str, line: int, report: Report) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part a trailing `{: .class lang=.. dir=.. }` from the words; anything else in it is reported."""
    match = ATTRIBUTE_LIST.search(words)
    if not match:
        return words, ()
    classes: list[str] = []
    attributes: list[tuple[str, str]] = []
    for part in match["attributes"].split():
        attribute = ATTRIBUTE.match(part)
        if not attribute:
            wrong = mistakes_text.TITLE_ATTRIBUTE if part.startswith("title") else mistakes_text.UNKNOWN_ATTRIBUTE
            report(wrong, line, attribute=part.split("=")[0])
            break
        if attribute["class"]:
            classes.append(attribute["class"])
        else:
            attributes.append((attribute["name"], attribute["value"]))
    if classes:
        attributes.insert(0, ("class", " ".join(classes)))
    return words[: match.start()], tuple(attributes)


def _parser() -> Markdown:
    """Return a Markdown of its own, without what the dialect refuses: those lines stay as they are and get reported."""
    markdown = Markdown(extensions=["tables", "def_list", "sane_lists"])
    for name in ("hashheader", "setextheader", "reference"):
        markdown.parser.blockprocessors.deregister(name)
    return markdown


class _Tree:
    """Reads one run of text through Markdown's block parser, and finds each text's line again."""

    def __init__(self, lines: Sequence[Line], place: Place) -> None:
        self.place = place
        self.lines = lines
        self.finder = _Finder(lines)

    def read(self) -> tuple[Element, ...]:
        text = "\n".join(line.text for line in self.lines).rstrip("\n")  # or a table takes the last line for a row
        tree = _parser().parser.parseDocument(text.split("\n"))
        return tuple(self._element(node) for node in tree.iterfind("*"))

    def _element(self, node: Node) -> Element:
        if node.tag == "pre":
            return self._indented_code(node)
        attributes = [
            ("data-align", value.removeprefix("text-align: ").rstrip(";")) for value in _values(node, "style")
        ]
        attributes += [("start", value) for value in _values(node, "start")]
        children: list[Child] = []
        own, extra = self._words(node.text, node.tag)
        children.extend(own)
        for child in node:
            children.append(self._element(child))
            tail, _ = self._words(child.tail, node.tag)
            children.extend(tail)
        return Element(node.tag, (*attributes, *extra), tuple(children))

    def _words(self, text: str | None, tag: str) -> tuple[list[Child], tuple[tuple[str, str], ...]]:
        if not text or not text.strip():
            return [], ()
        line = self.finder.line(text)
        words, attributes = attribute_list(text, line, self.place.report)
        if not words.strip():
            return [], attributes
        return [self.place.segment(words, line, NOTES.get(tag, ""))], attributes

    def _indented_code(self, node: Node) -> Element:
        text = "".join(node.itertext())
        self.place.report(mistakes_text.INDENTED_CODE, self.finder.line(text))
        return Element("pre", (), (text,))


def _values(node: Node, name: str) -> list[str]:
    value = node.get(name)
    return [] if value is None else [value]


class _Finder:
    """Finds texts in the lines they came from; each search goes on where the last one ended."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [Line(line.number, "" if SEPARATOR.match(line.text) else line.text) for line in lines]
        self.place = 0
        self.column = 0

    def line(self, text: str) -> int:
        """Return the number of the line on which a text of one or more lines begins."""
        numbers = [self._find(part.strip()) for part in text.split("\n") if part.strip()]
        return numbers[0]

    def _find(self, part: str) -> int:
        column = self.column
        for place in range(self.place, len(self.lines)):
            found = self.lines[place].text.find(part, column)
            if found >= 0:
                self.place, self.column = place, found + len(part)
                return self.lines[place].number
            column = 0
        return self.lines[self.place].number
