"""Blocks cut from their source without a reader, and Jinja as the pages set it up."""

from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

import cbt
from cbt.content import chunks, markup
from cbt.content.blocks import TEMPLATES
from cbt.content.blocks.source import BlockSource, Line
from cbt.content.markup import Element
from cbt.content.segments import Segment
from cbt.errors import Mistake, Problem

PATH = Path("01-lesson.md")
COMPONENTS = Path(cbt.__file__).parent / "web" / "templates"


@dataclass
class Place:
    """Where a block's Markdown stands: a lesson with one block in it."""

    address: str
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def segment(self, words: str, line: int, note: str) -> Segment:
        self.count += 1
        return Segment(" ".join(words.split()), f"{self.address}-{self.count}", line, str(PATH), note)

    def figure(self, picture: chunks.Picture) -> Element:
        texts = [self.segment(picture.alt.text, picture.alt.number, "alt text")]
        texts += [self.segment(line.text, line.number, "caption") for line in picture.caption]
        return Element("figure", (("src", picture.file), ("width", "640"), ("height", "400")), tuple(texts))

    def report(self, mistake: Mistake, line: int, **values: str) -> None:
        self.problems.append(Problem(PATH, line, mistake, values))


def cut(text: str) -> BlockSource:
    """Return the one block of a text; its head is line 1."""
    place = Place("")
    lines = [Line(number, line.rstrip()) for number, line in enumerate(text.splitlines(), 1)]
    (fenced,) = [chunk for chunk in chunks.cut(lines, place.report) if isinstance(chunk, chunks.Fenced)]
    address = f"lesson#{fenced.id}"

    def elements(body: tuple[Line, ...], part: str) -> tuple[Element, ...]:
        return markup.elements(body, Place(f"{address}/{part}", place.problems))

    return BlockSource(
        kind=fenced.kind,
        id=fenced.id,
        address=address,
        path=PATH,
        line=fenced.line,
        options=fenced.options,
        body=fenced.body,
        elements=elements,
        problems=place.problems,
    )


def environment(*folders: Path) -> Environment:
    """Return Jinja as the pages set it up, with the kinds' templates and those of further folders."""
    jinja = Environment(
        loader=FileSystemLoader([TEMPLATES, COMPONENTS, *folders]),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: message, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    return jinja


def words(segment: Segment) -> Markup:
    """Return a segment's words as a page would, strong where the author says so."""
    before, _, after = str(escape(segment.source)).partition("**")
    strong, _, rest = after.partition("**")
    return Markup(f"{before}<strong>{strong}</strong>{rest}" if strong else before)


def elements(tree: tuple[Element, ...]) -> Markup:
    """Return elements as HTML; pictures by their file."""
    return Markup("").join(
        Markup('<img src="{}">').format(dict(element.attributes)["src"])
        if element.tag == "figure"
        else Markup("<{0}>{1}</{0}>").format(element.tag, Markup(" ").join(map(words, element.segments())))
        for element in tree
    )
