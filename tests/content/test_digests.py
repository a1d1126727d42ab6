"""Digests: what changes them, what does not, and golden vectors so that they stay what they are on every box."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from cbt.content import course, digests
from cbt.content.blocks.choice import Choice, Key, Shown
from cbt.content.blocks.number import Key as NumberKey
from cbt.content.blocks.number import Number
from cbt.content.blocks.number import Shown as NumberShown
from cbt.content.blocks.question import About, Part, Prompt
from cbt.content.course import Course, Lesson, Pool, Prose
from cbt.content.markup import Element
from cbt.content.segments import Segment


def words(part: str, source: str, note: str) -> Segment:
    return Segment(source, f"a#first/{part}", 5, "01-a.md", note)


WHY = words("why-a", "Because.", "why")
ALT, CAPTION = words("figure/alt", "A cake", "alt text"), words("figure/caption", "What lies there.", "caption")
FIGURE = Element("figure", (("src", "cake.svg"), ("width", "9"), ("height", "6"), ("credit", "Aida")), (ALT, CAPTION))
OPTIONS = (Part("a", words("option-a", "Brown *mass*", "option")), Part("b", words("option-b", "Опий", "option")))
CHOICE = Choice(
    "first",
    About("see-it", title=words("title", "The entry", "title")),
    Shown("first", Prompt((FIGURE,), words("prompt", "Which line is right?", "prompt"), ()), OPTIONS, several=False),
    Key(frozenset({"a"}), {"a": WHY}, None),
)
NUMBER = Number(
    "weight",
    About("see-it", critical=True, tries=1),
    NumberShown("weight", Prompt((), words("prompt", "How much is it?", "prompt"), ()), None),
    NumberKey(Decimal("2.50"), Decimal(0), None),
)
MEDIA = {"cake.svg": "00" * 32, "other.svg": "11" * 32}
TITLE = Segment("First steps", "a:title", 2, "01-a.md", "title")
PROSE = Prose(None, (Element("p", (), (Segment("Words.", "a:1", 8, "01-a.md", "paragraph"),)),))
LESSON = Lesson(
    id="a",
    number=1,
    path="01-a.md",
    title=TITLE,
    minutes=20,
    objectives={"see-it": TITLE},
    blocks=(PROSE, CHOICE),
    notes=(),
    questions={"first": CHOICE},
    facts=frozenset(),
    countries=frozenset(),
)
COURSE = Course(
    id="small",
    language="en",
    code="S",
    title=TITLE,
    summary=TITLE,
    lessons={"a": LESSON},
    bank={"pool": Pool("pool", "bank/pool.md", TITLE, {"weight": NUMBER}, ())},
    tests={"final": course.Test("final", TITLE, 800, 2, {"pool": 1})},
)
TOLD = {segment.address: segment.source for segment in CHOICE.segments()}

GOLDEN = {
    "revision of a choice": "84d2ae5444d7a26654a45d1e489dcd2bd597e55550125b5db16d9aa8ae6cd9f6",
    "revision of a number": "e967b0f197fc7761240d44ae8a40cc04b6b6c1d19d1fd37efb9c1091b61443e5",
    "wording": "55ac4c737520c2ede48791c0907e4b0062fa22f93758cc195ef9bf7558d36b84",
    "structure": "9605b38f998fea7abccb8132e45311248f0cfcde45ea53d6e13d5ac4dcb31011",
    "release": "4f7c03700b499113d6fda5b68520112a8e31cedcfec1e436c1b3a26ee1a8011d",
}


def test_digests_are_the_same_on_every_box():
    assert {
        "revision of a choice": digests.revision(CHOICE, MEDIA),
        "revision of a number": digests.revision(NUMBER, {}),
        "wording": digests.wording(CHOICE, TOLD),
        "structure": digests.structure(COURSE, MEDIA),
        "release": digests.release(COURSE, {"courses/small/course.yaml": "22" * 32}, MEDIA),
    } == GOLDEN


def test_canonical_json_has_one_form():
    value = {"b": [1, None, True], "a": {"ы": 'x"\n'}, "c": ("t",)}
    assert digests.canonical(value) == '{"a":{"ы":"x\\"\\n"},"b":[1,null,true],"c":["t"]}'.encode()
    assert json.loads(digests.canonical(value)) == {**value, "c": ["t"]}


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1: "a"}, {"a": b"x"}, {"a": Decimal(1)}, {"a": {"b"}}])
def test_canonical_json_refuses_what_has_several_forms(value):
    with pytest.raises(TypeError):
        digests.canonical(value)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHOICE, key=replace(CHOICE.key, reasons={"a": replace(WHY, source="Otherwise.")})),
        replace(CHOICE, key=replace(CHOICE.key, reasons={}, why=WHY)),
        replace(CHOICE, about=About("other-objective", critical=True, tries=5, title=None)),
        replace(CHOICE, id="elsewhere"),
        replace(
            CHOICE,
            shown=replace(
                CHOICE.shown,
                prompt=replace(
                    CHOICE.shown.prompt,
                    before=(replace(FIGURE, children=(replace(ALT, source="A brown cake"), CAPTION)),),
                    question=replace(CHOICE.shown.prompt.question, line=99, address="b#first/prompt", path="02-b.md"),
                ),
            ),
        ),
    ],
)
def test_reasons_alternative_text_objective_and_place_change_no_revision(changed):
    assert digests.revision(changed, MEDIA) == digests.revision(CHOICE, MEDIA)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHOICE, key=replace(CHOICE.key, right=frozenset({"b"}))),
        replace(CHOICE, shown=replace(CHOICE.shown, options=OPTIONS[::-1])),
        replace(CHOICE, shown=replace(CHOICE.shown, options=(OPTIONS[0], Part("c", OPTIONS[1].text)))),
        replace(CHOICE, shown=replace(CHOICE.shown, several=True)),
        replace(
            CHOICE,
            shown=replace(
                CHOICE.shown, prompt=replace(CHOICE.shown.prompt, question=words("prompt", "Which one?", "prompt"))
            ),
        ),
        NUMBER,
    ],
)
def test_key_options_variant_and_words_change_the_revision(changed):
    assert digests.revision(changed, MEDIA) != digests.revision(CHOICE, MEDIA)


def test_a_new_picture_under_an_old_name_changes_the_revision():
    assert digests.revision(CHOICE, {**MEDIA, "cake.svg": "33" * 32}) != digests.revision(CHOICE, MEDIA)
    assert digests.revision(CHOICE, {**MEDIA, "other.svg": "33" * 32}) == digests.revision(CHOICE, MEDIA)


@pytest.mark.parametrize("address", ["a#first/prompt", "a#first/option-b", "a#first/figure/alt"])
def test_a_wording_is_of_what_is_before_the_learner(address):
    assert digests.wording(CHOICE, {**TOLD, address: "Иначе"}) != digests.wording(CHOICE, TOLD)


@pytest.mark.parametrize("address", ["a#first/why-a", "a#first/title"])
def test_a_wording_is_not_of_what_is_shown_later_or_elsewhere(address):
    assert digests.wording(CHOICE, {**TOLD, address: "Иначе"}) == digests.wording(CHOICE, TOLD)


def test_text_and_titles_change_no_structure():
    lesson = replace(LESSON, title=replace(TITLE, source="Other"), blocks=(CHOICE,), minutes=5)
    other = replace(COURSE, lessons={"a": lesson}, summary=replace(TITLE, source="Other"))
    assert digests.structure(other, MEDIA) == digests.structure(COURSE, MEDIA)


@pytest.mark.parametrize(
    "changed",
    [
        replace(COURSE, lessons={"b": replace(LESSON, id="b")}),
        replace(COURSE, lessons={"a": replace(LESSON, questions={})}),
        replace(
            COURSE, lessons={"a": replace(LESSON, questions={"first": replace(CHOICE, about=About("see-it", tries=3))})}
        ),
        replace(
            COURSE,
            lessons={"a": replace(LESSON, questions={"first": replace(CHOICE, about=About("see-it", critical=True))})},
        ),
        replace(COURSE, bank={}),
        replace(COURSE, tests={"final": replace(COURSE.tests["final"], mastery_score=700)}),
        replace(COURSE, tests={"final": replace(COURSE.tests["final"], attempts=3)}),
        replace(COURSE, tests={"final": replace(COURSE.tests["final"], draw={"pool": 2})}),
        replace(COURSE, id="other"),
    ],
)
def test_ids_order_revisions_blueprints_and_rules_change_the_structure(changed):
    assert digests.structure(changed, MEDIA) != digests.structure(COURSE, MEDIA)


def test_any_file_changes_the_release():
    files = {"a": "22" * 32}
    assert digests.release(COURSE, files, MEDIA) != digests.release(COURSE, {"a": "33" * 32}, MEDIA)
    assert digests.release(COURSE, files, MEDIA) != digests.release(COURSE, {"b": "22" * 32}, MEDIA)
