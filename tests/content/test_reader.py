"""A folder into a course."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cbt.content import reader
from cbt.content.course import Course, Figure, Prose
from tests.content import small


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course."""
    reading = small.read(small.write(tmp_path))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.course is not None
    return reading.course


def test_a_course_says_of_itself_what_its_file_says(course: Course) -> None:
    assert (course.id, course.language, course.code) == ("small", "en", "S")
    assert (course.title.source, course.title.address, course.title.line) == ("A small course", "course:title", 1)
    assert (course.summary.address, course.summary.line) == ("course:summary", 2)


def test_a_test_draws_from_pools_and_counts_in_thousandths(course: Course) -> None:
    test = course.tests["final"]

    assert (test.title.address, test.title.line) == ("course:test-final", 7)
    assert (test.mastery_score, test.attempts, test.draw) == (800, 2, {"pool": 1})


def test_lessons_are_numbered_by_their_place(course: Course, tmp_path: Path) -> None:
    assert [(lesson.id, lesson.number, lesson.path, lesson.minutes) for lesson in course.lessons.values()] == [
        ("first-steps", 1, "01-first-steps.md", 20),
        ("second-steps", 2, "02-second-steps.md", 10),
    ]

    folder = tmp_path / "site/courses/small"
    (folder / "01-first-steps.md").rename(folder / "10-first-steps.md")
    renumbered = small.read(tmp_path / "site").course

    assert renumbered is not None
    assert [(lesson.id, lesson.number) for lesson in renumbered.lessons.values()] == [
        ("second-steps", 1),
        ("first-steps", 2),
    ]


def test_a_lesson_keeps_its_blocks_in_order(course: Course) -> None:
    blocks = course.lessons["first-steps"].blocks

    kinds = [type(block).__name__ if isinstance(block, Prose | Figure) else block.kind for block in blocks]
    assert kinds == [
        "Prose", "Prose", "Figure", "Prose", "note", "law", "law", "choice", "match", "order", "number", "Prose",
    ]  # fmt: skip


def test_prose_begins_anew_at_each_second_level_heading(course: Course) -> None:
    prose = [block for block in course.lessons["first-steps"].blocks if isinstance(block, Prose)]

    assert [block.heading.source if block.heading else None for block in prose] == [None, "A heading", None, None]
    assert [element.tag for element in prose[1].elements] == ["h2", "p"]
    assert [element.tag for element in prose[2].elements] == ["ul", "ol", "table", "dl", "h3", "p", "pre"]


def test_a_figure_has_its_size_credit_and_words(course: Course) -> None:
    (figure,) = [block for block in course.lessons["first-steps"].blocks if isinstance(block, Figure)]

    assert (figure.file, figure.width, figure.height, figure.line) == ("cake.svg", 960, 600, 16)
    assert figure.credit == "Drawn for this course, CC BY 4.0"
    assert [(words.address, words.note) for words in figure.segments()] == [
        ("first-steps:figure-cake/alt", "alt text"),
        ("first-steps:figure-cake/caption", "caption"),
    ]


