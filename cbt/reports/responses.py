"""Responses as pieces that can be counted and put into words, for any kind of question. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from cbt.content.blocks.question import Part, Question, Response
from cbt.content.segments import Segment


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing chosen: an option or a written value (`part` is None), or the value given to a part."""

    part: str | None
    value: str

    @property
    def response(self) -> list[str] | dict[str, str]:
        """The piece alone, as a response of a question with parts."""
        return [self.value] if self.part is None else {self.part: self.value}


@dataclass(frozen=True, slots=True)
class Said:
    """A piece in words: the part's, if there is one, and the value's; a string where the value is no words."""

    part: Segment | None
    value: Segment | str


def pieces(response: Response) -> tuple[Piece, ...]:
    """Return what one response chose, in its own order."""
    if isinstance(response, dict):
        return tuple(Piece(part, value) for part, value in response.items())
    if isinstance(response, list):
        return tuple(Piece(None, value) for value in response)
    return (Piece(None, response),)


def said(question: Question, piece: Piece) -> Said:
    """Return a piece in the words that its question shows; an id that it does not know stays as it is."""
    lists = tuple(_lists(question.shown))
    if piece.part is None:
        return Said(None, _words(lists[:1], piece.value) or piece.value)
    return Said(_words(lists[:1], piece.part), _words(lists[1:], piece.value) or piece.value)


def options(question: Question) -> tuple[Piece, ...]:
    """Return all that can be chosen in a question which is answered with a list, in the order shown."""
    first = next(_lists(question.shown), {})
    return tuple(Piece(None, option) for option in first)


def is_right(question: Question, piece: Piece, response: Response) -> bool:
    """Tell whether a piece of a response to a question is right."""
    states = question.feedback(response, last=False).states
    state = states.get(piece.part or piece.value)
    return (state or next(iter(states.values()), None)) == "right" if isinstance(response, str) else state == "right"


def _lists(shown: object) -> Iterator[Mapping[str, Segment]]:
    """Yield the lists of parts that a question shows: what is answered first, then what it is answered with."""
    for field in fields(shown) if is_dataclass(shown) and not isinstance(shown, type) else ():
        found = getattr(shown, field.name)
        if isinstance(found, tuple) and found and all(isinstance(part, Part) for part in found):
            yield {part.id: part.text for part in found}


def _words(lists: tuple[Mapping[str, Segment], ...], name: str) -> Segment | None:
    return next((words[name] for words in lists if name in words), None)
