"""Inline Markdown of one segment into HTML that is safe, whatever its author, its translator or a fact says."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import AutolinkInlineProcessor, HtmlInlineProcessor, InlineProcessor
from markdown.postprocessors import AndSubstitutePostprocessor, RawHtmlPostprocessor
from markdown.serializers import to_html_string
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import AtomicString

from cbt.content.catalogue import Translation, direction
from cbt.content.dialect import AUTOLINK, FACT, INLINE_TAGS, REFERENCE, SCHEME, SCHEMES, lesson_id

Facts = Callable[[str], Translation]

CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BRACES: Final = re.compile(r"\{+")
NOTE_LINK: Final = re.compile(r"#note-[\w-]+")
TAG: Final = rf"(</?(?:{'|'.join(sorted(INLINE_TAGS))})>)"
REFUSED: Final = (
    *("reference", "short_reference", "image_link", "image_reference", "short_image_ref"),
    *("automail", "linebreak"),
)
"""Of Python-Markdown's inline patterns those that the dialect does not have."""
OUTSIDE: Final = frozenset({"http", "https"})
COMMON: Final = frozenset({"class", "lang", "dir"})
SAFE: Final = nh3.Cleaner(
    tags={"em", "strong", "code", "a", "span", *INLINE_TAGS},
    attributes={"*": set(COMMON), "a": {"href", "rel", "role"}},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
BARE: Final = nh3.Cleaner(tags=set())


class Inline:
    """Turns texts into HTML, one after another; nothing of one text is left for the next.

    Make one for each rendering and never share it between threads: Python-Markdown keeps state.
    """

    def __init__(self, facts: Facts, notes: Mapping[str, int], lesson_base: str = "") -> None:
        """Take the facts by key, the numbers of the notes by id, and what comes before a lesson's id in a link."""
        self._lesson_base = lesson_base
        self._markdown = markdown = Markdown()
        patterns = markdown.inlinePatterns
        for name in REFUSED:
            patterns.deregister(name)
        self._fact = _Fact(facts)
        patterns.register(self._fact, "fact", 185)
        patterns.register(_Reference(notes), "note", 175)
        patterns.register(AutolinkInlineProcessor(f"<({AUTOLINK.pattern[1:-1]})>", markdown), "autolink", 120)
        patterns.register(HtmlInlineProcessor(TAG, markdown), "html", 90)
        self._unescape = UnescapeTreeprocessor(markdown)
        self._trees = (InlineTree(markdown), _AttributeLists(markdown), self._unescape)
        markdown.treeprocessors.register(self._trees[0], "inline", 20)
        self._last = (RawHtmlPostprocessor(markdown), AndSubstitutePostprocessor(markdown))

    def html(self, text: str, language: str) -> str:
        """Return a segment's text as HTML; `language` is the language it is written in.

        The HTML holds em, strong, code, a, span, sub, sup, bdi, kbd and nothing else, with balanced tags. A reference
        to a note that is not there is left out; a link that leads nowhere allowed is shown as its words.
        """
        self._markdown.reset()
        self._fact.around = language
        root = Element("div")
        words = SubElement(root, "span")
        words.text = CONTROL.sub("", text)
        for tree in self._trees:
            tree.run(root)
        for element in words.iter():
            self._tidy(element)
        html = to_html_string(words)
        for process in self._last:
            html = process.run(html)
        return SAFE.clean(html.removeprefix("<span>").removesuffix("</span>"))

    def plain(self, text: str, language: str) -> str:
        """Return a segment's text without any mark-up or reference, not escaped."""
        return unescape(BARE.clean(self.html(REFERENCE.sub("", text), language))).strip()

    def _tidy(self, element: Element) -> None:
        """Leave only attributes that we gave, or that an attribute list may give."""
        kept = {name: value for name, value in element.items() if name in COMMON and value}
        if element.tag == "a":
            kept |= self._link(self._unescape.unescape(element.get("href", "")).strip())
            element.tag = "a" if "href" in kept else "span"
        element.attrib.clear()
        element.attrib.update(kept)

    def _link(self, target: str) -> dict[str, str]:
        if NOTE_LINK.fullmatch(target):
            return {"href": target, "role": "doc-noteref"}
        if lesson := lesson_id(target):
            return {"href": self._lesson_base + lesson}
        scheme = SCHEME.match(target)
        if scheme is None or scheme[1].lower() not in SCHEMES:
            return {}
        return {"href": target} | ({"rel": "noreferrer noopener"} if scheme[1].lower() in OUTSIDE else {})


class _Fact(InlineProcessor):
    """`{{ key }}`: the words of a fact, marked when they are of another language than the text around them."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(FACT.pattern)
        self.facts = facts
        self.around = ""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the fact as an element; the patterns after this one go on with its words."""
        fact = self.facts(m[1])
        element = Element("span", marks(fact, self.around))
        element.text = BRACES.sub("{", CONTROL.sub("", fact.text))  # a fact that names a fact would never end
        return element, m.start(0), m.end(0)


class _Reference(InlineProcessor):
    """`[^S58]`: the number of a note, leading to it."""

    def __init__(self, notes: Mapping[str, int]) -> None:
        super().__init__(REFERENCE.pattern)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the number, raised; nothing if there is no such note."""
        if m[1] not in self.notes:
            return "", m.start(0), m.end(0)
        raised = Element("sup")
        SubElement(raised, "a", {"href": f"#note-{m[1]}"}).text = AtomicString(str(self.notes[m[1]]))
        return raised, m.start(0), m.end(0)


class _AttributeLists(AttrListTreeprocessor):
    """Attribute lists behind a piece of text: with a colon only, since braces alone may be meant as they stand."""

    INLINE_RE = re.compile(r"^\{:[ ]*([^}\n ][^}\n]*)\}")  # type: ignore[misc]


def marks(translation: Translation, around: str) -> dict[str, str]:
    """Return the attributes that tell a text from what is around it, in language `around`; none if nothing does."""
    foreign = translation.language != around
    found: dict[str, str] = {}
    if translation.state == "stale":
        found["class"] = "stale"
    elif foreign and translation.state == "missing":
        found["class"] = "fallback"
    if foreign:
        found |= {"lang": translation.language, "dir": direction(translation.language)}
    return found
