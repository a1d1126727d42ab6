"""What our Markdown refuses: in the lines before Markdown reads them, and in each segment afterwards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cbt.content import mistakes_text
from cbt.content.chunks import Line, Report
from cbt.content.problems import near
from cbt.content.segments import Segment
from cbt.errors import Mistake

INLINE_TAGS: Final = frozenset({"sub", "sup", "bdi", "kbd"})
MAX_LENGTH: Final = 2000
MAX_MARKS: Final = 39
MAX_LOOK: Final = 5 * MAX_LENGTH
"""What is longer still is reported as too long, and not looked at to its end."""
SCHEMES: Final = frozenset({"https", "http", "mailto", "tel"})

SPANS = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
ESCAPES = re.compile(r"\\[\\`*_{}\[\]()>#+.!|<-]")
FACT = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]+>")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\]\(\s*<?([^\s)>]*)")
TAG = re.compile(r"<(?:!--|[!?]|/?(?P<name>[a-zA-Z][a-zA-Z0-9]*)|/)[^<>]*>?")
PLAIN_TAG = re.compile(r"</?([a-z]+)>")
SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
LESSON = re.compile(r"^(?:\d+-)?(?P<id>[a-z][a-z0-9-]*)\.md$")
EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
BLOCK_TAGS = re.compile(
    r"address|article|aside|audio|blockquote|body|button|center|dd|details|div|dl|dt|fieldset|figure|footer|form|frame|h1|h2|h3|h4|h5|h6|head"
    r"|header|hr|html|iframe|input|li|link|main|math|meta|nav|object|ol|p|pre|script|section|style|svg|table|tbody|td|th|tr|ul|video"
)

FORBIDDEN: Final[tuple[tuple[re.Pattern[str], Mistake], ...]] = (
    (re.compile(r"!\[[^\]]*\]?(?:\(\S*)?"), mistakes_text.PICTURE_IN_TEXT),
    (re.compile(r"(?<!\S)\[[ xX]\](?!\S)"), mistakes_text.MARK_IN_TEXT),
    (re.compile(r"(?<!\S)///"), mistakes_text.FENCE_IN_TEXT),
    (re.compile(r"\*\[[^\]]+\]:"), mistakes_text.ABBREVIATION),
    (re.compile(r"(?<!\S)\[[^\]^][^\]]*\]:\s*\S+|\]\s?\[(?!\^)[^\]]*\]"), mistakes_text.REFERENCE_LINK),
    (re.compile(r"\{:[^}]*\}"), mistakes_text.ATTRIBUTES_IN_TEXT),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may refer to: the file names of the course's lessons, and the keys of facts.

    `unsure` says that the file of a country could not be read, so there may be more facts.
    """

    lessons: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()
    unsure: bool = False


def facts_in(source: str) -> Iterator[str]:
    """Yield the keys of the facts that a text inserts."""
    for match in FACT.finditer(_bare(source)):
        yield match[1]


def notes_in(source: str) -> Iterator[str]:
    """Yield the ids of the footnotes that a text refers to, in order."""
    for match in REFERENCE.finditer(_bare(source)):
        yield match[1]


def lesson_id(file: str) -> str:
    """Return the lesson id that a link to `02-plant-drugs.md` or `plant-drugs.md` means; "" if it means none."""
    match = LESSON.match(file)
    return match["id"] if match else ""


def check_segment(segment: Segment, lines: Sequence[Line], known: Known, report: Report) -> None:
    """Report everything that one segment may not hold, at the line where it stands.

    `lines` are the lines of the segment's file; footnotes are not looked at.
    """
    bare = _bare(segment.source)
    find = _Finder(segment, lines)
    _check_size(segment, report)
    _check_tags(bare, find, report)
    _check_facts(bare, find, known, report)
    for pattern, mistake in FORBIDDEN:
        for match in pattern.finditer(bare):
            report(mistake, find.line(match[0]), found=match[0].strip())
    for match in LINK.finditer(PICTURE.sub("", bare)):
        _check_link(match[1], find.line(match[1]), known, report)


