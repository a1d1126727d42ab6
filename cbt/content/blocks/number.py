"""Number: work out or read off a number.

`answer` is the right number, with a point before decimals. `tolerance` is how far off an answer may be and still count,
in the same unit; without it the answer must be exact. `unit` is shown behind the field, so that nobody types it.
Learners may write `1 234,5` or `1234.5`, with Arabic or Persian digits too; a single comma or point always begins the
decimals. A line that begins with `>` is the reason, shown at the end. The question is worth 1 point.

    /// number | net-weight
        objective: record-weights
        answer: 316
        tolerance: 0.5
        unit: g
        title: Weight without the wrapping

    The packet weighs 342 g. Its wrapping alone weighs 26 g. What does the substance weigh?

    > The record gives both weights and says which is which.
    ///
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from cbt.content import mistakes
from cbt.content.blocks.about import about, asked, prompt, reason
from cbt.content.blocks.question import (
    POINT,
    About,
    Feedback,
    Fields,
    NotAnAnswer,
    NothingChosen,
    Prompt,
    Response,
    Score,
    State,
    chosen,
)
from cbt.content.blocks.source import BlockSource
from cbt.content.blocks.written import canonical, written
from cbt.content.segments import Segment
from cbt.errors import N_, Mistake

PART: Final = "answer"
"""The id of a number's only part, in its feedback."""
AUTHORED: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?")


class NotANumber(NotAnAnswer):
    """What was written is no number. `entered` holds it, so that the form can show it again."""

    sentence = N_("This is no number. Write it with digits, such as 12 or 12.5, and without the unit.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template gets."""

    id: str
    prompt: Prompt
    unit: Segment | None


@dataclass(frozen=True, slots=True)
class Key:
    """The right number, how far off an answer may be (0 or more), and the reason."""

    answer: Decimal
    tolerance: Decimal
    why: Segment | None


@dataclass(frozen=True, slots=True)
class Number:
    """A question whose answer is a number. A response is a decimal string without exponent or idle zeros."""

    kind: ClassVar[str] = "number"

    id: str
    about: About
    shown: Shown
    key: Key

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read prompt, answer, tolerance, unit and reason; None if there is no prompt or no answer."""
        lines, items, why = source.parts()
        head, question = about(source, "answer", "tolerance", "unit"), prompt(source, lines)
        if items:
            source.problem(mistakes.LIST_IN_NUMBER, items[0].text.number)
        answer = _authored(source, "answer", mistakes.ANSWER_NO_NUMBER)
        tolerance = _authored(source, "tolerance", mistakes.BAD_TOLERANCE, least=Decimal(0))
        if "answer" not in source.options:
            source.problem(mistakes.NO_ANSWER)
        if question is None or answer is None:
            return None
        unit = source.options.get("unit")
        return cls(
            source.id,
            head,
            Shown(source.id, question, source.segment(unit, "unit") if unit and unit.text.strip() else None),
            Key(answer, tolerance or Decimal(0), reason(source, why)),
        )

    @property
    def points(self) -> int:
        """One point."""
        return POINT

    def segments(self) -> Iterator[Segment]:
        """Yield title, prompt, unit, reason."""
        if self.about.title:
            yield self.about.title
        yield from self.shown.prompt.segments()
        if self.shown.unit:
            yield self.shown.unit
        if self.key.why:
            yield self.key.why

    def read(self, fields: Fields) -> Response:
        """Return the number written, whatever its digits, spaces and signs. Raises NotANumber too."""
        texts = chosen(fields)
        if not texts:
            raise NothingChosen
        if len(texts) > 1:
            raise NotAnAnswer
        number = written(texts[0])
        if number is None:
            raise NotANumber(texts[0])
        return canonical(number)

    def grade(self, response: Response) -> Score:
        """Give the point for a number within the tolerance, its ends included."""
        return Score(POINT * self._holds(response), POINT)

    def feedback(self, response: Response, *, last: bool) -> Feedback:
        """Say whether it is right; at last give the right number and the reason."""
        right = self._holds(response)
        state: State = "right" if right else "wrong"
        return Feedback(
            states={PART: state},
            right={PART: canonical(self.key.answer)} if last and response != canonical(self.key.answer) else {},
            why=self.key.why if last else None,
            found=int(right),
            expected=1,
        )

    def task(self) -> dict[str, Any]:
        """Return the words of prompt and unit, the number and its tolerance."""
        return {
            "kind": self.kind,
            "format": 1,
            "scoring": "within-tolerance",
            "right": canonical(self.key.answer),
            "tolerance": canonical(self.key.tolerance),
            "unit": self.shown.unit.source if self.shown.unit else "",
            **asked(self.shown.prompt),
        }

    def _holds(self, response: Response) -> bool:
        if not isinstance(response, str):
            raise NotAnAnswer
        return abs(Decimal(response) - self.key.answer) <= self.key.tolerance


def _authored(source: BlockSource, option: str, mistake: Mistake, least: Decimal | None = None) -> Decimal | None:
    """Read a number of the head, strictly; report what is none or less than `least`."""
    line = source.options.get(option)
    if line is None:
        return None
    text = line.text.strip()
    number = Decimal(text) if AUTHORED.fullmatch(text) else None
    if number is None or (least is not None and number < least):
        source.problem(mistake, line.number, value=text)
        return None
    return number
