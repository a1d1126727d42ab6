"""Markdown lines into elements whose texts are segments."""

from dataclasses import dataclass, field

import pytest

from cbt.content import chunks, markup
from cbt.content.chunks import Line
from cbt.content.markup import Element
from cbt.content.segments import Segment
from cbt.errors import Mistake


@dataclass
class Place:
    """Numbers segments from 1; shows pictures as empty figures, but none whose name is `missing.svg`."""

    made: list[Segment] = field(default_factory=list)
    reported: list[tuple[str, int]] = field(default_factory=list)

    def report(self, mistake: Mistake, line: int, **values: str) -> None:
        assert mistake.sentence.format(**values)
        self.reported.append((mistake.code, line))

    def segment(self, words: str, line: int, note: str) -> Segment:
        self.made.append(Segment(" ".join(words.split()), str(len(self.made) + 1), line, "a.md", note))
        return self.made[-1]

    def figure(self, picture: chunks.Picture) -> Element | None:
        return None if picture.file == "missing.svg" else Element("figure", (("src", picture.file),))


def lines(text: str, first: int = 1) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=first)]


def read(text: str, first: int = 1) -> tuple[tuple[Element, ...], Place]:
    place = Place()
    return markup.elements(lines(text, first), place), place


def outline(element: Element) -> str:
    """Return an element as tags around its segments' words."""
    inside = "".join(
        outline(child) if isinstance(child, Element) else child.source if isinstance(child, Segment) else f"'{child}'"
        for child in element.children
    )
    attributes = "".join(f" {name}={value}" for name, value in element.attributes)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


HEAD = "<thead><tr><th data-align=center>a</th><th>b</th></tr></thead>"
ROW = "<tbody><tr><td data-align=center>1</td><td></td></tr></tbody>"
CELL = "<thead><tr><th>a</th></tr></thead>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One *two*\nthree.", "<p>One *two* three.</p>"),
        ("- a\n- b\n  c\n    - d", "<ul><li>a</li><li>b c<ul><li>d</li></ul></li></ul>"),
        ("3. a\n4. b", "<ol start=3><li>a</li><li>b</li></ol>"),
        ("- a\n\n    b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("> a\n> b", "<blockquote><p>a b</p></blockquote>"),
        ("Term\n:   a\n    b\n:   c", "<dl><dt>Term</dt><dd>a b</dd><dd>c</dd></dl>"),
        ("a\n\n---\n\nb", "<p>a</p><hr></hr><p>b</p>"),
        ("| a | b |\n|:-:|---|\n| 1 |  |", f"<table>{HEAD}{ROW}</table>"),
        ("| a |\n|---|\n| x \\| y |", f"<table>{CELL}<tbody><tr><td>x \\| y</td></tr></tbody></table>"),
        ("### Head {: .wide lang=ru }", "<h3 class=wide lang=ru>Head</h3>"),
        ("One.\n{: .lead .wide dir=rtl }", "<p class=lead wide dir=rtl>One.</p>"),
        ("- a {: .x }\n- b", "<ul><li class=x>a</li><li>b</li></ul>"),
        ("{: .x }", "<p class=x></p>"),
        ("```\n<b>\n```", "<pre>'<b>\n'</pre>"),
        ("~~~text\nx\n~~~", "<pre data-language=text>'x\n'</pre>"),
        ("![a](a.svg)\n\n![b](missing.svg)", "<figure src=a.svg></figure>"),
        ("[^S1] stays, {{ fact }} too", "<p>[^S1] stays, {{ fact }} too</p>"),
    ],
)
def test_markdown_becomes_elements(text: str, expected: str) -> None:
    found, place = read(text)

    assert "".join(outline(element) for element in found) == expected
    assert place.reported == []


def test_reflowing_a_source_changes_no_segment() -> None:
    flowing, _ = read("One two three four.\n\n- five six\n- seven")
    broken, _ = read("One two\nthree   four.\n\n- five\n  six\n- seven")

    assert [outline(element) for element in flowing] == [outline(element) for element in broken]


TALL = """\
A paragraph
on two lines.

- one
- one

    one

| one | two |
|-----|-----|
| one | one |
| two | 1 |

1. 1
2. two

Term
:   one

> two
> lines

one"""


def test_each_segment_knows_its_line() -> None:
    _, place = read(TALL, first=11)

    assert [(segment.source, segment.line) for segment in place.made] == [
        ("A paragraph on two lines.", 11),
        ("one", 14),
        ("one", 15),
        ("one", 17),
        ("one", 19),
        ("two", 19),
        ("one", 21),
        ("one", 21),
        ("two", 22),
        ("1", 22),
        ("1", 24),
        ("two", 25),
        ("Term", 27),
        ("one", 28),
        ("two lines", 30),
        ("one", 33),
    ]


def test_a_segment_says_what_it_is() -> None:
    _, place = read(TALL)

    assert [segment.note for segment in place.made[:6]] == [
        "paragraph", "list item", "paragraph", "paragraph", "table head", "table head",
    ]  # fmt: skip


def test_a_block_inside_a_block_is_refused() -> None:
    found, place = read("/// note | a\nx\n///")

    assert found == ()
    assert place.reported == [("block-in-block", 1)]


def test_what_markdown_rewrites_is_put_at_the_line_reached() -> None:
    finder = markup._Finder(lines("one\ntwo"))

    assert finder.line("two") == 2
    assert finder.line("nowhere to be found") == 2


def test_elements_yield_their_segments_in_reading_order() -> None:
    (table,), place = read("| a | b |\n|---|---|\n| 1 | 2 |")

    assert list(table.segments()) == place.made


def test_blank_lines_below_a_table_are_no_row_of_it():
    (table,), _ = read("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert (
        outline(table)
        == "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
