"""The long part of a lesson's page, joined from pieces that were put together once.

A piece depends on the release, the language and the country, and for a question on its sheet; never on the person.
What is the person's own is put into slots that were left for it: a page of 40 blocks costs one joining.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from markupsafe import Markup, escape

from cbt.content.fragment import QUESTION, Fragment, RenderedBlock
from cbt.web.forms import guard_token, new_submission_id
from cbt.web.language import when
from cbt.web.once import PIECES, fill, once
from cbt.web.player import Sheet, finished

WAY_BACK = Markup('<span id="_next"></span>')


@dataclass(frozen=True, slots=True)
class Leaf:
    """The blocks of one lesson for one learner.

    key: what the words depend on, such as release, lesson, language and country. address: where answers are sent.
    wrong: for a question whose answer could not be taken, the finished HTML that stands for its sheet.
    """

    key: tuple[str, ...]
    fragment: Fragment
    sheets: Mapping[str, Sheet]
    address: str
    attempt_id: UUID | None
    saved_at: Mapping[str, datetime]
    wrong: Mapping[str, Markup]

    @property
    def first_open(self) -> str | None:
        """The id of the first question without an answer: where the learner goes on."""
        return next((sheet.id for sheet in self.sheets.values() if sheet.state == "todo"), None)

    @property
    def slots(self) -> Mapping[str, object]:
        """What is put into the slots of the lesson's page."""
        return {
            "blocks": self.blocks,
            "map": self.map,
            "attempt": self.attempt_id or "",
            "submission": new_submission_id(),
        }

    @property
    def blocks(self) -> Markup:
        """All blocks in reading order."""
        return finished("".join(self._blocks()))

    @property
    def map(self) -> Markup:
        """The lines of the lesson's map."""
        return finished("".join(self._place(block) for block in self.fragment.blocks))

    def _blocks(self) -> Iterator[str]:
        attempt = self.attempt_id or ""
        own = (
            f'<input type="hidden" name="csrf_token" value="{escape(guard_token())}">'
            f'<input type="hidden" name="attempt" value="{attempt}">'
            '<input type="hidden" name="submission_id" value="{}">'
        )
        first_open = self.first_open
        for block in self.fragment.blocks:
            if block.kind != QUESTION:
                yield self._text(block)
                continue
            at = self.saved_at.get(block.id)
            yield fill(
                self._question(block),
                fields=finished(own.format(new_submission_id())),
                next=WAY_BACK if block.id == first_open else "",
                saved=once(_component("components/saved.html", "saved"), when(at)) if at else "",
            )

    def _text(self, block: RenderedBlock) -> str:
        return PIECES.get((*self.key, block.number), lambda: _piece("text")(block, block.number == 1))

    def _question(self, block: RenderedBlock) -> Markup:
        sheet = self.sheets[block.id]
        if block.id in self.wrong:
            return self._filled(block, sheet, self.wrong[block.id])
        return PIECES.get((*self.key, block.number, sheet.html), lambda: self._filled(block, sheet, sheet.html))

    def _filled(self, block: RenderedBlock, sheet: Sheet, html: Markup) -> Markup:
        question = _piece("question")
        return finished(question(block, block.number == 1, html, sheet.closed, sheet.state, self.address))

    def _place(self, block: RenderedBlock) -> str:
        state = self.sheets[block.id].state if block.kind == QUESTION else ""
        return PIECES.get((*self.key, block.number, "map", state), lambda: _piece("in_map")(block, state))


def with_sentence(sheet: Markup, sentence: str) -> Markup:
    """Return a question's sheet as it was entered, with a sentence that says what was wrong."""
    return finished(_piece("wrong")(sheet, sentence))


def _piece(name: str) -> Any:
    return _component("learn/pieces.html", name)


def _component(template: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(template).module, name)
