"""Elements as HTML, with words that are finished already."""

import pytest

from cbt.content.elements import elements_html
from cbt.content.markup import Element
from cbt.content.segments import Segment

ALT = Segment("A cake", "a#b/figure/alt", 1, "a.md", "alt text")
CAPTION = Segment("What lies there.", "a#b/figure/caption", 2, "a.md", "caption")
WORDS = {
    "a:1": "<em>One</em>",
    "a:2": "Two",
    ALT.address: 'alt="A &quot;cake&quot;" lang="en"',
    CAPTION.address: "There.",
}
ONE, TWO = Segment("*One*", "a:1", 1, "a.md"), Segment("Two", "a:2", 1, "a.md")
PICTURE = (("src", "cake a.svg"), ("width", "960"), ("height", "600"), ("credit", "A & B"))


@pytest.mark.parametrize(
    ("element", "html"),
    [
        (Element("p", (), (ONE,)), "<p><em>One</em></p>"),
        (Element("hr"), "<hr>"),
        (Element("p", (("class", "a b"), ("lang", '"x')), (TWO,)), '<p class="a b" lang="&quot;x">Two</p>'),
        (
            Element("ol", (("start", "3"),), (Element("li", (), (ONE, Element("ul", (), ()))),)),
            '<ol start="3"><li><em>One</em><ul></ul></li></ol>',
        ),
        (
            Element("pre", (("data-language", "text"),), ("[x] <b>\n",)),
            '<pre dir="ltr" data-language="text"><code>[x] &lt;b&gt;\n</code></pre>',
        ),
    ],
)
def test_each_element_becomes_its_tag(element, html):
    assert elements_html([element], WORDS, "/m/") == html


def test_a_table_can_be_scrolled_with_the_keyboard_and_names_its_columns():
    head = Element("th", (("data-align", "right"),), (TWO,))
    html = elements_html([Element("table", (), (Element("tr", (), (head,)),))], WORDS, "")
    assert html == (
        '<div class="scroll" tabindex="0"><table class="table">'
        '<tr><th data-align="right" scope="col">Two</th></tr></table></div>'
    )


@pytest.mark.parametrize(("texts", "caption"), [((ALT, CAPTION), "There. "), ((ALT,), "")])
def test_a_picture_has_its_alternative_text_its_caption_and_its_credit(texts, caption):
    assert elements_html([Element("figure", PICTURE, texts)], WORDS, "/m/") == (
        '<figure class="figure">'
        '<img src="/m/cake%20a.svg" width="960" height="600" alt="A &quot;cake&quot;" lang="en" loading="lazy">'
        f'<figcaption class="caption">{caption}<span class="credit">A &amp; B</span></figcaption></figure>'
    )


def test_elements_follow_each_other():
    assert elements_html([Element("p", (), (TWO,)), Element("hr")], WORDS, "") == "<p>Two</p><hr>"
