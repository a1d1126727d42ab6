"""Questions of several parts, each answered with one of several values: how they are read, scored and judged."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cbt.content.blocks.question import (
    FIELD,
    POINT,
    Feedback,
    Fields,
    NotAnAnswer,
    NothingChosen,
    Part,
    Response,
    Score,
    State,
    refuse_others,
)
from cbt.content.segments import Segment


@dataclass(frozen=True, slots=True)
class Key:
    """By part, in the author's order: its right value, and the reason. `why` is the general reason."""

    right: Mapping[str, str]
    reasons: Mapping[str, Segment]
    why: Segment | None

    @property
    def points(self) -> int:
        """One point for each part, in thousandths."""
        return POINT * len(self.right)

    def grade(self, response: Response) -> Score:
        """Give a point for each part that has its right value."""
        given = _given(response)
        return Score(POINT * sum(given.get(part) == value for part, value in self.right.items()), self.points)

    def feedback(self, response: Response, words: Mapping[str, Segment | str], *, last: bool) -> Feedback:
        """Judge the parts that were answered; at last tell the right words of the others, and every reason.

        `words` are those of each value. A part's reason tells its right value, so before the last try only parts that
        are right show theirs.
        """
        states = self._states(_given(response), last=last)
        return Feedback(
            states=states,
            reasons={part: why for part, why in self.reasons.items() if last or states.get(part) == "right"},
            right={part: words[value] for part, value in self.right.items() if last and states[part] != "right"},
            why=self.why if last else None,
            found=sum(state == "right" for state in states.values()),
            expected=len(self.right),
        )

    def _states(self, given: Mapping[str, str], *, last: bool) -> dict[str, State]:
        states: dict[str, State] = {}
        for part, value in self.right.items():
            if part in given:
                states[part] = "right" if given[part] == value else "wrong"
            elif last:
                states[part] = "missed"
        return states


def _given(response: Response) -> dict[str, str]:
    if not isinstance(response, dict):
        raise NotAnAnswer
    return response


def chosen_by_part(fields: Fields, parts: Sequence[str]) -> dict[str, str]:
    """Return what stands in `response-<part>` for each of the parts that was answered, in their order.

    Raises NothingChosen if none was, NotAnAnswer for another part or for two answers to one part.
    """
    refuse_others(fields, parts)
    if any(value.strip() for value in fields.get(FIELD, ())):
        raise NotAnAnswer
    response: dict[str, str] = {}
    for part in parts:
        values = {value.strip() for value in fields.get(f"{FIELD}-{part}", ())} - {""}
        if len(values) > 1:
            raise NotAnAnswer
        if values:
            response[part] = values.pop()
    if not response:
        raise NothingChosen
    return response


def mixed(block: str, prefix: str, texts: Mapping[str, Segment]) -> dict[str, Part]:
    """Return what is shown for each text, in the order shown: with ids `<prefix>1` and on, by the author's item ids.

    Order and ids depend on the block's id and the source words alone: they are the same on every box and in every
    language, and the same whichever text is right where. So nothing of the key is in them.
    """
    order = sorted(texts, key=lambda item: hashlib.sha256(f"{block}\n{texts[item].source}".encode()).digest())
    return {item: Part(f"{prefix}{place}", texts[item]) for place, item in enumerate(order, 1)}
