import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.blocks.order import Order, SamePlace
from cbt.content.blocks.parts import shuffled
from cbt.content.blocks.question import NotAnAnswer, NothingChosen, Score
from tests.content.blocks.pieces import cut

PACKET = """\
/// order | opening-a-packet
    objective: secure-the-find
    title: Before anything is opened

What comes first?

1. Stop and step back
    > People first.
2. Put on gloves {#gloves}
3. Call two witnesses
    > They must see it closed.
4. Photograph the find

> First people, then proof.
///
"""


def question(text: str = PACKET) -> Order:
    order = Order.parse(cut(text))
    assert order is not None
    return order


ORDER = question()
KEY = {"a": "1", "gloves": "2", "c": "3", "d": "4"}


def test_the_right_order_is_the_authors_and_is_not_what_is_shown():
    assert ORDER.key.right == KEY
    assert sorted(step.id for step in ORDER.shown.steps) == sorted(KEY)
    assert [step.id for step in ORDER.shown.steps] != list(KEY)
    assert ORDER.shown.places == ("1", "2", "3", "4")


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1), min_size=2, max_size=8, unique=True), st.text(max_size=9))
def test_what_is_mixed_has_all_parts_and_never_their_first_order(parts, block):
    mixed = shuffled(block, parts)
    assert sorted(mixed) == sorted(parts)
    assert list(mixed) != parts
    assert mixed == shuffled(block, parts)


@given(st.text(max_size=9))
def test_mixing_that_falls_into_the_first_order_is_turned_by_one(block):
    mixed = sorted("abcde", key=lambda part: hashlib.sha256(f"{block}\n{part}".encode()).digest())
    assert shuffled(block, mixed) == (*mixed[1:], mixed[0])
    assert shuffled(block, mixed[::-1]) == tuple(mixed)


@pytest.mark.parametrize(
    ("response", "raw"),
    [
        (KEY, 4000),
        ({"a": "1", "gloves": "3", "c": "2", "d": "4"}, 2000),
        ({"a": "4", "gloves": "3", "c": "2", "d": "1"}, 0),
        ({"gloves": "2"}, 1000),
    ],
)
def test_each_step_in_its_place_is_a_point(response, raw):
    assert ORDER.grade(response) == Score(raw, max=4000)


def test_the_same_answer_is_the_same_response_however_the_form_was_sent():
    forward = ORDER.read({f"response-{step}": [place] for step, place in KEY.items()})
    backward = ORDER.read({f"response-{step}": [place, ""] for step, place in reversed(KEY.items())})
    assert forward == KEY
    assert list(forward) == list(backward) == [step.id for step in ORDER.shown.steps]


def test_two_steps_with_one_place_are_told_so_and_nothing_chosen_is_lost():
    with pytest.raises(SamePlace, match="Two steps have the same place") as caught:
        ORDER.read({"response-a": ["1"], "response-c": ["1"], "response-d": ["2"]})
    assert caught.value.entered == {"a": "1", "c": "1", "d": "2"}


def test_a_form_without_a_place_says_so():
    with pytest.raises(NothingChosen):
        ORDER.read({"response-a": [""]})


@pytest.mark.parametrize("fields", [{"response-a": ["5"]}, {"response-a": ["0"]}, {"response-z": ["1"]}])
def test_a_form_that_fits_no_step_is_no_answer(fields):
    with pytest.raises(NotAnAnswer) as caught:
        ORDER.read(fields)
    assert caught.value.entered is None


def test_before_the_last_try_a_wrong_step_does_not_tell_its_place():
    told = ORDER.feedback({"a": "1", "c": "2"}, last=False)
    assert told.states == {"a": "right", "c": "wrong"}
    assert set(told.reasons) == {"a"}
    assert told.right == {}
    assert told.why is None
    assert (told.found, told.expected, told.extra) == (1, 4, 0)


