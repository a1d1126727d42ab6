"""What every block is and what every question adds: scores, feedback, the two protocols, and how a form is read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, Protocol, Self, TypeAlias

from cbt.content.blocks.source import BlockSource
from cbt.content.markup import Element
from cbt.content.segments import Segment
from cbt.errors import N_, CbtError

Response: TypeAlias = str | list[str] | dict[str, str]
Fields: TypeAlias = Mapping[str, Sequence[str]]
State: TypeAlias = Literal["right", "wrong", "missed"]

FIELD: Final = "response"
"""Name of a question's form field; a part's field is `response-<part id>`."""
POINT: Final = 1000
"""One point in thousandths."""
TRIES: Final = 2
"""Answers allowed in a lesson, if its author does not say."""


class NothingChosen(CbtError):
    """A form was sent without an answer in it."""

    sentence = N_("Nothing is chosen yet. Choose or write an answer, then check it.")


class NotAnAnswer(CbtError):
    """A response does not fit its question.

    `entered` is what the form can show again, as its template takes it for `response`; None when nothing of it fits.
    """

    sentence = N_("This answer does not fit the question. Reload the page and answer again.")

    def __init__(self, entered: Response | None = None, **values: object) -> None:
        super().__init__(**values)
        self.entered = entered


@dataclass(frozen=True, slots=True)
class Score:
    """Points in thousandths: `0 <= raw <= max`, `max > 0`. Success is the full score."""

    raw: int
    max: int

    def __post_init__(self) -> None:
        if not 0 <= self.raw <= self.max or self.max == 0:
            raise ValueError(f"a score of {self.raw} out of {self.max}")

    @property
    def success(self) -> bool:
        """Whether it was answered wholly right."""
        return self.raw == self.max


@dataclass(frozen=True, slots=True)
class About:
    """What every question says of itself besides its task. `tries` counts answers allowed in a lesson, 1 or more."""

    objective: str
    critical: bool = False
    tries: int = TRIES
    title: Segment | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked. `question` is the last paragraph, in the legend; the elements around it may hold figures."""

    before: tuple[Element, ...]
    question: Segment
    after: tuple[Element, ...]

    def segments(self) -> Iterator[Segment]:
        """Yield the segments in reading order."""
        for element in self.before:
            yield from element.segments()
        yield self.question
        for element in self.after:
            yield from element.segments()


@dataclass(frozen=True, slots=True)
class Part:
    """An option, row, name or step as it is shown: its language-free id and its words."""

    id: str
    text: Segment


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner is told after an answer.

    states: by part id, how this choice was judged; before the last try only what the learner chose is judged.
    reasons: by part id, the author's reason for it. why: the general reason, after the last try or a right answer.
    right: by part id, the words of the right answer, where it is shown (`match`, `order`, `number`).
    found, expected, extra: how many were found, of how many, and how many were chosen too many.
    """

    states: Mapping[str, State] = field(default_factory=dict)
    reasons: Mapping[str, Segment] = field(default_factory=dict)
    right: Mapping[str, Segment | str] = field(default_factory=dict)
    why: Segment | None = None
    found: int = 0
    expected: int = 0
    extra: int = 0


class Block(Protocol):
    """Anything between `///` lines. `id` is unique in the course (law variants share theirs)."""

    kind: ClassVar[str]

    @property
    def id(self) -> str:
        """The block's language-free id."""

    @property
    def shown(self) -> Any:
        """What its template gets."""

    @classmethod
    def parse(cls, source: BlockSource) -> Self | None:
        """Read a block; every mistake becomes a Problem of the source. None if it can not be shown or graded."""

    def segments(self) -> Iterator[Segment]:
        """Yield every segment of the block, in reading order, reasons included."""


class Question(Block, Protocol):
    """A block that can be graded. Everything here is pure."""

    @property
    def about(self) -> About:
        """Objective, tries and the like."""

    @property
    def key(self) -> Any:
        """What only `grade`, `feedback` and the review page get."""

    @property
    def points(self) -> int:
        """The greatest raw score, in thousandths."""

    def read(self, fields: Fields) -> Response:
        """Turn form fields (`response`, or `response-<part id>`) into a response in canonical order.

        Raises NothingChosen if there is no answer in them, NotAnAnswer if they do not fit.
        """

    def grade(self, response: Response) -> Score:
        """Return the points for a response that `read` returned."""

    def feedback(self, response: Response, *, last: bool) -> Feedback:
        """Return what to tell after this response; `last` says that no try is left or the answer is right."""

    def task(self) -> dict[str, Any]:
        """Return what makes this question this question, for its revision digest: ids, key, scoring, source words.

        `media` lists the files of the prompt by name, for the digest to put their contents in.
        """


def chosen(fields: Fields) -> list[str]:
    """Return what stands in `response`: no blanks, nothing twice. Raises NotAnAnswer if parts were sent too."""
    refuse_others(fields, ())
    return list(dict.fromkeys(value.strip() for value in fields.get(FIELD, ()) if value.strip()))


def refuse_others(fields: Fields, parts: Collection[str]) -> None:
    """Raise NotAnAnswer if there are fields of other parts than these."""
    known = {f"{FIELD}-{part}" for part in parts}
    if any(name.startswith(f"{FIELD}-") and name not in known for name in fields):
        raise NotAnAnswer
