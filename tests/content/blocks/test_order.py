from collections.abc import Mapping, Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content.blocks.order import Order, SamePlace
from cbt.content.blocks.parts import mixed
from cbt.content.blocks.question import NotAnAnswer, NothingChosen, Part, Score
from cbt.content.segments import Segment
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


def two_orders(texts: list[str]) -> st.SearchStrategy[tuple[list[str], list[str]]]:
    return st.tuples(st.just(texts), st.permutations(texts))


def segment(words: str, part: str) -> Segment:
    return Segment(words, f"lesson#block/{part}", 1, "01-lesson.md")


def as_shown(parts: Mapping[str, Part]) -> list[tuple[str, str]]:
    return [(part.id, part.text.source) for part in parts.values()]


ORDER = question()
IDS = {step.text.source: step.id for step in ORDER.shown.steps}
WORDS = ("Stop and step back", "Put on gloves", "Call two witnesses", "Photograph the find")
STOP, GLOVES, CALL, PHOTO = (IDS[words] for words in WORDS)
KEY = {STOP: "1", GLOVES: "2", CALL: "3", PHOTO: "4"}


def in_order(steps: Sequence[str]) -> Order:
    return question(
        "/// order | packet\n    objective: x\n\nQ\n\n" + "\n".join(f"1. {step}" for step in steps) + "\n///"
    )


def test_the_right_order_is_the_authors():
    assert ORDER.key.right == KEY
    assert list(ORDER.key.right.values()) == ["1", "2", "3", "4"]
    assert ORDER.shown.places == ("1", "2", "3", "4")


def test_what_a_learner_gets_is_the_same_whichever_order_is_right(html):
    """Names, ids, values, words and their order: whoever sorts or reads them learns nothing of the key."""
    orders = [in_order(steps) for steps in permutations(WORDS)]
    assert len({html(order) for order in orders}) == 1
    assert len({tuple((step.id, step.text.source) for step in order.shown.steps) for order in orders}) == 1
    assert len({str(order.key.right) for order in orders}) == len(orders) == 24


def test_ids_that_the_author_fixed_stay_with_the_translations_and_off_the_page(html):
    assert [step.id for step in ORDER.shown.steps] == ["s1", "s2", "s3", "s4"]
    assert "_gloves" not in html(ORDER)
    assert "-gloves" not in html(ORDER)


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=9), st.text(max_size=9))
def test_what_is_mixed_has_every_text_once_with_ids_by_the_order_shown(texts, block):
    shown = mixed(block, "s", {item: segment(words, item) for item, words in texts.items()})
    assert {item: part.text.source for item, part in shown.items()} == texts
    assert [part.id for part in shown.values()] == [f"s{place}" for place in range(1, len(texts) + 1)]


@given(st.lists(st.text(max_size=9), min_size=2, max_size=7, unique=True).flatmap(two_orders), st.text(max_size=9))
def test_mixing_forgets_the_order_and_the_ids_it_was_given(orders, block):
    first, second = (
        {f"{name}{place}": segment(words, str(place)) for place, words in enumerate(texts)}
        for name, texts in zip("ab", orders, strict=True)
    )
    assert as_shown(mixed(block, "s", first)) == as_shown(mixed(block, "s", second))


def test_another_block_mixes_the_same_steps_in_another_way():
    texts = {words: segment(words, "step") for words in WORDS}
    assert len({tuple(mixed(f"block-{number}", "s", texts)) for number in range(200)}) == 24


@pytest.mark.parametrize(
    ("response", "raw"),
    [
        (KEY, 4000),
        ({STOP: "1", GLOVES: "3", CALL: "2", PHOTO: "4"}, 2000),
        ({STOP: "4", GLOVES: "3", CALL: "2", PHOTO: "1"}, 0),
        ({GLOVES: "2"}, 1000),
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
        ORDER.read({f"response-{STOP}": ["1"], f"response-{CALL}": ["1"], f"response-{PHOTO}": ["2"]})
    assert caught.value.entered == {STOP: "1", CALL: "1", PHOTO: "2"}


def test_a_form_without_a_place_says_so():
    with pytest.raises(NothingChosen):
        ORDER.read({f"response-{STOP}": [""]})


@pytest.mark.parametrize("fields", [{f"response-{STOP}": ["5"]}, {f"response-{STOP}": ["0"]}, {"response-z": ["1"]}])
def test_a_form_that_fits_no_step_is_no_answer(fields):
    with pytest.raises(NotAnAnswer) as caught:
        ORDER.read(fields)
    assert caught.value.entered is None


def test_before_the_last_try_a_wrong_step_does_not_tell_its_place():
    told = ORDER.feedback({STOP: "1", CALL: "2"}, last=False)
    assert told.states == {STOP: "right", CALL: "wrong"}
    assert set(told.reasons) == {STOP}
    assert told.right == {}
    assert told.why is None
    assert (told.found, told.expected, told.extra) == (1, 4, 0)


def test_at_last_each_step_that_is_not_right_tells_its_place():
    told = ORDER.feedback({STOP: "1", CALL: "2"}, last=True)
    assert told.states == {STOP: "right", GLOVES: "missed", CALL: "wrong", PHOTO: "missed"}
    assert told.right == {GLOVES: "2", CALL: "3", PHOTO: "4"}
    assert set(told.reasons) == {STOP, CALL}
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
            [STOP, "Stop and step back"],
            [GLOVES, "Put on gloves"],
            [CALL, "Call two witnesses"],
            [PHOTO, "Photograph the find"],
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
    response = {STOP: "1", CALL: "2"}
    page = html(ORDER, response=response, feedback=ORDER.feedback(response, last=True), closed=True)
    assert "<fieldset disabled>" in page
    assert page.count(" selected") == 2
    assert page.count("Your choice: right") == page.count("match-item option-judged option-right") == 1
    assert page.count("Your choice: wrong") == page.count("match-item option-judged option-wrong") == 1
    assert page.count("You missed this") == page.count("match-item option-judged option-missed") == 2
    assert '<span class="option-answer">Right place: 3</span>' in page
    assert "They must see it closed." in page


def test_what_could_not_be_taken_is_shown_again(html):
    page = html(ORDER, response={STOP: "1", CALL: "1"})
    assert page.count('<option value="1" selected>') == 2
