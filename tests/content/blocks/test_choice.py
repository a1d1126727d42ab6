from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.blocks.choice import Choice
from cbt.content.blocks.question import NotAnAnswer, NothingChosen, Score
from tests.content.blocks.pieces import cut

ONE = """\
/// choice | first-entry
    objective: record-neutrally
    title: The first entry

You find a brown mass.

Which line belongs in the **record**?

- [ ] Opium, 400 g
    > Never name the drug.
- [x] Brown sticky mass
    > You wrote what you saw.
- [ ] Nothing

> Describe, do not conclude.
///
"""
SEVERAL = """\
/// choice | lookalikes
    objective: select-lookalike
    critical: yes
    tries: 3

Which look like **resin**?

- [x] Nasvay
    > Dark green, soft.
- [x] Henna block
- [ ] Sugar candy
    > Clear and brittle.
- [x] Molasses sweet
    > Dark, soft.
- [ ] Window glass

> The laboratory proves.
///
"""


@cache
def question(text: str) -> Choice:
    choice = Choice.parse(cut(text))
    assert choice is not None
    return choice


@pytest.mark.parametrize(
    ("response", "raw"),
    [(["b"], 1000), (["a"], 0), (["c"], 0)],
)
def test_one_right_option_is_all_or_nothing(response, raw):
    assert question(ONE).grade(response) == Score(raw, max=1000)


@pytest.mark.parametrize(
    ("response", "raw"),
    [
        (["a", "b", "d"], 3000),
        (["a", "b"], 2000),
        (["a"], 1000),
        (["a", "b", "c"], 1000),
        (["a", "c"], 0),
        (["c", "e"], 0),
        (["a", "b", "c", "d", "e"], 1000),
    ],
)
def test_several_right_options_give_a_point_each_and_a_wrong_one_takes_one_off(response, raw):
    assert question(SEVERAL).grade(response) == Score(raw, max=3000)


def test_the_head_tells_objective_weight_tries_and_title():
    one, several = question(ONE).about, question(SEVERAL).about
    assert (one.objective, one.critical, one.tries) == ("record-neutrally", False, 2)
    assert one.title is not None
    assert one.title.source == "The first entry"
    assert (several.critical, several.tries, several.title) == (True, 3, None)


def test_the_last_paragraph_is_the_question_and_what_stands_above_it_is_shown_before():
    prompt = question(ONE).shown.prompt
    assert [segment.source for element in prompt.before for segment in element.segments()] == ["You find a brown mass."]
    assert prompt.question.source == "Which line belongs in the **record**?"


@pytest.mark.parametrize(
    ("fields", "response"),
    [
        ({"response": ["d", "a"]}, ["a", "d"]),
        ({"response": ["a", "a", " b "]}, ["a", "b"]),
        ({"response": ["c", ""], "submission": ["x"]}, ["c"]),
    ],
)
def test_the_same_answer_is_the_same_response_however_the_form_was_sent(fields, response):
    assert question(SEVERAL).read(fields) == response


@pytest.mark.parametrize("fields", [{}, {"response": []}, {"response": [""]}])
def test_a_form_without_a_choice_says_so(fields):
    with pytest.raises(NothingChosen):
        question(SEVERAL).read(fields)


@pytest.mark.parametrize(
    "fields",
    [{"response": ["z"]}, {"response": ["a", "z"]}, {"response": ["a", "b"]}, {"response-a": ["b"]}],
)
def test_a_form_that_fits_no_question_is_no_answer(fields):
    with pytest.raises(NotAnAnswer):
        question(ONE).read(fields)


def test_before_the_last_try_only_what_was_chosen_is_judged():
    told = question(SEVERAL).feedback(["a", "c"], last=False)
    assert told.states == {"a": "right", "c": "wrong"}
    assert set(told.reasons) == {"a", "c"}
    assert told.why is None
    assert (told.found, told.expected, told.extra) == (1, 3, 1)


def test_at_last_what_was_missed_is_told_with_every_reason():
    told = question(SEVERAL).feedback(["a", "c"], last=True)
    assert told.states == {"a": "right", "c": "wrong", "b": "missed", "d": "missed"}
    assert set(told.reasons) == {"a", "c", "d"}
    assert told.why is not None
    assert told.why.source == "The laboratory proves."


def test_segments_come_in_reading_order_with_no_mark_inside():
    assert [(segment.address.partition("/")[2], segment.source) for segment in question(ONE).segments()] == [
        ("title", "The first entry"),
        ("prompt-1", "You find a brown mass."),
        ("prompt-2", "Which line belongs in the **record**?"),
        ("option-a", "Opium, 400 g"),
        ("why-a", "Never name the drug."),
        ("option-b", "Brown sticky mass"),
        ("why-b", "You wrote what you saw."),
        ("option-c", "Nothing"),
        ("why", "Describe, do not conclude."),
    ]


def test_segments_of_a_question_without_title_and_general_reason():
    bare = "/// choice | bare\n    objective: x\n\nWhich?\n\n- [x] This\n- [ ] That\n///"
    assert [segment.source for segment in question(bare).segments()] == ["Which?", "This", "That"]


