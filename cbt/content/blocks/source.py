"""One block as its author wrote it: head, options, body lines, and the place to report what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cbt.content import mistakes
from cbt.content.chunks import Line
from cbt.content.markup import Element
from cbt.content.segments import Segment
from cbt.errors import Mistake, Problem

__all__ = ["BlockSource", "Item", "Line"]

ITEM = re.compile(r"^(?:[-*+]|\d+[.)])(?:\s+|$)(?:\[(?P<mark>[ xX])\](?:\s+|$))?(?P<text>.*)$")
FIXED_ID = re.compile(r"\s*\{#(?P<id>[a-z0-9-]+)\}$")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Item:
    """One list item of a question's body: its id, its mark (`x`, blank or none), its words and the reason under it."""

    id: str
    mark: str | None
    text: Line
    why: Line | None


@dataclass(slots=True)
class BlockSource:
    """What a kind's `parse` reads. `options` are the lines under the head, each with its own line number.

    `elements` turns Markdown lines into elements whose texts are segments addressed below this block.
    """

    kind: str
    id: str
    address: str
    path: Path
    line: int
    options: Mapping[str, Line]
    body: tuple[Line, ...]
    elements: Callable[[tuple[Line, ...], str], tuple[Element, ...]]
    problems: list[Problem] = field(default_factory=list)
    made: list[Segment] = field(default_factory=list)
    """Every segment that `segment` returned, for the checks of the dialect."""

    def problem(self, mistake: Mistake, line: int = 0, **values: str) -> None:
        """Report a mistake in this block, at its head unless a line is given."""
        self.problems.append(Problem(self.path, line or self.line, mistake, {"block": self.id, **values}))

    def segment(self, text: Line, part: str) -> Segment:
        """Return the segment for one human text of this block; `part` names it (`option-a`, `why`, `unit`)."""
        words = " ".join(text.text.split())
        note = part.split("-", maxsplit=1)[0]
        segment = Segment(words, f"{self.address}/{part}", text.number, self.path.as_posix(), note)
        self.made.append(segment)
        return segment

    def known_options(self, *names: str) -> None:
        """Report every option of the head that this kind does not know."""
        for name, line in self.options.items():
            if name not in names:
                self.problem(mistakes.UNKNOWN_OPTION, line.number, option=name, known=", ".join(names))

    def parts(self) -> tuple[tuple[Line, ...], tuple[Item, ...], Line | None]:
        """Cut a question's body into the prompt's lines, the list's items and the general reason (`> ...`).

        A reason under an item may be indented by any width; its lines are joined. Text after the list that is
        neither item nor reason is reported.
        """
        return _cut(self)


@dataclass(slots=True)
class _Draft:
    """An item while its lines are still coming."""

    mark: str | None
    number: int
    words: list[str]
    why: list[Line] = field(default_factory=list)

    def more(self, line: Line) -> None:
        """Go on with the reason if it has begun, else with the words."""
        if self.why:
            self.why.append(line)
        else:
            self.words.append(line.text)


def _cut(source: BlockSource) -> tuple[tuple[Line, ...], tuple[Item, ...], Line | None]:
    prompt: list[Line] = []
    drafts: list[_Draft] = []
    why: list[Line] = []
    late = False
    for line in source.body:
        stripped = line.text.strip()
        indented = line.text[:1] in (" ", "\t")
        head = None if indented else ITEM.match(line.text)
        if head:
            late = late or bool(why)
            drafts.append(_Draft(head["mark"], line.number, [head["text"]]))
        elif stripped.startswith(">"):
            under_item = indented and drafts and not why
            (drafts[-1].why if under_item else why).append(Line(line.number, stripped.lstrip("> ")))
        elif not drafts and not why:
            prompt.append(line)
        elif stripped and indented and not why:
            drafts[-1].more(Line(line.number, stripped))
        elif stripped:
            source.problem(mistakes.TEXT_AFTER_LIST, line.number)
    if late:
        source.problem(mistakes.REASON_BEFORE_ITEM, why[0].number)
    return tuple(prompt), _items(source, drafts), _joined(why)


def _joined(lines: list[Line]) -> Line | None:
    words = " ".join(line.text for line in lines if line.text)
    return Line(lines[0].number, words) if words else None


def _items(source: BlockSource, drafts: list[_Draft]) -> tuple[Item, ...]:
    items: list[Item] = []
    for place, draft in enumerate(drafts):
        words = " ".join(draft.words)
        fixed = FIXED_ID.search(words)
        name = fixed["id"] if fixed else _letter(place)
        if any(item.id == name for item in items):
            source.problem(mistakes.SAME_ITEM_ID, draft.number, item=name)
        text = Line(draft.number, FIXED_ID.sub("", words).strip())
        mark = None if draft.mark is None else draft.mark.lower()
        items.append(Item(name, mark, text, _joined(draft.why)))
    return tuple(items)


def _letter(place: int) -> str:
    """Return a, b, ... z, aa, ab ... for a 0-based place."""
    letter = LETTERS[place % 26]
    return letter if place < 26 else _letter(place // 26 - 1) + letter