def test_a_figure_may_be_shown_again_without_a_caption(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    lesson = site / "courses/small/01-first-steps.md"
    lesson.write_text(lesson.read_text().replace("The last words.", "![The cake again](cake.svg)"))

    reading = small.read(site)

    assert reading.course is not None
    figures = [block for block in reading.course.lessons["first-steps"].blocks if isinstance(block, Figure)]
    assert [words.address for words in figures[1].segments()] == ["first-steps:figure-cake-2/alt"]


def test_a_figure_in_a_prompt_is_an_element_of_it(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    lesson = site / "courses/small/02-second-steps.md"
    lesson.write_text(lesson.read_text().replace("What comes", "![The cake](cake.svg)\nSeen.\n\nWhat comes"))

    reading = small.read(site)

    assert reading.course is not None
    (figure,) = reading.course.lessons["second-steps"].questions["what-next"].shown.prompt.before
    assert figure.tag == "figure"
    assert figure.attributes == (
        ("src", "cake.svg"),
        ("width", "960"),
        ("height", "600"),
        ("credit", "Drawn for this course, CC BY 4.0"),
    )
    assert [(words.source, words.address, words.note) for words in figure.segments()] == [
        ("The cake", "second-steps#what-next/figure-cake/alt", "alt text"),
        ("Seen.", "second-steps#what-next/figure-cake/caption", "caption"),
    ]


def test_a_missing_figure_in_a_prompt_is_reported_alone(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    lesson = site / "courses/small/02-second-steps.md"
    lesson.write_text(lesson.read_text().replace("What comes", "![The cake](gone.svg)\n\nWhat comes"))

    assert [problem.mistake.code for problem in small.read(site).problems] == ["missing-media"]


def test_notes_are_numbered_by_their_first_reference(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    lesson = site / "courses/small/01-first-steps.md"
    lesson.write_text(lesson.read_text().replace("Words before", "Words[^S2] before"))

    reading = small.read(site)

    assert reading.course is not None
    notes = reading.course.lessons["first-steps"].notes
    assert [(note.id, note.number, note.text.source, note.text.address) for note in notes] == [
        ("S2", 1, "The second source, on two lines.", "first-steps:note-S2"),
        ("S1", 2, "The first source.", "first-steps:note-S1"),
    ]


def test_a_lesson_names_its_facts_countries_and_questions(course: Course) -> None:
    lesson = course.lessons["first-steps"]

    assert lesson.facts == {"witness_rule"}
    assert lesson.countries == {"kz"}
    assert list(lesson.questions) == ["first-entry", "pairs", "steps", "weight"]
    assert {key: words.address for key, words in lesson.objectives.items()} == {
        "see-it": "first-steps:objective-see-it",
        "say-it": "first-steps:objective-say-it",
    }


def test_the_bank_holds_questions_and_their_notes(course: Course) -> None:
    pool = course.bank["pool"]

    assert (pool.path, pool.title.address) == ("bank/pool.md", "bank/pool:title")
    assert list(pool.questions) == ["pooled", "pooled-too"]
    assert [note.text.address for note in pool.notes] == ["bank/pool:note-S1"]
    assert next(pool.questions["pooled"].segments()).address == "bank#pooled/prompt"


def test_every_question_has_an_activity_id_of_its_own(course: Course) -> None:
    assert [name for name, _ in course.questions()] == [
        "small/first-steps#first-entry",
        "small/first-steps#pairs",
        "small/first-steps#steps",
        "small/first-steps#weight",
        "small/second-steps#what-next",
        "small/bank#pooled",
        "small/bank#pooled-too",
    ]


def test_every_segment_has_an_address_of_its_own_and_begins_on_its_line(course: Course, tmp_path: Path) -> None:
    segments = list(course.segments())
    assert len({segment.address for segment in segments}) == len(segments) > 60

    for segment in segments:
        lines = (tmp_path / "site/courses/small" / segment.path).read_text().split("\n")
        assert segment.source.split()[0] in lines[segment.line - 1], segment


def test_no_key_mark_or_id_is_inside_a_segment(course: Course) -> None:
    for segment in course.segments():
        assert not {"///", "[ ]", "=>", "{#", "objective:"} & set(segment.source.split()), segment
        assert "[x]" not in segment.source.replace("`code [x]`", ""), segment


def test_reading_twice_gives_equal_courses(course: Course, tmp_path: Path) -> None:
    assert small.read(tmp_path / "site").course == course


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_byte_order_marks_and_dos_line_ends_change_nothing(course: Course, tmp_path: Path, change: object) -> None:
    assert callable(change)
    for name in small.FILES:
        path = tmp_path / "site" / name
        path.write_bytes(change(path.read_text()).encode())

    assert small.read(tmp_path / "site") == reader.Reading(course, ())


def test_tabs_in_a_lesson_count_as_four_spaces(course: Course, tmp_path: Path) -> None:
    lesson = tmp_path / "site/courses/small/01-first-steps.md"
    lesson.write_text(lesson.read_text().replace("\n    ", "\n\t"))

    assert small.read(tmp_path / "site").course == course


def test_problems_come_by_file_and_line_with_their_whole_path(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    for name in ("courses/small/02-second-steps.md", "courses/small/01-first-steps.md"):
        path = site / name
        path.write_text(path.read_text().replace("minutes: ", "minutes: -").replace("##", "#"))

    reading = small.read(site)

    assert reading.course is None
    assert [(problem.path, problem.line) for problem in reading.problems] == [
        (site / "courses/small/01-first-steps.md", 3),
        (site / "courses/small/01-first-steps.md", 11),
        (site / "courses/small/02-second-steps.md", 3),
        (site / "courses/small/02-second-steps.md", 8),
    ]
    assert "01-first-steps.md:3: The minutes are “-20”." in str(reading.problems[0])


def test_a_course_may_have_no_test_and_no_bank(tmp_path: Path) -> None:
    site = small.write(tmp_path)
    sheet = site / "courses/small/course.yaml"
    sheet.write_text(sheet.read_text().partition("tests:")[0])
    (site / "courses/small/bank/pool.md").unlink()

    reading = small.read(site)

    assert reading.course is not None
    assert (reading.course.tests, reading.course.bank) == ({}, {})


PIECES = st.sampled_from(
    [
        *small.FIRST.split("\n"),
        "///",
        "/// x",
        "```",
        "---",
        "> " * 40,
        "| a |",
        "[^S1]: x",
        "\t- x",
        "{: .x }",
        "![a](b)",
    ]
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Return the first lesson with lines taken out, doubled, moved and put in."""
    lines = small.FIRST.split("\n")
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(lines)))
        lines[place : place + draw(st.integers(0, 3))] = draw(st.lists(PIECES | st.text(max_size=30), max_size=3))
    return "\n".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(text="")
@example(text="---\n---")
@example(text="---\n" + "[" * 3000 + "\n---\n")
@example(text="---\ntitle: x\n---\n" + ">" * 3000)
@example(text="---\ntitle: x\n---\n" + "\n".join(" " * 4 * depth + "- x" for depth in range(400)))
@example(text="---\ntitle: x\n---\n" + "- " * 3000 + "x")
@example(text="---\ntitle: x\n---\n" + "`a`` " * 3000)
@given(text=mangled())
def test_whatever_stands_in_a_file_reading_never_raises(tmp_path: Path, text: str) -> None:
    site = small.write(tmp_path)
    (site / "courses/small/01-first-steps.md").write_bytes(text.encode())

    reading = small.read(site)

    assert (reading.course is None) == bool(reading.problems)
    assert all(problem.line <= text.count("\n") + 50 and str(problem) for problem in reading.problems)