def test_the_task_has_words_ids_key_and_scoring_and_no_reason():
    assert question(ONE).task() == {
        "kind": "choice",
        "format": 1,
        "variant": "one",
        "scoring": "all-or-nothing",
        "options": [["a", "Opium, 400 g"], ["b", "Brown sticky mass"], ["c", "Nothing"]],
        "right": ["b"],
        "prompt": ["You find a brown mass.", "Which line belongs in the **record**?"],
        "media": [],
    }
    assert (question(SEVERAL).task()["variant"], question(SEVERAL).task()["scoring"]) == (
        "several",
        "right-minus-wrong",
    )


def test_the_picture_of_a_prompt_is_part_of_the_task_but_its_alternative_text_is_not():
    task = question(
        "/// choice | door\n    objective: x\n\n![A car door](door.svg)\nDrawn.\n\nWhat is it?\n\n"
        "```\n42\n```\n\n- [x] A mass\n- [ ] Glass\n///"
    ).task()
    assert task["media"] == ["door.svg"]
    assert task["prompt"] == ["Drawn.", "What is it?", "42\n"]


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("    objective: x", "Q\n\n- [ ] a\n- [ ] b", [("no-right-option", 1)]),
        ("    objective: x", "Q\n\n- [x] a\n- [x] b", [("no-wrong-option", 1)]),
        ("    objective: x", "Q\n\n- [x] a", [("too-few-options", 1)]),
        ("    objective: x", "Q", [("too-few-options", 1)]),
        ("    objective: x", "Q\n\n- [x] a\n- b\n- [ ] c", [("option-without-mark", 7)]),
        ("    objective: x", "Q\n\n- [x]\n- [ ] c", [("empty-option", 6)]),
        ("    objective: x", "- [x] a\n- [ ] c", [("no-prompt", 1)]),
        ("    objective: x", "![A door](door.svg)\n\n- [x] a\n- [ ] c", [("no-prompt", 1)]),
        ("    title: x", "Q\n\n- [x] a\n- [ ] c", [("missing-objective", 1)]),
        ("    objective:", "Q\n\n- [x] a\n- [ ] c", [("missing-objective", 2)]),
        ("    objective: x\n    critical: true", "Q\n\n- [x] a\n- [ ] c", [("bad-yes-no", 3)]),
        ("    objective: x\n    tries: 0", "Q\n\n- [x] a\n- [ ] c", [("bad-tries", 3)]),
        ("    objective: x\n    tries: many", "Q\n\n- [x] a\n- [ ] c", [("bad-tries", 3)]),
        ("    objective: x\n    points: 3", "Q\n\n- [x] a\n- [ ] c", [("unknown-option", 3)]),
        (
            "    tries: 0\n    colour: red",
            "Q\n\n- a\n- [ ]",
            [
                ("unknown-option", 3),
                ("missing-objective", 1),
                ("bad-tries", 2),
                ("option-without-mark", 7),
                ("empty-option", 8),
                ("no-right-option", 1),
            ],
        ),
    ],
)
def test_every_mistake_is_reported_at_its_line(mistakes, head, body, expected):
    assert mistakes(f"/// choice | broken\n{head}\n\n{body}\n///") == expected


def test_critical_no_is_as_good_as_nothing(read):
    text = "/// choice | plain\n    objective: x\n    critical: no\n\nQ\n\n- [x] a\n- [ ] b\n///"
    assert read(text).about.critical is False


RESPONSES = st.lists(st.sampled_from("abcde"), min_size=1, unique=True).map(sorted)


@given(RESPONSES)
def test_full_marks_are_for_the_key_alone(response):
    choice = question(SEVERAL)
    score = choice.grade(response)
    assert score.max == choice.points
    assert score.success == (set(response) == choice.key.right)


@given(RESPONSES)
def test_reading_a_response_again_changes_nothing(response):
    assert question(SEVERAL).read({"response": response}) == response


def test_before_an_answer_the_page_has_no_key_and_no_reason(html):
    page = html(question(ONE))
    assert page.count('type="radio"') == 3
    assert "<legend>Which line belongs in the <strong>record</strong>?</legend>" in page
    for secret in ("option-", "Never name", "checked", "disabled"):
        assert secret not in page


def test_several_right_options_are_boxes_and_the_page_says_so(html):
    page = html(question(SEVERAL), response=["b"])
    assert page.count('type="checkbox"') == 5
    assert "Several may be right." in page
    assert page.count(" checked") == page.count("option-chosen") == 1


def test_after_an_answer_each_choice_says_what_it_was_and_why(html):
    choice = question(SEVERAL)
    page = html(choice, response=["a", "c"], feedback=choice.feedback(["a", "c"], last=True), closed=True)
    assert "<fieldset disabled>" in page
    assert page.count("Your choice: right") == page.count("option-judged option-right") == 1
    assert page.count("Your choice: wrong") == page.count("option-judged option-wrong") == 1
    assert page.count("You missed this") == page.count("option-judged option-missed") == 2
    assert page.count("option-judged") == 5
    assert '<span class="option-why" id="lookalikes_c_why">Clear and brittle.</span>' in page
    assert 'aria-describedby="lookalikes_c_state lookalikes_c_why"' in page


def test_between_tries_nothing_is_said_of_what_was_not_chosen(html):
    choice = question(SEVERAL)
    page = html(choice, response=["c"], feedback=choice.feedback(["c"], last=False))
    assert page.count("option-judged") == 1
    assert "You missed this" not in page
    assert "disabled" not in page
