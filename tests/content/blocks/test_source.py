"""A question's body cut into prompt, items and reasons."""

import pytest

from cbt.content.blocks.source import Item, Line
from tests.content.blocks.pieces import cut


def parts(body: str) -> tuple[tuple[Line, ...], tuple[Item, ...], Line | None]:
    """Cut the body of a choice that has no mistakes; its first line is line 1 of the file's block."""
    source = cut(f"/// choice | a\n{body}\n///")
    result = source.parts()
    assert source.problems == []
    return result


def mistakes(body: str) -> list[tuple[str, int]]:
    source = cut(f"/// choice | a\n{body}\n///")
    source.parts()
    return [(problem.mistake.code, problem.line) for problem in source.problems]


def test_what_stands_before_the_list_is_the_prompt() -> None:
    prompt, items, why = parts("One\n\ntwo?\n\n- [x] a")

    assert [(line.number, line.text) for line in prompt] == [(2, "One"), (3, ""), (4, "two?"), (5, "")]
    assert items == (Item("a", "x", Line(6, "a"), None),)
    assert why is None


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("- [x] a", "x", "a"),
        ("* [X] a", "x", "a"),
        ("+ [ ] a b", " ", "a b"),
        ("1. a", None, "a"),
        ("2) a", None, "a"),
        ("- [x]", "x", ""),
        ("-", None, ""),
        ("- [y] a", None, "[y] a"),
    ],
)
def test_marks_and_numbers_are_taken_out_of_an_item(line: str, mark: str | None, text: str) -> None:
    _, (item,), _ = parts(line)

    assert (item.mark, item.text.text) == (mark, text)


def test_an_item_goes_on_in_indented_lines_and_so_does_its_reason() -> None:
    _, (first, second), why = parts("- a\n  b\n  > one\n  two\n    > three\n\n- c\n\n> four\n> five")

    assert (first.text, first.why) == (Line(2, "a b"), Line(4, "one two three"))
    assert (second.text, second.why) == (Line(8, "c"), None)
    assert why == Line(10, "four five")


def test_items_are_lettered_by_place_and_may_fix_their_id() -> None:
    _, items, _ = parts("\n".join(f"- {number}" for number in range(28)) + "\n- last {#the-end}")

    assert [items[place].id for place in (0, 25, 26, 27, 28)] == ["a", "z", "aa", "ab", "the-end"]
    assert items[28].text.text == "last"


def test_two_items_may_not_have_one_id() -> None:
    assert mistakes("- a\n- b {#a}") == [("same-item-id", 3)]


@pytest.mark.parametrize("body", ["- a\nwords", "- a\n\n> why\n\nwords", "> why\n\nwords", "- a\n\n> why\n  words"])
def test_text_after_the_list_is_reported_where_it_stands(body: str) -> None:
    assert mistakes(body) == [("text-after-list", body.count("\n") + 2)]


def test_an_empty_reason_is_none() -> None:
    _, (item,), why = parts("- a\n    >\n\n>")

    assert (item.why, why) == (None, None)


def test_every_segment_that_was_made_is_kept_for_the_checks() -> None:
    source = cut("/// choice | a\nWords\n///")

    segment = source.segment(Line(7, " two   words "), "why-b")

    assert (segment.source, segment.address, segment.line, segment.note) == (
        "two words",
        f"{source.address}/why-b",
        7,
        "why",
    )
    assert source.made == [segment]
