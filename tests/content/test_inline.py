"""Inline Markdown of segments, whoever wrote it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbt.content.catalogue import Translation
from cbt.content.inline import Inline, marks
from tests.content.rendered import tags

FACTS = {
    "rule": Translation("Two **adults**, see [x](javascript:alert(1)).", "en"),
    "phone": Translation("112", "ru"),
    "untranslated": Translation("Ask.", "en", "missing"),
    "old": Translation("Спросите.", "ru", "stale", "Ask"),
    "page": Translation("https://example.org/", "en"),
}
ALLOWED = {
    "a": {"href", "rel", "role", "class", "lang", "dir"},
    **{tag: {"class", "lang", "dir"} for tag in ("em", "strong", "code", "span", "sub", "sup", "bdi", "kbd")},
}
SAFE_LINK = re.compile(r"#note-[\w-]+|(?:https?:|mailto:|tel:).*|[a-z][a-z0-9-]*", re.DOTALL | re.IGNORECASE)


def inline() -> Inline:
    return Inline(FACTS.__getitem__, {"S58": 1, "K00": 12})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A **brown** *mass*.", "A <strong>brown</strong> <em>mass</em>."),
        ("`a < {{ rule }}`", "<code>a &lt; {{ rule }}</code>"),
        ("H<sub>2</sub>O, <kbd>F1</kbd>", "H<sub>2</sub>O, <kbd>F1</kbd>"),
        ("2 < 3 &amp; 5 &copy; \\*no\\*", "2 &lt; 3 &amp; 5 © *no*"),
        ("<b>bold</b> <script>x</script>", "&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;"),
        ("<sub onclick=x>2</sub>", "&lt;sub onclick=x&gt;2"),
        ("left <sub>open", "left <sub>open</sub>"),
        ("![i](a.png)", "![i](a.png)"),
        ("[a][b] [c]", "[a][b] [c]"),
        ("a  \nb", "a  \nb"),
    ],
)
def test_the_dialect_and_nothing_else_becomes_html(text, html):
    assert inline().html(text, "en") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[x](safety-first.md)", '<a href="safety-first">x</a>'),
        ("[x](02-safety-first.md)", '<a href="safety-first">x</a>'),
        ('[x](https://a.org/b\\_c "title")', '<a href="https://a.org/b_c" rel="noreferrer noopener">x</a>'),
        ("<https://a.org/>", '<a href="https://a.org/" rel="noreferrer noopener">https://a.org/</a>'),
        ("<mailto:a@b.org>", '<a href="mailto:a@b.org">mailto:a@b.org</a>'),
        ("[x](tel:112)", '<a href="tel:112">x</a>'),
        ("[x]({{ page }})", '<a href="https://example.org/" rel="noreferrer noopener">x</a>'),
        ("[x](https://a.org){: rel=opener target=_blank }", '<a href="https://a.org" rel="noreferrer noopener">x</a>'),
        ("[x](#note-S58)", '<a href="#note-S58" role="doc-noteref">x</a>'),
    ],
)
def test_links_lead_to_lessons_notes_and_named_schemes(text, html):
    assert inline().html(text, "en") == html


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "java&#115;cript:x", "//a.org", "/admin", "data:text/html,x", "x.html", "{{ rule }}", ""],
)
def test_a_link_to_anywhere_else_is_shown_as_its_words(target):
    assert "<a" not in inline().html(f"[x]({target})", "en")


def test_a_lesson_is_looked_for_where_the_page_says():
    assert Inline(FACTS.__getitem__, {}, "../").html("[x](a-b.md)", "en") == '<a href="../a-b">x</a>'


def test_a_reference_becomes_the_number_of_its_note():
    html = inline().html("Rose.[^S58][^K00]", "en")
    assert html == (
        'Rose.<sup><a href="#note-S58" role="doc-noteref">1</a></sup>'
        '<sup><a href="#note-K00" role="doc-noteref">12</a></sup>'
    )


def test_a_reference_to_no_note_is_left_out():
    assert inline().html("Rose.[^S99]", "en") == "Rose."


def test_a_fact_brings_its_words_and_no_more_of_their_markup_than_a_text_may_have():
    assert (
        inline().html("Rule: {{ rule }}", "en") == "Rule: <span>Two <strong>adults</strong>, see <span>x</span>.</span>"
    )


@pytest.mark.parametrize(
    ("key", "around", "opening"),
    [
        ("phone", "ru", "<span>"),
        ("phone", "en", '<span dir="ltr" lang="ru">'),
        ("untranslated", "ru", '<span class="fallback" dir="ltr" lang="en">'),
        ("untranslated", "en", "<span>"),
        ("old", "ru", '<span class="stale">'),
    ],
)
def test_a_fact_is_marked_by_what_tells_it_from_the_text_around(key, around, opening):
    assert inline().html(f"{{{{ {key} }}}}", around).startswith(opening)


def test_an_attribute_list_may_name_language_direction_and_class():
    html = inline().html("*чарс*{: lang=fa dir=rtl .term style=x onclick=y id=z } *a*{b} *c*{: }", "en")
    assert html == '<em class="term" dir="rtl" lang="fa">чарс</em> <em>a</em>{b} <em>c</em>{: }'


def test_control_characters_cannot_call_up_what_markdown_has_put_away():
    assert inline().html("<sub>x</sub> \x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03", "en") == (
        "<sub>x</sub> wzxhzdk:0 klzzwxh:0000"
    )


def test_plain_text_has_no_markup_and_no_references():
    assert inline().plain("**A** `b` & [c](https://a.org) < H<sub>2</sub>O.[^S58]", "en") == "A b & c < H2O."


def test_nothing_of_one_text_is_left_for_the_next():
    shared = inline()
    texts = ["*open [x](", "H<sub>2</sub>O &lt;", "{{ rule }}", "plain.[^S58]"]
    assert [shared.html(text, "en") for text in texts * 2] == [inline().html(text, "en") for text in texts * 2]


def test_marks_of_a_right_to_left_text_say_so():
    assert marks(Translation("x", "fa-AF", "missing"), "en") == {"class": "fallback", "lang": "fa-AF", "dir": "rtl"}


PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=y>",
            "<a href='javascript:x'>",
            "<sub>",
            "</sub>",
            "<sup ",
            "<!--",
        ),
        *(
            "[x](",
            ")",
            "](javascript:x)",
            "](https://a.org)",
            "](JAVAscript&colon;x)",
            "{: onclick=x }",
            '{: style="x" }',
        ),
        *(
            "{{ rule }}",
            "{{ page }}",
            "[^S58]",
            "[^",
            "**",
            "*",
            "_",
            "`",
            "\\",
            "&lt;",
            "&#106;",
            '"',
            "'",
            "\x02",
            "\x03",
        ),
        *("0000", "klzzwxh:", "wzxhzdk:0", "amp", "!", "<", ">", "\n", "a", " ", "чарс"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).map("".join))
def test_no_translation_and_no_fact_can_bring_in_anything_unsafe(text):
    hostile = Inline(lambda _: Translation(text, "ru"), {"S58": 1})
    for html in (inline().html(text, "en"), hostile.html("a {{ b }} [c]({{ d }})", "en")):
        for tag, attributes in tags(html):
            assert set(attributes) <= ALLOWED[tag], html
            assert SAFE_LINK.fullmatch(attributes.get("href") or "x"), html


def test_a_fact_that_names_itself_is_shown_and_not_followed():
    circle = Inline(lambda _: Translation("{{ a }} {{ a }}", "en"), {})
    assert circle.html("Rule: {{ a }}", "en") == "Rule: <span>{ a }} { a }}</span>"
