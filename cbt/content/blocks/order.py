"""Order: put steps in the right order.

Write the steps as a numbered list in the right order; learners see them mixed, in the same way in every language, and
give each one its place. How they are mixed hangs on their words alone, so now and then it is the right order. Under a
step, indented, `>` tells why it stands there; the learner reads it when the step is in its place, or after the last
try. A line that begins with `>` after the list is the general reason. Each step in its right place is worth 1 point.

    /// order | opening-a-packet
        objective: secure-the-find
        title: Before anything is opened

    What comes first? Give each step its place.

    1. Stop, step back and close the area
        > Nobody else should touch what you have not understood.
    2. Put on gloves and mask
    3. Call two witnesses
    4. Photograph the find where it lies

    > First people, then proof.
    ///
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cbt.content import mistakes
from cbt.content.blocks.about import about, asked, prompt, reason, reasons
from cbt.content.blocks.parts import Key, chosen_by_part, mixed
from cbt.content.blocks.question import About, Feedback, Fields, NotAnAnswer, Part, Prompt, Response, Score
from cbt.content.blocks.source import BlockSource, Item
from cbt.content.segments import Segment
from cbt.errors import N_


class SamePlace(NotAnAnswer):
    """Two steps were given the same place. `entered` holds what was chosen, so that the form can show it again."""

    sentence = N_("Two steps have the same place. Give each step a place of its own, then check again.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template gets: the steps, mixed, with ids that tell nothing, and the places 1 to n as values."""

    id: str
    prompt: Prompt
    steps: tuple[Part, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Steps to be put in order. A response is place by step id; steps left open are not in it."""

    kind: ClassVar[str] = "order"

    id: str
    about: About
    shown: Shown
    key: Key

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read prompt, steps and reasons; None if there is no prompt or nothing to order."""
        lines, items, why = source.parts()
        head, question = about(source), prompt(source, lines)
        _report(source, items)
        if question is None or len(items) < 2:
            return None
        steps = mixed(source.id, "s", {item.id: source.segment(item.text, f"step-{item.id}") for item in items})
        right = {steps[item.id].id: str(place) for place, item in enumerate(items, 1)}
        whys = {steps[item].id: why for item, why in reasons(source, items).items()}
        shown = Shown(source.id, question, tuple(steps.values()), tuple(right.values()))
        return cls(source.id, head, shown, Key(right, whys, reason(source, why)))

    @property
    def points(self) -> int:
        """One point for each step."""
        return self.key.points

    def segments(self) -> Iterator[Segment]:
        """Yield title, prompt, each step with its reason in the right order, the general reason."""
        if self.about.title:
            yield self.about.title
        yield from self.shown.prompt.segments()
        words = {step.id: step.text for step in self.shown.steps}
        for step in self.key.right:
            yield words[step]
            if step in self.key.reasons:
                yield self.key.reasons[step]
        if self.key.why:
            yield self.key.why

    def read(self, fields: Fields) -> Response:
        """Return the chosen place by step, in the order shown. Raises SamePlace too."""
        response = chosen_by_part(fields, tuple(step.id for step in self.shown.steps))
        if not set(self.shown.places).issuperset(response.values()):
            raise NotAnAnswer
        if len(set(response.values())) < len(response):
            raise SamePlace(response)
        return response

    def grade(self, response: Response) -> Score:
        """Give a point for each step in its right place."""
        return self.key.grade(response)

    def feedback(self, response: Response, *, last: bool) -> Feedback:
        """Judge the steps that were placed; at last tell the places of the others, and every reason."""
        places = {place: place for place in self.shown.places}
        return self.key.feedback(response, places, last=last)

    def task(self) -> dict[str, Any]:
        """Return the words of prompt and steps, the ids in the right order and the scoring."""
        words = {step.id: step.text.source for step in self.shown.steps}
        return {
            "kind": self.kind,
            "format": 1,
            "scoring": "a-point-a-place",
            "steps": [[step, words[step]] for step in self.key.right],
            **asked(self.shown.prompt),
        }


def _report(source: BlockSource, items: tuple[Item, ...]) -> None:
    """Report marks, steps without words and too few of them."""
    for item in items:
        if item.mark is not None:
            source.problem(mistakes.MISPLACED_MARK, item.text.number)
        if not item.text.text:
            source.problem(mistakes.EMPTY_OPTION, item.text.number)
    if len(items) < 2:
        source.problem(mistakes.TOO_FEW_STEPS)