def test_at_last_each_step_that_is_not_right_tells_its_place():
    told = ORDER.feedback({"a": "1", "c": "2"}, last=True)
    assert told.states == {"a": "right", "gloves": "missed", "c": "wrong", "d": "missed"}
    assert told.right == {"gloves": "2", "c": "3", "d": "4"}
    assert set(told.reasons) == {"a", "c"}
    assert told.why.source == "First people, then proof."


def test_segments_come_in_the_authors_order():
    assert [(segment.address.partition("/")[2], segment.source) for segment in ORDER.segments()] == [
        ("title", "Before anything is opened"),
        ("prompt-1", "What comes first?"),
        ("step-a", "Stop and step back"),
        ("why-a", "People first."),
        ("step-gloves", "Put on gloves"),
        ("step-c", "Call two witnesses"),
        ("why-c", "They must see it closed."),
        ("step-d", "Photograph the find"),
        ("why", "First people, then proof."),
    ]


def test_segments_of_a_question_without_title_and_general_reason():
    bare = question("/// order | bare\n    objective: x\n\nWhich?\n\n1. one\n2. two\n///")
    assert [segment.source for segment in bare.segments()] == ["Which?", "one", "two"]


def test_the_task_has_words_in_the_right_order_and_no_reason():
    assert ORDER.task() == {
        "kind": "order",
        "format": 1,
        "scoring": "a-point-a-place",
        "steps": [
            ["a", "Stop and step back"],
            ["gloves", "Put on gloves"],
            ["c", "Call two witnesses"],
            ["d", "Photograph the find"],
        ],
        "prompt": ["What comes first?"],
        "media": [],
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Q\n\n1. a", [("too-few-steps", 1)]),
        ("Q\n\n1. a\n2. [x] b", [("misplaced-mark", 7)]),
        ("Q\n\n1. a\n2.", [("empty-option", 7)]),
        ("Q\n\n1. a {#x}\n2. b {#x}", [("same-item-id", 7)]),
        ("1. a\n2. b", [("no-prompt", 1)]),
    ],
)
def test_every_mistake_is_reported_at_its_line(mistakes, body, expected):
    assert mistakes(f"/// order | broken\n    objective: x\n\n{body}\n///") == expected


RESPONSES = st.permutations(["1", "2", "3", "4"]).map(lambda places: dict(zip(KEY, places, strict=True)))


@given(RESPONSES)
def test_full_marks_are_for_the_key_alone(response):
    score = ORDER.grade(response)
    assert score.max == ORDER.points
    assert score.success == (response == KEY)


@given(RESPONSES)
def test_reading_a_response_again_changes_nothing(response):
    assert ORDER.read({f"response-{step}": [place] for step, place in response.items()}) == response


def test_before_an_answer_the_page_has_the_steps_as_shown_and_no_key(html):
    page = html(ORDER)
    places = [page.index(step.text.source) for step in ORDER.shown.steps]
    assert places == sorted(places)
    assert page.count("<option") == 4 * 5
    for secret in ("option-", "People first", "selected", "disabled"):
        assert secret not in page


def test_after_the_last_try_each_step_says_what_it_was_and_where_it_belongs(html):
    response = {"a": "1", "c": "2"}
    page = html(ORDER, response=response, feedback=ORDER.feedback(response, last=True), closed=True)
    assert "<fieldset disabled>" in page
    assert page.count(" selected") == 2
    assert page.count("Your choice: right") == page.count("match-item option-judged option-right") == 1
    assert page.count("Your choice: wrong") == page.count("match-item option-judged option-wrong") == 1
    assert page.count("You missed this") == page.count("match-item option-judged option-missed") == 2
    assert '<span class="option-answer">Right place: 3</span>' in page
    assert "They must see it closed." in page


def test_what_could_not_be_taken_is_shown_again(html):
    page = html(ORDER, response={"a": "1", "c": "1"})
    assert page.count('<option value="1" selected>') == 2
