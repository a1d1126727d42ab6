"""Choice: pick what is right from a list.

`- [x]` begins a right option and `- [ ]` a wrong one. Under an option, indented, a line that begins with `>` tells why
it is right or wrong; the learner reads it after choosing that option, or after the last try. A line that begins with
`>` after the list is the general reason. One right option gives round buttons and is worth 1 point. Several give square
boxes: one point for each right choice, one off for each wrong one, never below 0. Options stay in your order.

    /// choice | first-entry
        objective: record-neutrally
        title: The first entry

    Which line belongs in the record **before** the laboratory answers?

    - [ ] Opium, 400 g
        > Never name the drug as a fact: the laboratory does that.
    - [x] Brown sticky mass, about 400 g, in cellophane
        > You wrote what you saw.

    > Describe, do not conclude.
    ///
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cbt.content import mistakes
from cbt.content.blocks.about import about, asked, prompt, reason, reasons
from cbt.content.blocks.question import (
    POINT,
    About,
    Feedback,
    Fields,
    NotAnAnswer,
    NothingChosen,
    Part,
    Prompt,
    Response,
    Score,
    State,
    chosen,
)
from cbt.content.blocks.source import BlockSource, Item
from cbt.content.segments import Segment


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template gets. `several` tells boxes from round buttons."""

    id: str
    prompt: Prompt
    options: tuple[Part, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class Key:
    """The ids of the right options, the reasons by option, and the general reason."""

    right: frozenset[str]
    reasons: Mapping[str, Segment]
    why: Segment | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with options, one or several of them right. A response is a list of ids in the author's order."""

    kind: ClassVar[str] = "choice"

    id: str
    about: About
    shown: Shown
    key: Key

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read prompt, options and reasons; None if there is no prompt or not both a right and a wrong option."""
        lines, items, why = source.parts()
        head, question, gradable = about(source), prompt(source, lines), _checked(source, items)
        if question is None or not gradable:
            return None
        options = tuple(Part(item.id, source.segment(item.text, f"option-{item.id}")) for item in items)
        right = frozenset(item.id for item in items if item.mark == "x")
        return cls(
            source.id,
            head,
            Shown(source.id, question, options, len(right) > 1),
            Key(right, reasons(source, items), reason(source, why)),
        )

    @property
    def points(self) -> int:
        """One point for each right option."""
        return POINT * len(self.key.right)

    def segments(self) -> Iterator[Segment]:
        """Yield title, prompt, each option with its reason, the general reason."""
        if self.about.title:
            yield self.about.title
        yield from self.shown.prompt.segments()
        for option in self.shown.options:
            yield option.text
            if option.id in self.key.reasons:
                yield self.key.reasons[option.id]
        if self.key.why:
            yield self.key.why

    def read(self, fields: Fields) -> Response:
        """Return the chosen ids in the author's order."""
        ids = chosen(fields)
        known = [option.id for option in self.shown.options if option.id in ids]
        if len(known) != len(ids) or (len(ids) > 1 and not self.shown.several):
            raise NotAnAnswer
        if not ids:
            raise NothingChosen
        return known

    def grade(self, response: Response) -> Score:
        """Give a point for each right choice, one off for each wrong one, never below 0."""
        hits = len(self.key.right.intersection(response))
        return Score(POINT * max(0, 2 * hits - len(response)), self.points)

    def feedback(self, response: Response, *, last: bool) -> Feedback:
        """Judge what was chosen, with its reasons; at last tell what was missed, and every reason."""
        right, reasons = self.key.right, self.key.reasons
        states: dict[str, State] = {option: "right" if option in right else "wrong" for option in response}
        if last:
            states |= dict.fromkeys(right.difference(response), "missed")
        return Feedback(
            states=states,
            reasons={option: why for option, why in reasons.items() if last or option in response},
            why=self.key.why if last else None,
            found=len(right.intersection(response)),
            expected=len(right),
            extra=len(frozenset(response) - right),
        )

    def task(self) -> dict[str, Any]:
        """Return the words of prompt and options, the ids, the key and the scoring."""
        return {
            "kind": self.kind,
            "format": 1,
            "variant": "several" if self.shown.several else "one",
            "scoring": "right-minus-wrong" if self.shown.several else "all-or-nothing",
            "options": [[option.id, option.text.source] for option in self.shown.options],
            "right": sorted(self.key.right),
            **asked(self.shown.prompt),
        }


def _checked(source: BlockSource, items: tuple[Item, ...]) -> bool:
    """Report what is wrong with the options; return whether there is something to choose and something to get wrong."""
    for item in items:
        if item.mark is None:
            source.problem(mistakes.OPTION_WITHOUT_MARK, item.text.number)
        if not item.text.text:
            source.problem(mistakes.EMPTY_OPTION, item.text.number)
    marks = {item.mark for item in items}
    if len(items) < 2:
        source.problem(mistakes.TOO_FEW_OPTIONS)
    elif "x" not in marks:
        source.problem(mistakes.NO_RIGHT_OPTION)
    elif marks == {"x"}:
        source.problem(mistakes.NO_WRONG_OPTION)
    return len(items) >= 2 and "x" in marks and marks != {"x"}
