"""Lessons in every language and country: the same pieces, other words."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cbt.content import digests, jurisdiction, pseudo
from cbt.content.catalogue import Catalogue, Words, extract, jurisdiction_segments
from cbt.content.course import Course
from cbt.content.fragment import Fragment, RenderedBlock, fragment_from_json, fragment_to_json
from cbt.content.rendering import (
    UNKNOWN_FACT,
    needs_country,
    render_lesson,
    render_question_words,
    render_words,
)
from tests.content import rendered, small
from tests.content.rendered import bank, callout, lessons, pieces, setting, skeleton, tags, translated

FIGURE_IN_PROMPT = """\
/// choice | pictured
    objective: see-it

Look at the picture.

![A cake, seen from above](cake.svg)
As it lay there.

What is it in {{ witness_rule }}?[^S1]

- [x] A cake
- [ ] A wheel
///

![A cake alone. It is brown](cake.svg)

/// safety | closed
Leave it *closed*.[^S1]
///

The last words.
"""


@pytest.fixture
def site(tmp_path):
    folder = small.write(tmp_path)
    lesson = folder / "courses/small/01-first-steps.md"
    lesson.write_text(lesson.read_text().replace("The last words.\n", FIGURE_IN_PROMPT))
    return folder


@pytest.fixture
def course(site) -> Course:
    reading = small.read(site)
    assert reading.course is not None, [str(problem) for problem in reading.problems]
    return reading.course


@pytest.fixture
def countries(site):
    return jurisdiction.read(site / "courses/jurisdictions")[0]


def first(course: Course, given) -> Fragment:
    return render_lesson(course.lessons["first-steps"], given, callout)


def block(fragment: Fragment, name: str) -> RenderedBlock:
    return next(block for block in fragment.blocks if name in (block.id, block.kind))


def with_words(course: Course, words: dict[str, str], *, fuzzy: bool = False) -> Words:
    """Return Russian words in which only these addresses are translated."""
    file = extract(course.segments(), "ru")
    for entry in file:
        entry.msgstr = words.get(entry.msgctxt, "")
        if fuzzy and entry.msgstr:
            entry.flags = ["fuzzy"]
    return Words("ru", "en", Catalogue.of(file))


def test_blocks_are_numbered_and_named_for_the_map(course):
    fragment = first(course, setting(Words("en", "en")))
    assert [(block.number, block.kind, block.id, block.label) for block in fragment.blocks] == [
        (1, "prose", "", None),
        (2, "prose", "", "A heading"),
        (3, "figure", "", "What lies there"),
        (4, "prose", "", None),
        (5, "note", "remember", None),
        (6, "law", "witnesses", None),
        (7, "question", "first-entry", "The entry"),
        (8, "question", "pairs", None),
        (9, "question", "steps", None),
        (10, "question", "weight", None),
        (11, "question", "pictured", None),
        (12, "figure", "", "A cake alone"),
        (13, "safety", "closed", None),
        (14, "prose", "", None),
    ]


def test_a_question_leaves_no_word_in_the_html_of_the_page(course):
    fragment = first(course, setting(Words("en", "en")))
    assert {block.html for block in fragment.blocks if block.kind == "question"} == {""}
    told = {
        segment.address
        for question in course.lessons["first-steps"].questions.values()
        for segment in question.segments()
    }
    assert fragment.words.keys() == told
    assert fragment.wordings.keys() == course.lessons["first-steps"].questions.keys()


def test_notes_are_numbered_and_reached(course):
    fragment = first(course, setting(Words("en", "en")))
    assert [(note.id, note.number, note.html) for note in fragment.notes] == [
        ("S1", 1, "The first source."),
        ("S2", 2, "The second source, on two lines."),
    ]
    assert '<a href="#note-S2" role="doc-noteref">2</a>' in block(fragment, "remember").html


def test_a_picture_has_its_place_text_and_credit(course):
    assert block(first(course, setting(Words("en", "en"))), "figure").html == (
        '<figure class="figure"><img src="/media/cake.svg" width="960" height="600" alt="A brown cake beside a scale" '
        'loading="lazy"><figcaption class="caption">What lies there. '
        '<span class="credit">Drawn for this course, CC BY 4.0</span></figcaption></figure>'
    )


def test_the_alternative_text_of_a_prompt_is_finished_attributes(course):
    fragment = first(course, setting(Words("ru", "en")))
    alt = next(html for address, html in fragment.words.items() if address.endswith("/alt"))
    assert alt == 'alt="A cake, seen from above" lang="en"'


def test_each_country_has_its_law_and_its_facts(course, countries):
    ours, other, none = (
        block(first(course, setting(Words("en", "en"), country)), "witnesses").html
        for country in (countries["kz"], countries["uz"], None)
    )
    assert "Two witnesses: <span>Two adults.</span>" in ours
    assert 'data-country="Somewhere"' in ours
    assert '<p class="source">S1</p>' in ours
    assert "<p>Witnesses: <span>Two adults.</span></p>" in other
    assert "<p>Witnesses: <span>Ask your service.</span></p>" in none
    assert 'data-country=""' in none


def test_a_law_that_names_nothing_of_the_country_is_nobodys(site, countries):
    lesson = site / "courses/small/01-first-steps.md"
    lesson.write_text(
        lesson.read_text().replace("Witnesses: {{ witness_rule }}", "Ask.", 1).replace("    for: kz", "    for: uz")
    )
    course = small.read(site).course
    assert course is not None
    assert 'data-country=""' in block(first(course, setting(Words("en", "en"), countries["kz"])), "witnesses").html
    assert (
        'data-country="Somewhere"'
        in block(first(course, setting(Words("en", "en"), countries["uz"])), "witnesses").html
    )


def test_a_fact_that_a_country_lacks_is_said_to_be_unknown(course, countries):
    bare = replace(countries["kz"], facts={})
    assert "<span>Ask your service.</span>" in block(first(course, setting(Words("en", "en"), bare)), "witnesses").html
    assert UNKNOWN_FACT.startswith("Ask your service")


def test_facts_are_in_the_readers_language(course, countries):
    facts = Words("ru", "en", pseudo.catalogue(jurisdiction_segments(countries), lambda _: "По-русски"))
    given = setting(translated(course, pseudo.catalogue(course.segments(), pseudo.identity)), countries["kz"], facts)
    html = block(first(course, given), "witnesses").html
    assert "Two witnesses: <span>По-русски</span>" in html
    assert 'data-country="По-русски"' in html


def test_only_a_lesson_with_facts_or_variants_needs_a_country(course):
    assert needs_country(course.lessons["first-steps"])
    assert not needs_country(course.lessons["second-steps"])
    assert needs_country(replace(course.lessons["second-steps"], countries=frozenset({"kz"})))


def test_what_is_not_translated_says_in_which_language_it_is(course):
    fragment = first(course, setting(Words("fa-AF", "en")))
    assert fragment.title == '<span class="fallback" lang="en" dir="ltr">First steps</span>'
    assert {block.state for block in fragment.blocks} == {"missing"}
    assert fragment.words["first-steps#steps/step-a"] == '<span class="fallback" lang="en" dir="ltr">Look</span>'


def test_a_stale_translation_is_shown_and_marked(course):
    given = setting(
        with_words(course, {"first-steps#remember/text": "Запомните.", "first-steps:1": "Слова."}, fuzzy=True)
    )
    fragment = first(course, given)
    assert fragment.blocks[0].html == '<div class="prose"><p><span class="stale">Слова.</span></p></div>'
    assert fragment.blocks[0].state == "stale"
    assert '<span class="stale">Запомните.</span></p>' in block(fragment, "remember").html


def test_beside_a_stale_warning_stands_its_source(course):
    given = setting(with_words(course, {"first-steps#closed/text": "*Закройте*."}, fuzzy=True))
    assert block(first(course, given), "closed").html == (
        '<aside class="safety" id="closed" data-country=""><p><span class="stale"><em>Закройте</em>.</span> '
        '<span lang="en" dir="ltr" class="original">Leave it <em>closed</em>.'
        '<sup><a href="#note-S1" role="doc-noteref">1</a></sup></span></p></aside>'
    )


def test_a_test_shows_no_references_to_notes(course):
    given = setting(Words("en", "en"))
    assert bank(course, given).words["bank#pooled/option-a"] == "A cake"
    assert bank(course, given).wordings.keys() == {"pooled", "pooled-too"}
    assert render_question_words([], given).words == {}


def test_titles_are_rendered_by_themselves(course):
    assert render_words([course.title, course.summary], setting(Words("en", "en"))) == {
        "course:title": "A small course",
        "course:summary": "Two lessons for a test.",
    }


def test_identity_translation_renders_the_same_bytes_again_and_from_four_threads(course, countries):
    source = setting(Words("en", "en"), countries["kz"])
    identity = setting(translated(course, pseudo.catalogue(course.segments(), pseudo.identity)), countries["kz"])
    identity = replace(
        identity, facts=Words("ru", "en", pseudo.catalogue(jurisdiction_segments(countries), pseudo.identity))
    )
    expected = list(pieces(course, source))
    assert list(pieces(course, identity)) == expected
    assert list(pieces(course, identity)) == expected
    with ThreadPoolExecutor(4) as pool:
        assert all(found == expected for found in pool.map(lambda _: list(pieces(course, identity)), range(8)))


def test_pseudo_translation_keeps_tags_ids_links_and_wordings_apart(course, countries):
    source, made = (
        setting(words, countries["kz"])
        for words in (
            Words("en", "en"),
            translated(course, pseudo.catalogue(course.segments(), pseudo.pseudo), "en-XA"),
        )
    )
    for (place, html), (same_place, other) in zip(pieces(course, source), pieces(course, made), strict=True):
        assert place == same_place
        assert without_language(other) == without_language(html), place
    assert first(course, source).wordings["pairs"] != first(course, made).wordings["pairs"]


def without_language(html: str) -> rendered.Skeleton:
    """Return the bones without the marks of a foreign fact."""
    return [tuple(part for part in bone if part not in ("lang", "dir")) for bone in skeleton(html)]


def test_a_fragment_of_a_real_lesson_comes_back_from_disk(course, countries):
    fragment = first(course, setting(Words("ru", "en"), countries["kz"]))
    assert fragment_from_json(fragment_to_json(fragment)) == fragment


def test_no_segment_contains_marks_or_keys(course):
    for segment in course.segments():
        assert "=>" not in segment.source
        assert not segment.source.startswith(("- ", "> ", "1. ", "[x]", "[ ]"))
        assert "{#" not in segment.source


REFLOWED: list[tuple[str, str]] = [
    ("A paragraph over\ntwo lines with", "A paragraph\nover two\nlines with"),
    ("Which line is right?", "Which\nline is\nright?"),
    ("The second source,\n    on two lines.", "The second source, on two lines."),
]


def everything(course: Course) -> list[object]:
    media = {"cake.svg": "00" * 32}
    given = setting(Words("en", "en"))
    return [
        [digests.revision(question, media) for _, question in course.questions()],
        [fragment.wordings for fragment in lessons(course, given)],
        digests.structure(course, media),
        list(pieces(course, given)),
    ]


@pytest.mark.parametrize(("before", "after"), REFLOWED)
def test_reflowing_a_paragraph_changes_no_digest_and_no_page(site, course, before, after):
    reflowed = changed(site, before, after)
    assert everything(reflowed) == everything(course)


def changed(site: Path, before: str, after: str) -> Course:
    path = site / "courses/small/01-first-steps.md"
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))
    course = small.read(site).course
    assert course is not None
    return course


def revision(course: Course) -> str:
    return digests.revision(course.lessons["first-steps"].questions["first-entry"], {})


def test_a_changed_reason_changes_no_revision(site, course):
    assert revision(changed(site, "> Because.", "> For another reason.")) == revision(course)


def test_a_changed_key_changes_the_revision(site, course):
    swapped = changed(site, "- [x] This one\n    > Because.\n- [ ] That one", "- [ ] This one\n- [x] That one")
    assert revision(swapped) != revision(course)


def test_a_picture_of_a_prompt_is_in_its_revision(course):
    pictured = course.lessons["first-steps"].questions["pictured"]
    assert digests.revision(pictured, {"cake.svg": "a"}) != digests.revision(pictured, {"cake.svg": "b"})


HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "</p></div>",
                "<style>*{}</style>",
                "<svg/onload=x>",
            ),
            *(
                "[x](javascript:alert(1))",
                "*a*{: onclick=x style=y }",
                "{{ witness_rule }}",
                '" onerror="x',
                "' onload='x",
            ),
            *("<sub>", "</span>", "-->", "&lt;script&gt;", "[^S1]", "](", "`", "**", "слова"),
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
ATTRIBUTES = {
    *("alt", "class", "data-align", "data-country", "data-language", "dir", "height", "href", "id", "lang", "loading"),
    *("rel", "role", "scope", "src", "tabindex", "width", "start"),
}
TAGS = {
    *(
        "a",
        "aside",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "i",
        "img",
        "kbd",
        "bdi",
    ),
    *("li", "ol", "p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate, Phase.shrink],  # to explain a failure, hypothesis would print the course for minutes
    report_multiple_bugs=False,
)
@given(HOSTILE, HOSTILE)
def test_no_translation_and_no_fact_brings_anything_unsafe_into_a_lesson(course, countries, text, fact):
    given_setting = setting(
        translated(course, pseudo.catalogue(course.segments(), lambda _: text)),
        countries["kz"],
        Words("ru", "en", pseudo.catalogue(jurisdiction_segments(countries), lambda _: fact)),
    )
    for _, html in pieces(course, given_setting):
        for tag, attributes in tags(f"<i {html}>" if html.startswith("alt=") else html):
            assert tag in TAGS, html
            assert set(attributes) <= ATTRIBUTES, html
            assert "javascript" not in (attributes.get("href") or ""), html


def test_a_catalogue_file_goes_all_the_way_to_the_page(course, tmp_path):
    file = extract(course.segments(), "ru")
    file[0].msgstr = "Небольшой курс"
    file.save(str(tmp_path / "small.po"))
    assert polib.pofile(str(tmp_path / "small.po"))[0].msgctxt == "course:title"
    words = translated(course, Catalogue.read(tmp_path / "small.po").today(course.segments()))
    assert render_words([course.title], setting(words)) == {"course:title": "Небольшой курс"}
