from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.blocks.number import NotANumber, Number
from cbt.content.blocks.question import NotAnAnswer, NothingChosen, Score
from cbt.content.blocks.written import canonical, written
from tests.content.blocks.pieces import cut

WEIGHT = """\
/// number | net-weight
    objective: record-weights
    answer: 2.758
    tolerance: 0.01
    unit: kg
    title: Net weight

![Two scales](scales.svg)

What does the substance weigh?

| With | Without |
|---|---|
| 3 kg | ? |

> The record gives both weights.
///
"""
EXACT = "/// number | exact\n    objective: x\n    answer: 316.50\n\nHow many?\n///"


@cache
def question(text: str = WEIGHT) -> Number:
    number = Number.parse(cut(text))
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("316", "316"),
        (" 0316 ", "316"),
        ("1 234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1\u00a0234\u202f567,25", "1234567.25"),
        ("1'234", "1234"),
        ("2,758", "2.758"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("100", "100"),
        ("0,0", "0"),
        ("-0", "0"),
        ("+7", "7"),
        ("−5,20", "-5.2"),
        ("– 5", "-5"),
        ("٣١٦", "316"),
        ("۳۱۶", "316"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("۱۲۳۴٫۵", "1234.5"),
        ("\u200e-12\u200f", "-12"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, response):
    assert question().read({"response": [text]}) == response


NONE = [*"-.,", "abc", "12 g", "1e5", "1,2,3", "1.2.3", "12 34", "1,234.5,6", "--5", "NaN", "infinity", "1_0", "9" * 25]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_told_so_and_kept(text):
    with pytest.raises(NotANumber, match="no number") as caught:
        question().read({"response": [text]})
    assert caught.value.entered == text


@pytest.mark.parametrize("fields", [{}, {"response": ["  "]}])
def test_a_form_without_a_number_says_so(fields):
    with pytest.raises(NothingChosen):
        question().read(fields)


@pytest.mark.parametrize("fields", [{"response": ["1", "2"]}, {"response-a": ["1"]}])
def test_a_form_that_fits_no_number_is_no_answer(fields):
    with pytest.raises(NotAnAnswer):
        question().read(fields)


@pytest.mark.parametrize(
    ("response", "raw"),
    [("2.758", 1000), ("2.748", 1000), ("2.768", 1000), ("2.7479", 0), ("2.7681", 0), ("-2.758", 0), ("2758", 0)],
)
def test_what_lies_within_the_tolerance_is_right_ends_included(response, raw):
    assert question().grade(response) == Score(raw, max=1000)


@pytest.mark.parametrize(("response", "raw"), [("316.5", 1000), ("316.51", 0), ("316", 0)])
def test_without_a_tolerance_only_the_number_itself_is_right(response, raw):
    assert question(EXACT).grade(response) == Score(raw, max=1000)


def test_a_response_of_another_shape_is_no_answer():
    with pytest.raises(NotAnAnswer):
        question().grade(["1"])


def test_before_the_last_try_the_number_is_not_told():
    told = question().feedback("3", last=False)
    assert (told.states, told.right, told.why) == ({"answer": "wrong"}, {}, None)
    assert (told.found, told.expected) == (0, 1)


def test_at_last_the_number_is_told_with_the_reason():
    told = question().feedback("3", last=True)
    assert (told.states, told.right) == ({"answer": "wrong"}, {"answer": "2.758"})
    assert told.why.source == "The record gives both weights."


def test_a_number_near_enough_is_right_and_the_exact_one_is_told():
    assert question().feedback("2.76", last=True).right == {"answer": "2.758"}
    assert question(EXACT).feedback("316.5", last=True).right == {}


def test_segments_come_in_reading_order():
    assert [segment.source for segment in question().segments()] == [
        "Net weight",
        "Two scales",
        "What does the substance weigh?",
        "With",
        "Without",
        "3 kg",
        "?",
        "kg",
        "The record gives both weights.",
    ]
    assert [segment.source for segment in question(EXACT).segments()] == ["How many?"]


def test_the_task_has_words_number_tolerance_and_unit_and_no_reason():
    assert question().task() == {
        "kind": "number",
        "format": 1,
        "scoring": "within-tolerance",
        "right": "2.758",
        "tolerance": "0.01",
        "unit": "kg",
        "prompt": ["What does the substance weigh?", "With", "Without", "3 kg", "?"],
        "media": ["scales.svg"],
    }
    exact = question(EXACT).task()
    assert (exact["right"], exact["tolerance"], exact["unit"]) == ("316.5", "0", "")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("    objective: x", "Q", [("no-answer", 1)]),
        ("    objective: x\n    answer:", "Q", [("answer-no-number", 3)]),
        ("    objective: x\n    answer: 1,5", "Q", [("answer-no-number", 3)]),
        ("    objective: x\n    answer: 1e5", "Q", [("answer-no-number", 3)]),
        ("    objective: x\n    answer: 5\n    tolerance: -1", "Q", [("bad-tolerance", 4)]),
        ("    objective: x\n    answer: 5\n    tolerance: few", "Q", [("bad-tolerance", 4)]),
        ("    objective: x\n    answer: 5", "Q\n\n- a\n- b", [("list-in-number", 7)]),
        ("    objective: x\n    answer: 5", "> Why", [("no-prompt", 1)]),
        ("    objective: x\n    answer: 5\n    for: kz", "Q", [("unknown-option", 4)]),
    ],
)
def test_every_mistake_is_reported_at_its_line(mistakes, head, body, expected):
    assert mistakes(f"/// number | broken\n{head}\n\n{body}\n///") == expected


