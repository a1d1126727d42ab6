"""A file cut by its lines."""

import pytest

from cbt.content import chunks
from cbt.content.chunks import Code, Definition, Fenced, Heading, Line, Picture, Text
from cbt.errors import Mistake


def lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def cut(text: str) -> list[chunks.Chunk]:
    """Cut a text that has no mistakes."""
    found: list[Mistake] = []

    def report(mistake: Mistake, line: int, **values: str) -> None:
        found.append(mistake)

    result = chunks.cut(lines(text), report)
    assert not found
    return list(result)


def test_text_keeps_its_blank_lines_and_numbers() -> None:
    assert cut("one\n\ntwo\n## Three") == [
        Text((Line(1, "one"), Line(2, ""), Line(3, "two"))),
        Heading(2, Line(4, "Three")),
    ]


def test_blank_lines_alone_are_nothing() -> None:
    assert cut("\n\n") == []


def test_closing_marks_of_a_heading_are_no_words() -> None:
    assert cut("## Three ##") == [Heading(2, Line(1, "Three"))]


def test_a_picture_takes_the_rest_of_its_paragraph_as_caption() -> None:
    assert cut("![What is seen](a.svg)\nOne\ntwo.\n\nNot three.") == [
        Picture(Line(1, "What is seen"), "a.svg", (Line(2, "One"), Line(3, "two."))),
        Text((Line(4, ""), Line(5, "Not three."))),
    ]


@pytest.mark.parametrize("after", ["## Heading", "[^S1]: Note.", "/// note | a\nx\n///"])
def test_a_caption_ends_where_something_else_begins(after: str) -> None:
    picture, other = cut(f"![What is seen](a.svg)\nCaption\n{after}")

    assert isinstance(picture, Picture)
    assert picture.caption == (Line(2, "Caption"),)
    assert chunks.first_line(other) == 3


def test_a_picture_at_the_end_has_no_caption() -> None:
    assert cut("![What is seen](a.svg)") == [Picture(Line(1, "What is seen"), "a.svg", ())]


def test_a_picture_under_text_is_text() -> None:
    assert cut("Words\n![What is seen](a.svg)") == [Text((Line(1, "Words"), Line(2, "![What is seen](a.svg)")))]


def test_code_is_literal_to_its_closing_fence() -> None:
    assert cut("````python title\n```\n/// x\n````\nafter") == [
        Code("python", "```\n/// x\n", 1),
        Text((Line(5, "after"),)),
    ]


def test_a_note_goes_on_in_indented_lines() -> None:
    assert cut("[^S1]: One\n    two.\n[^S2]:\n    Three.") == [
        Definition("S1", Line(1, "One two.")),
        Definition("S2", Line(3, "Three.")),
    ]


def test_a_block_is_head_options_and_body() -> None:
    assert cut('/// number | how-much\n    answer: 2.5\n    unit: "%"\n    title: \'x\n\nBody\n///') == [
        Fenced(
            "number",
            "how-much",
            1,
            {"answer": Line(2, "2.5"), "unit": Line(3, "%"), "title": Line(4, "'x")},
            (Line(5, ""), Line(6, "Body")),
        )
    ]


def test_a_body_may_follow_its_head_at_once() -> None:
    assert cut("/// law | a\nDrug law: x\n///") == [Fenced("law", "a", 1, {}, (Line(2, "Drug law: x"),))]


def test_an_option_may_have_no_value() -> None:
    (block,) = cut("/// choice | a\n    objective:\n///")

    assert isinstance(block, Fenced)
    assert block.options == {"objective": Line(2, "")}
    assert block.body == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\nWords", 2),
        ("\n## Heading", 2),
        ("\n```\n```", 2),
        ("\n[^a]: b", 2),
        ("\n![a](b)", 2),
        ("\n/// a | b\n///", 2),
    ],
)
def test_a_chunk_knows_its_first_line(text: str, line: int) -> None:
    assert chunks.first_line(cut(text)[0]) == line


def test_a_block_left_open_before_the_last_one_is_reported_and_both_are_read() -> None:
    found: list[tuple[str, int]] = []

    def report(mistake: Mistake, line: int, **values: str) -> None:
        found.append((mistake.code, line))

    blocks = chunks.cut(lines("/// note | a\nx\n/// note | b\ny\n///"), report)

    assert found == [("unclosed-block", 1)]
    assert [block.id for block in blocks if isinstance(block, Fenced)] == ["a", "b"]


def test_each_code_that_is_not_closed_is_reported_and_the_text_below_is_read() -> None:
    found: list[tuple[str, int]] = []

    def report(mistake: Mistake, line: int, **values: str) -> None:
        found.append((mistake.code, line))

    below = chunks.cut(lines("~~~a\nx\n~~~b\ny"), report)

    assert found == [("unclosed-code", 1), ("unclosed-code", 3)]
    assert below == (Text((Line(2, "x"),)), Text((Line(4, "y"),)))
