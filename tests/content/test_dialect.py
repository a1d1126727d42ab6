"""What may stand in a text: the counterpart of the ways to be wrong in test_mistakes."""

import pytest

from cbt.content import dialect
from cbt.content.chunks import Line
from cbt.content.segments import Segment
from cbt.errors import Mistake

KNOWN = dialect.Known(lessons=("01-first-steps.md", "02-second-steps.md"), facts=frozenset({"witness_rule"}))


def lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def mistakes_in(text: str, known: dialect.Known = KNOWN, first: int = 1) -> list[tuple[str, int]]:
    """Check a paragraph that begins at line `first` of a text, as lines and as a segment."""
    found: list[tuple[str, int]] = []

    def report(mistake: Mistake, line: int, **values: str) -> None:
        assert mistake.sentence.format(**values)
        found.append((mistake.code, line))

    dialect.check_lines(lines(text), report)
    words = " ".join(" ".join(text.split("\n")[first - 1 :]).split())
    dialect.check_segment(Segment(words, "a:1", first, "a.md"), lines(text), known, report)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "`<div>`, ``[x] ` ///`` and \\[x\\] are literal",
        "H<sub>2</sub>O, <kbd>F1</kbd>, <bdi>x</bdi>, m<sup>2</sup>",
        "2 < 3 and 3 > 2, <5 g, a<-b",
        "<https://example.org/> and <mailto:lena@example.org>",
        "[a](https://example.org/) [b](http://example.org/) [c](mailto:a@example.org) [d](tel:112)",
        "[a](01-first-steps.md) and [b](second-steps.md)",
        "Rule: {{ witness_rule }} and {{witness_rule}}",
        "A citation.[^S1][^S2]",
        "He said [sic] so",
        "- a\n- b\n  goes on\n    - c\n    - d",
        "1. a\n2. b\n10. c",
        "* a\n* b",
        "Term\n:   text",
        "> words\n> and more",
        "---",
        "| a | b |\n|---|:-:|\n| `x|y` | x \\| y |",
        "a | b\n--|--\n1 | 2",
        "this or that | nobody knows",
        "    goes on below a list item",
        "2024 was a year",
        "and/or, file:/x, http:///",
        "word " * 400,
        "[^a]" * 19,
        "*a* _b_ " * 9,
    ],
)
def test_it_is_allowed(text: str) -> None:
    assert mistakes_in(text) == []


def test_a_mistake_is_found_on_its_own_line_of_the_paragraph() -> None:
    assert mistakes_in("Before.\n\nOne\n<i>two</i>\nthree <b>four</b>", first=3) == [
        ("unknown-tag", 4),
        ("unknown-tag", 5),
    ]


def test_what_is_not_found_on_any_line_is_reported_at_the_first_one() -> None:
    segment = Segment("words", "a:1", 2, "a.md")

    assert dialect.find_line(segment, lines("one\nwords\n\nelsewhere"), "elsewhere") == 2
    assert dialect.find_line(segment, lines("one\nwords"), "elsewhere") == 2
    assert dialect.find_line(segment, lines("one\nwords"), "") == 2


def test_while_a_country_is_unread_no_fact_is_unknown() -> None:
    assert mistakes_in("Rule: {{ other }}") == [("unknown-fact", 1)]
    assert mistakes_in("Rule: {{ other }}", dialect.Known(unsure=True)) == []


def test_facts_and_notes_in_code_are_none() -> None:
    assert list(dialect.facts_in("{{ one }} `{{ two }}` {{three}}")) == ["one", "three"]
    assert list(dialect.notes_in("a[^S2] `[^S3]` b[^S1][^S2]")) == ["S2", "S1", "S2"]


@pytest.mark.parametrize(
    ("file", "lesson"),
    [("02-plant-drugs.md", "plant-drugs"), ("plant-drugs.md", "plant-drugs"), ("a/b.md", ""), ("plant-drugs", "")],
)
def test_a_link_means_a_lesson_with_or_without_its_number(file: str, lesson: str) -> None:
    assert dialect.lesson_id(file) == lesson