DECIMALS = st.decimals(min_value=-999999, max_value=999999, places=4)


@given(DECIMALS)
def test_the_one_way_a_number_is_kept_means_the_same_and_is_read_as_itself(number):
    text = canonical(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert canonical(Decimal(text)) == text
    assert question().read({"response": [text]}) == text


@given(DECIMALS)
def test_only_numbers_within_the_tolerance_have_full_marks(number):
    score = question().grade(canonical(number))
    assert score.max == question().points
    assert score.raw in (0, score.max)
    assert score.success == (abs(number - Decimal("2.758")) <= Decimal("0.01"))


@given(st.text(max_size=30))
def test_reading_never_fails_but_by_saying_that_it_is_no_number(text):
    number = written(text)
    assert number is None or number.is_finite()


def test_before_an_answer_the_page_has_figure_table_unit_and_no_key(html):
    page = html(question())
    legend = page.index("<legend>What does the substance weigh?</legend>")
    assert page.index("scales.svg") < legend < page.index("<table>")
    assert '<bdi id="net-weight_unit">kg</bdi>' in page
    assert 'aria-describedby="net-weight_unit"' in page
    assert 'value=""' in page
    for secret in ("option-", "2.758", "disabled"):
        assert secret not in page


def test_after_the_last_try_the_page_tells_the_number_as_the_language_writes_it(html):
    number = question()
    page = html(number, response="3", feedback=number.feedback("3", last=True), closed=True)
    assert "<fieldset disabled>" in page
    assert 'value="3"' in page
    assert "Your answer: wrong" in page
    assert "Right: 2,758 <bdi>kg</bdi>" in page
    assert 'aria-describedby="net-weight_unit net-weight_state"' in page


def test_a_right_number_without_unit_says_so_and_nothing_more(html):
    number = question(EXACT)
    page = html(number, response="316.5", feedback=number.feedback("316.5", last=True))
    assert "Your answer: right" in page
    assert "option-answer" not in page
    assert "<bdi>" not in page


def test_a_wrong_number_without_unit_tells_the_right_one(html):
    number = question(EXACT)
    page = html(number, response="5", feedback=number.feedback("5", last=True))
    assert "Right: 316,5</span>" in page


def test_what_could_not_be_taken_is_shown_again_as_text(html):
    assert 'value="12 &lt;g&gt;"' in html(question(), response="12 <g>")
