"""Match: say which name belongs to which description.

Each line is `- description => name`. `- => name` is a name that fits nothing. The same name may belong to several
descriptions: write it the same way each time. Under a line, indented, `>` tells why; the learner reads it when that row
is right, or after the last try. A line that begins with `>` after the list is the general reason. Each row is worth 1
point. Rows stay in your order; names are shown in another one, the same in every language.

    /// match | base-or-salt
        objective: describe-plant-drugs
        title: Say which is which

    Choose the name that each description points to first.

    - Sticky to brittle mass, brown to black => Opium
    - Slab, dark outside, greenish brown inside => Resin
        > Resin is pressed; opium is poured.
    - => Methamphetamine

    > You will never write these names in a record.
    ///
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cbt.content import mistakes
from cbt.content.blocks.about import about, asked, prompt, reason, reasons
from cbt.content.blocks.parts import Key, chosen_by_part, mixed
from cbt.content.blocks.question import About, Feedback, Fields, NotAnAnswer, Part, Prompt, Response, Score
from cbt.content.blocks.source import BlockSource, Item, Line
from cbt.content.segments import Segment
from cbt.errors import N_

ARROW = "=>"


class RowsLeftOpen(NotAnAnswer):
    """Some descriptions have no name yet. `entered` holds the names that were chosen, so that they stay."""

    sentence = N_("Some descriptions have no name yet: {count} to go. Choose a name for each, then check again.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template gets: the rows in the author's order, the names in another, with ids that tell nothing."""

    id: str
    prompt: Prompt
    rows: tuple[Part, ...]
    names: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Descriptions to be matched with names. A response is name id by row id; rows left open are not in it."""

    kind: ClassVar[str] = "match"

    id: str
    about: About
    shown: Shown
    key: Key

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read prompt, rows, names and reasons; None if there is no prompt or nothing to match."""
        lines, items, why = source.parts()
        head, question = about(source), prompt(source, lines)
        rows, names = _rows(source, items), _names(source, items)
        if len(rows) < 2:
            source.problem(mistakes.TOO_FEW_ROWS)
        elif len(names) < 2:
            source.problem(mistakes.ONE_NAME)
        if question is None or len(rows) < 2 or len(names) < 2:
            return None
        mixed_names = mixed(source.id, "n", names)
        shown = Shown(
            source.id,
            question,
            tuple(Part(item.id, source.segment(_cut(item)[0], f"row-{item.id}")) for item in rows),
            tuple(mixed_names.values()),
        )
        right = {item.id: mixed_names[_words(_cut(item)[1])].id for item in rows}
        return cls(source.id, head, shown, Key(right, reasons(source, rows), reason(source, why)))

    @property
    def points(self) -> int:
        """One point for each row."""
        return self.key.points

    def segments(self) -> Iterator[Segment]:
        """Yield title, prompt, each row with its name and reason as the author wrote them, the general reason."""
        if self.about.title:
            yield self.about.title
        yield from self.shown.prompt.segments()
        parts = (*self.shown.rows, *self.shown.names)
        words = (*(part.text for part in parts), *self.key.reasons.values())
        yield from sorted(words, key=lambda text: text.line)
        if self.key.why:
            yield self.key.why

    def read(self, fields: Fields) -> Response:
        """Return the chosen name by row, in the author's order of rows. Raises RowsLeftOpen too."""
        response = chosen_by_part(fields, tuple(self.key.right))
        if not {name.id for name in self.shown.names}.issuperset(response.values()):
            raise NotAnAnswer
        if len(response) < len(self.key.right):
            raise RowsLeftOpen(response, count=len(self.key.right) - len(response))
        return response

    def grade(self, response: Response) -> Score:
        """Give a point for each row with its name."""
        return self.key.grade(response)

    def feedback(self, response: Response, *, last: bool) -> Feedback:
        """Judge the rows that were answered; at last tell the names of the others, and every reason."""
        names = {name.id: name.text for name in self.shown.names}
        return self.key.feedback(response, names, last=last)

    def task(self) -> dict[str, Any]:
        """Return the words of prompt, rows and names, the ids, the key and the scoring."""
        return {
            "kind": self.kind,
            "format": 1,
            "scoring": "a-point-a-row",
            "rows": [[row.id, row.text.source] for row in self.shown.rows],
            "names": [[name.id, name.text.source] for name in self.shown.names],
            "right": dict(self.key.right),
            **asked(self.shown.prompt),
        }


def _cut(item: Item) -> tuple[Line, Line]:
    """Return an item's description and name."""
    description, _, name = item.text.text.partition(ARROW)
    return Line(item.text.number, description.strip()), Line(item.text.number, name.strip())


def _words(line: Line) -> str:
    """Return the words by which two names are the same: white space does not count."""
    return " ".join(line.text.split())


def _rows(source: BlockSource, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items that are whole rows; report marks, items without a name and reasons that nobody would read."""
    for item in items:
        if item.mark is not None:
            source.problem(mistakes.MISPLACED_MARK, item.text.number)
        if not _words(_cut(item)[1]):
            source.problem(mistakes.ROW_WITHOUT_NAME, item.text.number)
        if item.why and not _words(_cut(item)[0]):
            source.problem(mistakes.REASON_WITHOUT_ROW, item.why.number)
    return tuple(item for item in items if all(_words(side) for side in _cut(item)))


def _names(source: BlockSource, items: tuple[Item, ...]) -> dict[str, Segment]:
    """Return the different names by their words, in the author's order, each addressed by the first item it is in."""
    names: dict[str, Segment] = {}
    for item in items:
        name = _cut(item)[1]
        if _words(name) and _words(name) not in names:
            names[_words(name)] = source.segment(name, f"name-{item.id}")
    return names
