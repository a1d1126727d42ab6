import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.blocks.match import Match, RowsLeftOpen
from cbt.content.blocks.question import NotAnAnswer, NothingChosen, Score
from tests.content.blocks.pieces import cut

TRAYS = """\
/// match | four-trays
    objective: select-lookalike
    title: Lookalikes

What could each be mistaken for?

- Tray 1, dark leaf => Herb
- Tray 2, **green** block => Resin
    > Henna is sold in blocks.
- Tray 3, brown pieces => Opium
- Tray 4, moist balls =>  Resin
    > Nasvay smells of tobacco.
- => Heroin salt

> A lookalike is no proof of innocence.
///
"""


def question(text: str = TRAYS) -> Match:
    match = Match.parse(cut(text))
    assert match is not None
    return match


MATCH = question()
IDS = {name.text.source: name.id for name in MATCH.shown.names}
HERB, RESIN, OPIUM, SALT = (IDS[name] for name in ("Herb", "Resin", "Opium", "Heroin salt"))
KEY = {"a": HERB, "b": RESIN, "c": OPIUM, "d": RESIN}


def test_names_that_are_equal_share_one_id_and_distractors_are_names():
    assert len(MATCH.shown.names) == 4
    assert MATCH.key.right == KEY
    assert [row.id for row in MATCH.shown.rows] == ["a", "b", "c", "d"]


def test_names_stand_in_the_order_of_a_hash_of_block_and_words():
    words = ("Herb", "Resin", "Opium", "Heroin salt")
    mixed = sorted(words, key=lambda name: hashlib.sha256(f"four-trays\n{name}".encode()).digest())
    assert [name.text.source for name in MATCH.shown.names] == mixed
    assert [name.id for name in MATCH.shown.names] == ["n1", "n2", "n3", "n4"]


def test_what_a_learner_gets_is_the_same_whichever_name_belongs_where(html):
    """Names, ids, values, words and their order: whoever sorts or reads them learns nothing of the key."""
    rows = "\n".join(f"- tray {tray} => {{}}" for tray in "123")
    head = "/// match | trays\n    objective: x\n\nQ\n\n"
    names = permutations(("Herb", "Resin", "Opium", "Salt"))
    matches = [question(f"{head}{rows}\n- => {{}}\n///".format(*given)) for given in names]
    assert len({html(match) for match in matches}) == 1
    assert len({str(match.key.right) for match in matches}) == len(matches) == 24


@pytest.mark.parametrize(
    ("response", "raw"),
    [
        (KEY, 4000),
        ({"a": HERB}, 1000),
        ({**KEY, "c": SALT}, 3000),
        ({"a": RESIN, "b": HERB, "c": SALT, "d": OPIUM}, 0),
        ({"d": RESIN, "b": RESIN}, 2000),
    ],
)
def test_each_row_is_a_point(response, raw):
    assert MATCH.grade(response) == Score(raw, max=4000)


def test_a_response_comes_in_the_order_of_the_rows():
    sent = {"response-d": [RESIN], "response-c": [OPIUM], "response-a": [HERB, HERB], "response-b": [RESIN]}
    response = MATCH.read({**sent, "csrf": ["x"]})
    assert list(response.items()) == [("a", HERB), ("b", RESIN), ("c", OPIUM), ("d", RESIN)]


def test_a_form_with_rows_left_open_says_how_many_and_keeps_what_was_chosen():
    with pytest.raises(RowsLeftOpen) as refused:
        MATCH.read({"response-d": [RESIN], "response-a": [HERB], "response-b": [""]})
    assert refused.value.entered == {"a": HERB, "d": RESIN}
    assert "2 to go" in str(refused.value)


@pytest.mark.parametrize("fields", [{}, {"response-a": [""]}, {"response-a": []}, {"response": [""]}])
def test_a_form_without_a_choice_says_so(fields):
    with pytest.raises(NothingChosen):
        MATCH.read(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"response-a": ["n9"]},
        {"response-a": [HERB, RESIN]},
        {"response-a": [HERB], "response-e": [SALT]},
        {"response-a": [HERB], "response": ["a"]},
    ],
)
def test_a_form_that_fits_no_row_is_no_answer(fields):
    with pytest.raises(NotAnAnswer):
        MATCH.read(fields)


@pytest.mark.parametrize("response", ["a", ["a"]])
def test_a_response_of_another_shape_is_no_answer(response):
    with pytest.raises(NotAnAnswer):
        MATCH.grade(response)


def test_before_the_last_try_a_wrong_row_does_not_tell_its_name():
    told = MATCH.feedback({"a": HERB, "b": HERB, "d": RESIN}, last=False)
    assert told.states == {"a": "right", "b": "wrong", "d": "right"}
    assert set(told.reasons) == {"d"}
    assert told.right == {}
    assert told.why is None
    assert (told.found, told.expected, told.extra) == (2, 4, 0)


def test_at_last_each_row_that_is_not_right_tells_its_name():
    told = MATCH.feedback({"a": HERB, "b": HERB}, last=True)
    assert told.states == {"a": "right", "b": "wrong", "c": "missed", "d": "missed"}
    assert {row: name.source for row, name in told.right.items()} == {"b": "Resin", "c": "Opium", "d": "Resin"}
    assert set(told.reasons) == {"b", "d"}
    assert told.why.source == "A lookalike is no proof of innocence."


