"""The kinds of block. To add one: write its module and its template here, list it, write its test."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cbt.content.blocks.callouts import Law, Note, Safety
from cbt.content.blocks.choice import Choice
from cbt.content.blocks.match import Match
from cbt.content.blocks.number import Number
from cbt.content.blocks.order import Order
from cbt.content.blocks.question import Block, Question

QUESTIONS: Final[Mapping[str, type[Question]]] = {kind.kind: kind for kind in (Choice, Match, Order, Number)}
KINDS: Final[Mapping[str, type[Block]]] = {**QUESTIONS, **{kind.kind: kind for kind in (Note, Safety, Law)}}
TEMPLATES: Final = Path(__file__).parent
"""Where each kind's template lies: `<kind>.html`."""


def find(kind: str, kinds: Mapping[str, type[Block]] = KINDS) -> type[Block] | None:
    """Return the kind of this name, or None if there is none."""
    return kinds.get(kind)
