from types import SimpleNamespace

import pytest


@pytest.mark.parametrize("kind", ["note", "safety", "law"])
def test_a_callout_holds_markdown_in_reading_order(read, kind):
    callout = read(f"/// {kind} | closed\nLeave packets **closed**.\n\n- gloves\n- mask\n///")
    assert callout.kind == kind
    assert callout.id == callout.shown.id == "closed"
    assert [element.tag for element in callout.shown.elements] == ["p", "ul"]
    assert [segment.source for segment in callout.segments()] == ["Leave packets **closed**.", "gloves", "mask"]


def test_a_law_is_for_everybody_or_for_one_country(read):
    assert read("/// law | witnesses\nTwo.\n///").country is None
    assert read("/// law | witnesses\n    for: kz\n\nTwo.\n///").country == "kz"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/// note | empty\n///", [("empty-block", 1)]),
        ("/// safety | empty\n\n///", [("empty-block", 1)]),
        ("/// law | empty\n    for: kz\n\n///", [("empty-block", 1)]),
        ("/// note | odd\n    for: kz\n\nText.\n///", [("unknown-option", 2)]),
        ("/// law | odd\n    title: x\n\nText.\n///", [("unknown-option", 2)]),
    ],
)
def test_every_mistake_is_reported_at_its_line(mistakes, text, expected):
    assert mistakes(text) == expected


@pytest.mark.parametrize(("kind", "word"), [("note", "Note"), ("safety", "Safety")])
def test_a_callout_is_named_by_a_word(read, html, kind, word):
    page = html(read(f"/// {kind} | closed\nLeave it.\n///"))
    assert f'<aside class="callout callout-{kind}" aria-label="{word}">' in page
    assert f"</svg>{word}</p><p>Leave it.</p></aside>" in page


def test_the_law_says_whose_it_is_and_where_it_is_from(read, html):
    fact = SimpleNamespace(source="S87", checked="4 March 2026", review_by="March 2027")
    law = read("/// law | witnesses\nTwo witnesses.\n///")
    page = html(law, country_name="Uzbekistan", facts_used=[fact])
    assert "Law in Uzbekistan</p>" in page
    assert '<p class="source">Source S87 · checked 4 March 2026 · review by March 2027</p>' in page


def test_the_law_of_no_country_is_the_law(read, html):
    page = html(read("/// law | witnesses\nTwo witnesses.\n///"), country_name="", facts_used=[])
    assert "</svg>Law</p>" in page
    assert "Source" not in page
