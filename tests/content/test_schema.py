"""YAML as plain data with lines, and data as sheets."""

from datetime import date

import pytest

from cbt.content import schema
from cbt.errors import Mistake


class Heard:
    """Hears of mistakes."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[str, int]] = []

    def __call__(self, mistake: Mistake, line: int, **values: str) -> None:
        assert (mistake.sentence + mistake.mending).format(**values)
        self.mistakes.append((mistake.code, line))


def load(text: str, first: int = 1) -> schema.Loaded:
    heard = Heard()
    loaded = schema.load(text, first, heard)
    assert loaded is not None
    assert heard.mistakes == []
    return loaded


def test_data_is_plain_and_of_yaml_1_2() -> None:
    data = load("a: yes\nb: 0o10\nc: 2026-11-24\nd: >-\n  x\n  y\ne: [1, 2.5, true, null]\nf: 010").data

    assert data == {
        "a": "yes", "b": 8, "c": date(2026, 11, 24), "d": "x y", "e": [1, 2.5, True, None], "f": 10,
    }  # fmt: skip
    assert [type(value) for value in data.values()] == [str, int, date, str, list, int]


def test_each_field_knows_its_line() -> None:
    loaded = load("a:\n  b: 1\n\n  c: 2\nd: 3", first=2)

    assert [loaded.line("a"), loaded.line("a", "b"), loaded.line("a", "c"), loaded.line("d")] == [2, 3, 5, 6]


def test_a_field_that_is_not_there_is_put_at_the_field_around_it() -> None:
    loaded = load("a:\n  b: 1", first=2)

    assert loaded.line("a", "z") == 2
    assert loaded.line("z") == 2


def test_merged_fields_are_put_at_the_field_around_them() -> None:
    loaded = load("x: 1\na:\n  <<: {b: 1}\n  c: 2")

    assert loaded.line("a", "b") == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1", "not-yaml"),
        ("a: 2026-99-99", "not-yaml"),
        ("- a\n- *b", "clever-yaml"),
        ("a: &b 1", "clever-yaml"),
        ("a: !!set {x}", "clever-yaml"),
        ("%TAG ! tag:example.org,2026:\n--- 1", "clever-yaml"),
        ("[[[[[[[[[1]]]]]]]]]", "clever-yaml"),
        ("\x01", "not-yaml"),
    ],
)
def test_it_is_refused_as_yaml(text: str, code: str) -> None:
    heard = Heard()

    assert schema.load(text, 1, heard) is None
    assert heard.mistakes == [(code, 1 + ("\n" in text))]


def test_a_sheet_is_typed_and_stripped() -> None:
    heard = Heard()

    sheet = schema.validated(schema.LessonSheet, load("title: ' A '\nminutes: 5\nobjectives: {a-1: Do it}"), heard)

    assert sheet == schema.LessonSheet(title="A", minutes=5, objectives={"a-1": "Do it"})
    assert heard.mistakes == []


def test_every_wrong_field_is_reported_once_at_its_line() -> None:
    heard = Heard()

    loaded = load("titel: A\nminutes: five\nobjectives:\n  Bad Id: 1\n  fine: 2")
    assert schema.validated(schema.LessonSheet, loaded, heard) is None

    assert sorted(heard.mistakes) == [
        ("bad-id", 4),
        ("bad-minutes", 2),
        ("missing-field", 1),
        ("unknown-field", 1),
        ("wrong-field", 4),
        ("wrong-field", 5),
    ]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "1"])
def test_what_is_no_mapping_has_no_fields(text: str) -> None:
    heard = Heard()

    assert schema.validated(schema.PoolSheet, load(text, first=2), heard) is None
    assert heard.mistakes == [("no-fields", 2)]


def test_keys_that_are_no_words_are_wrong_fields() -> None:
    heard = Heard()

    assert schema.validated(schema.PoolSheet, load("title: A\n1: x\n[a, b]: y"), heard) is None
    assert heard.mistakes == [("wrong-field", 2), ("wrong-field", 3)]