def test_segments_come_in_reading_order_each_name_once():
    assert [(segment.address.partition("/")[2], segment.source) for segment in MATCH.segments()] == [
        ("title", "Lookalikes"),
        ("prompt-1", "What could each be mistaken for?"),
        ("row-a", "Tray 1, dark leaf"),
        ("name-a", "Herb"),
        ("row-b", "Tray 2, **green** block"),
        ("name-b", "Resin"),
        ("why-b", "Henna is sold in blocks."),
        ("row-c", "Tray 3, brown pieces"),
        ("name-c", "Opium"),
        ("row-d", "Tray 4, moist balls"),
        ("why-d", "Nasvay smells of tobacco."),
        ("name-e", "Heroin salt"),
        ("why", "A lookalike is no proof of innocence."),
    ]


def test_segments_of_a_question_without_title_and_general_reason():
    bare = question("/// match | bare\n    objective: x\n\nWhich?\n\n- one => 1\n- two => 2\n///")
    assert [segment.source for segment in bare.segments()] == ["Which?", "one", "1", "two", "2"]


def test_the_task_has_words_ids_key_and_scoring_and_no_reason():
    task = MATCH.task()
    assert (task["kind"], task["format"], task["scoring"]) == ("match", 1, "a-point-a-row")
    assert task["rows"][0] == ["a", "Tray 1, dark leaf"]
    assert sorted(task["names"]) == sorted([[HERB, "Herb"], [RESIN, "Resin"], [OPIUM, "Opium"], [SALT, "Heroin salt"]])
    assert task["right"] == KEY
    assert "Henna" not in str(task)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Q\n\n- a => 1", [("too-few-rows", 1)]),
        ("Q\n\n- a => 1\n- => 2", [("too-few-rows", 1)]),
        ("Q\n\n- a => 1\n- b => 1", [("one-name", 1)]),
        ("Q\n\n- a => 1\n- b => 2\n- c", [("row-without-name", 8)]),
        ("Q\n\n- a => 1\n- b => 2\n- c =>", [("row-without-name", 8)]),
        ("Q\n\n- a => 1\n- b => 2\n- =>", [("row-without-name", 8)]),
        ("Q\n\n- [x] a => 1\n- b => 2", [("misplaced-mark", 6)]),
        ("Q\n\n- a => 1\n- b => 2\n- => 3\n    > Why?", [("reason-without-row", 9)]),
        ("- a => 1\n- b => 2", [("no-prompt", 1)]),
    ],
)
def test_every_mistake_is_reported_at_its_line(mistakes, body, expected):
    assert mistakes(f"/// match | broken\n    objective: x\n\n{body}\n///") == expected


RESPONSES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([HERB, RESIN, OPIUM, SALT]), min_size=1)


@given(RESPONSES)
def test_full_marks_are_for_the_key_alone(response):
    score = MATCH.grade(response)
    assert score.max == MATCH.points
    assert score.success == (response == KEY)


@given(st.fixed_dictionaries({row: st.sampled_from([HERB, RESIN, OPIUM, SALT]) for row in "abcd"}))
def test_reading_a_response_again_changes_nothing(response):
    first = MATCH.read({f"response-{row}": [name] for row, name in response.items()})
    assert first == response
    assert list(MATCH.read({f"response-{row}": [name] for row, name in first.items()})) == list(first)


def test_before_an_answer_the_page_has_no_key(html):
    page = html(MATCH)
    assert page.count("<select") == 4
    assert page.count("Choose…") == 4
    assert page.count(">Heroin salt</option>") == 4
    assert '<label for="four-trays_b">Tray 2, <strong>green</strong> block</label>' in page
    for secret in ("option-", "Henna", "selected", "disabled"):
        assert secret not in page


def test_a_name_in_a_list_to_choose_from_is_plain_text(html):
    page = html(question("/// match | plain\n    objective: x\n\nQ\n\n- a => **1** & 1\n- b => 2\n///"))
    assert page.count(">1 &amp; 1</option>") == 2


def test_after_the_last_try_each_row_says_what_it_was_and_what_is_right(html):
    response = {"a": HERB, "b": HERB}
    page = html(MATCH, response=response, feedback=MATCH.feedback(response, last=True), closed=True)
    assert "<fieldset disabled>" in page
    assert page.count(" selected") == 2
    assert page.count("Your choice: right") == page.count("match-item option-judged option-right") == 1
    assert page.count("Your choice: wrong") == page.count("match-item option-judged option-wrong") == 1
    assert page.count("You missed this") == page.count("match-item option-judged option-missed") == 2
    assert '<span class="option-answer">Right: Resin</span>' in page
    assert 'aria-describedby="four-trays_b_state four-trays_b_why"' in page
    assert 'aria-describedby="four-trays_a_state"' in page


def test_between_tries_the_page_tells_no_name(html):
    response = {"a": HERB, "b": HERB}
    page = html(MATCH, response=response, feedback=MATCH.feedback(response, last=False))
    assert "option-answer" not in page
    assert "You missed this" not in page
    assert "Henna" not in page