def _bare(source: str) -> str:
    """Return the text without code and escaped signs: those are meant as they stand."""
    return ESCAPES.sub("", SPANS.sub("", source[:MAX_LOOK]))


def find_line(segment: Segment, lines: Sequence[Line], piece: str) -> int:
    """Return the line of a piece's first word, looking from the segment's first line to its paragraph's end."""
    words = piece.split()
    for line in lines[segment.line - 1 :]:
        if words and words[0] in line.text:
            return line.number
        if not line.text:
            break
    return segment.line


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds on which of a segment's lines a piece of it stands."""

    segment: Segment
    lines: Sequence[Line]

    def line(self, piece: str) -> int:
        return find_line(self.segment, self.lines, piece)


def _check_size(segment: Segment, report: Report) -> None:
    plain = FACT.sub("", segment.source)
    brackets = plain.count("[") + plain.count("]")
    marks = len(EMPHASIS.findall(plain))
    if len(segment.source) > MAX_LENGTH:
        report(mistakes_text.TOO_LONG, segment.line, count=str(len(segment.source)))
    if brackets > MAX_MARKS:
        report(mistakes_text.TOO_MANY_BRACKETS, segment.line, count=str(brackets))
    if marks > MAX_MARKS:
        report(mistakes_text.TOO_MANY_EMPHASIS_MARKS, segment.line, count=str(marks))


def _check_tags(bare: str, find: _Finder, report: Report) -> None:
    """Report each tag that is not allowed; a closing one only if nothing opened it."""
    opened: set[str] = set()
    for match in TAG.finditer(AUTOLINK.sub("", bare)):
        found, name = match[0], (match["name"] or "").lower()
        plain = PLAIN_TAG.fullmatch(found)
        if (plain and plain[1] in INLINE_TAGS) or (found.startswith("</") and name in opened):
            continue
        opened.add(name)
        if found.startswith("<!--"):
            report(mistakes_text.HTML_COMMENT, find.line(found))
        elif not name or BLOCK_TAGS.fullmatch(name):
            report(mistakes_text.RAW_HTML, find.line(found), found=found)
        else:
            report(mistakes_text.UNKNOWN_TAG, find.line(found), found=found)


def _check_facts(bare: str, find: _Finder, known: Known, report: Report) -> None:
    for match in FACT.finditer(bare):
        if match[1] not in known.facts and not known.unsure:
            near_ones = near(match[1], sorted(known.facts))
            report(mistakes_text.UNKNOWN_FACT, find.line(match[0]), fact=match[1], known=near_ones)
    rest = FACT.sub("", bare)
    for found in re.findall(r"\{\{[^}]*\}*|\}\}", rest):
        report(mistakes_text.BROKEN_FACT, find.line(found), found=found)


def _check_link(target: str, line: int, known: Known, report: Report) -> None:
    scheme = SCHEME.match(target)
    if (scheme and scheme[1].lower() not in SCHEMES) or target.startswith("//"):
        report(mistakes_text.UNSAFE_LINK, line, target=target)
    elif not scheme and lesson_id(target) not in {lesson_id(file) for file in known.lessons}:
        report(mistakes_text.BROKEN_LINK, line, target=target, known=near(target, known.lessons))


# Lines ----------------------------------------------------------------------------------------------------------------

BULLET = re.compile(r"^(?P<indent> *)(?P<mark>[-*+]|\d+\.)(?:\s+\S|$)")
PARENTHESIS = re.compile(r"^ *(?P<mark>\d+\))\s+\S")
QUOTED = re.compile(r"^(?:> ?)+")
NESTING = re.compile(r"^(?:[ >]|[-*+] |\d{1,3}\. )+")
MAX_NESTING: Final = 28
STEP: Final = 4
INNER_CODE = re.compile(r"^(?: |[-*+] |\d+\. )*(?:`{3,}|~{3,})[^`]*$")
INNER_HEADING = re.compile(r"^(?:\s|>|[-*+]\s|\d+\.\s)+#{1,6}\s")
UNDERLINE = re.compile(r"^(?:=+|-{2,})$")
SEPARATOR = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")


