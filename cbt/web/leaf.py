"""The long part of a lesson's page, joined from pieces that were put together once.

A piece depends on the release, the language and the country, and for a question on its sheet; never on the person.
What is the person's own is put into slots that were left for it: a page of 40 blocks costs one joining.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from markupsafe import Markup

from cbt.content.fragment import QUESTION, Fragment, RenderedBlock
from cbt.web.forms import guard_token, new_submission_id
from cbt.web.language import whens
from cbt.web.once import Cut, Kept, fill, once, parts, slot
from cbt.web.player import Sheet, finished

MOST_LESSONS = 200
"""Lessons in one language and country kept in memory; one is some 15 kB."""
MOST_QUESTIONS = 2000
"""Filled questions kept in memory; one is some 4 kB."""
STATES = ("todo", "right", "partly", "wrong")
WAY_BACK = Markup('<span id="_next"></span>')


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What of a lesson's page knows no learner.

    runs: the text before each question and the question's block; the last has no question. places: each block's line
    in the map by the state of its question; a block that is no question has one line, under "".
    """

    runs: tuple[tuple[str, RenderedBlock | None], ...]
    places: tuple[tuple[str, Mapping[str, str]], ...]

    @classmethod
    def of(cls, fragment: Fragment) -> "Skeleton":
        """Put it together."""
        return cls(tuple(_runs(fragment)), tuple((block.id, dict(_lines(block))) for block in fragment.blocks))


SKELETONS: Kept[Skeleton] = Kept(MOST_LESSONS)
QUESTIONS: Kept[Cut] = Kept(MOST_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The blocks of one lesson for one learner.

    ids: of course and lesson. key: what the words depend on, such as release, lesson, language and country.
    wrong: for a question whose answer could not be taken, the finished HTML that stands for its sheet.
    """

    ids: tuple[str, str]
    key: tuple[str, ...]
    fragment: Fragment
    sheets: Mapping[str, Sheet]
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
        skeleton = SKELETONS.get(self.key, lambda: Skeleton.of(self.fragment))
        return {
            "blocks": finished("".join(self._blocks(skeleton))),
            "map": finished("".join(self._map(skeleton))),
            "attempt": self.attempt_id or "",
            "submission": new_submission_id(),
        }

    def _blocks(self, skeleton: Skeleton) -> Iterator[str]:
        first_open, saved, say = self.first_open, _component("components/saved.html", "saved"), whens()
        before, after = _fields(self.attempt_id)
        for text, block in skeleton.runs:
            yield text
            if block is None:
                return
            at = self.saved_at.get(block.id)
            own = {
                "fields": f"{before}{new_submission_id()}{after}",
                "next": WAY_BACK if block.id == first_open else "",
                "saved": once(saved, say(at)) if at else "",
            }
            yield self._question(block).filled(own)

    def _map(self, skeleton: Skeleton) -> Iterator[str]:
        for block_id, lines in skeleton.places:
            yield lines[""] if "" in lines else lines[self.sheets[block_id].state]

    def _question(self, block: RenderedBlock) -> Cut:
        sheet = self.sheets[block.id]
        if block.id in self.wrong:
            return self._filled(block, sheet, self.wrong[block.id])
        return QUESTIONS.get((self.key, block.id, sheet.html), lambda: self._filled(block, sheet, sheet.html))

    def _filled(self, block: RenderedBlock, sheet: Sheet, html: Markup) -> Cut:
        course_id, lesson_id = self.ids
        address = url_for("lesson.answer", course_id=course_id, lesson_id=lesson_id)
        return Cut(_piece("question")(block, block.number == 1, html, sheet.closed, sheet.state, address))


def _runs(fragment: Fragment) -> Iterator[tuple[str, RenderedBlock | None]]:
    text = ""
    for block in fragment.blocks:
        if block.kind == QUESTION:
            yield text, block
            text = ""
        else:
            text += _piece("text")(block, block.number == 1)
    yield text, None


def _fields(attempt_id: UUID | None) -> list[str]:
    """Return what each question's form sends unseen: the HTML before and after its submission id."""
    piece = fill(_piece("fields")(), token=guard_token(), attempt=attempt_id or "", submission=slot("submission"))
    return parts(piece, "submission")


def _lines(block: RenderedBlock) -> Iterator[tuple[str, str]]:
    for state in STATES if block.kind == QUESTION else ("",):
        yield state, _piece("in_map")(block, state)


def with_sentence(sheet: Markup, sentence: str) -> Markup:
    """Return a question's sheet as it was entered, with a sentence that says what was wrong."""
    return finished(_piece("wrong")(sheet, sentence))


def _piece(name: str) -> Any:
    return _component("learn/pieces.html", name)


def _component(template: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(template).module, name)
