"""A lesson's elements as HTML, with words that are rendered already: string work only, cheap enough for a request."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from cbt.content.markup import Element
from cbt.content.segments import Segment

ALT: Final = "alt text"
"""The note of a segment that stands in an attribute. Its words are finished attributes: `alt="..."`, maybe `lang`."""


def elements_html(elements: Iterable[Element], words: Mapping[str, str], media_base: str) -> str:
    """Return elements as HTML. `words` is the finished HTML by segment address; pictures lie below `media_base`."""
    return "".join(_element(element, words, media_base) for element in elements)


def figure_html(src: str, size: tuple[str, str], alt: str, caption: str, credit: str) -> str:
    """Return a picture with caption and credit; `alt` is finished attributes, `caption` finished HTML or empty."""
    width, height = size
    picture = f'<img src="{escape(src)}" width="{escape(width)}" height="{escape(height)}" {alt} loading="lazy">'
    below = " ".join(filter(None, (caption, f'<span class="credit">{escape(credit)}</span>')))
    return f'<figure class="figure">{picture}<figcaption class="caption">{below}</figcaption></figure>'


def media_url(media_base: str, file: str) -> str:
    """Return the address of a picture."""
    return media_base + quote(file)


def _element(element: Element, words: Mapping[str, str], media_base: str) -> str:
    if element.tag == "figure":
        return _figure(element, words, media_base)
    if element.tag == "hr":
        return "<hr>"
    inside = "".join(_child(child, words, media_base) for child in element.children)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes)
    if element.tag == "pre":
        return f'<pre dir="ltr"{attributes}><code>{inside}</code></pre>'
    if element.tag == "th":
        attributes += ' scope="col"'
    if element.tag == "table":
        return f'<div class="scroll" tabindex="0"><table class="table"{attributes}>{inside}</table></div>'
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _child(child: Element | Segment | str, words: Mapping[str, str], media_base: str) -> str:
    if isinstance(child, Element):
        return _element(child, words, media_base)
    return words[child.address] if isinstance(child, Segment) else escape(child, quote=False)


def _figure(element: Element, words: Mapping[str, str], media_base: str) -> str:
    given = dict(element.attributes)
    texts = {segment.note == ALT: words[segment.address] for segment in element.segments()}
    return figure_html(
        media_url(media_base, given["src"]),
        (given["width"], given["height"]),
        texts[True],
        texts.get(False, ""),
        given["credit"],
    )