def too_deep(lines: Sequence[Line]) -> int:
    """Return the number of the first line that is nested deeper than Markdown can safely be asked to read, or 0."""
    for line in lines:
        if len(line.text) - len(NESTING.sub("", line.text)) > MAX_NESTING:
            return line.number
    return 0


def check_lines(lines: Sequence[Line], report: Report) -> None:
    """Report what Markdown would silently print as text, or read otherwise than it looks, in a run of text."""
    paragraph: list[Line] = []
    for line in [*lines, Line(0, "")]:
        text = QUOTED.sub("", line.text)
        if text:
            paragraph.append(Line(line.number, text))
        elif paragraph:
            _check_paragraph(paragraph, report)
            paragraph = []


def _check_paragraph(paragraph: list[Line], report: Report) -> None:
    indent = _indent(paragraph[0].text)
    if indent % STEP:
        report(mistakes_text.ODD_INDENT, paragraph[0].number)
        return
    inside = [Line(line.number, line.text[min(indent, _indent(line.text)) :]) for line in paragraph]
    if any("|" in SPANS.sub("", line.text) for line in inside) and _check_table(inside, report):
        return
    _check_list(inside, report)
    for line in inside:
        if INNER_HEADING.match(line.text):
            report(mistakes_text.HEADING_LEVEL, line.number)
        if INNER_CODE.match(line.text):
            report(mistakes_text.INDENTED_CODE, line.number)
            return
    for line in inside[1:]:
        if UNDERLINE.match(line.text):
            report(mistakes_text.SETEXT_HEADING, line.number)
            return


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _check_list(paragraph: list[Line], report: Report) -> None:
    first = BULLET.match(paragraph[0].text)
    for line in paragraph:
        parenthesis = PARENTHESIS.match(line.text)
        if parenthesis and (line is paragraph[0] or first):
            report(mistakes_text.LIST_MARK, line.number, found=parenthesis["mark"])
            return
        bullet = BULLET.match(line.text)
        if not bullet or line is paragraph[0]:
            continue
        indent = len(bullet["indent"])
        if not first or (indent == 0 and not first["indent"] and first["mark"][-1:] != bullet["mark"][-1:]):
            report(mistakes_text.GLUED_LIST, line.number)
            return
        if indent % STEP:
            report(mistakes_text.ODD_INDENT, line.number)
            return


def _check_table(paragraph: list[Line], report: Report) -> bool:
    """Check lines that look like a table; False if they hold a `|` but are no table at all."""
    separators = [place for place, line in enumerate(paragraph) if "-" in line.text and SEPARATOR.match(line.text)]
    if separators[:1] != [1]:
        if separators or paragraph[0].text.startswith("|"):
            report(mistakes_text.BROKEN_TABLE, paragraph[0].number)
        elif glued := [line for line in paragraph if line.text.startswith("|")]:
            report(mistakes_text.BROKEN_TABLE, glued[0].number)
        else:
            return False
        return True
    columns = _cells(paragraph[0].text)
    if _cells(paragraph[1].text) != columns:
        report(mistakes_text.BROKEN_TABLE, paragraph[1].number)
        return True
    for row in paragraph[2:]:
        if (cells := _cells(row.text)) != columns:
            report(mistakes_text.UNEVEN_ROW, row.number, cells=str(cells), columns=str(columns))
    return True


def _cells(row: str) -> int:
    bare = SPANS.sub("", row.replace("\\|", "")).strip()
    return bare.removeprefix("|").removesuffix("|").count("|") + 1
