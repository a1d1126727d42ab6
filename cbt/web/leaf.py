"""The long part of a lesson's page, joined from pieces that were put together once.

A piece depends on the release, the language and the country, and for a question on its sheet; never on the person.
What is the person's own is put into slots that were left for it: a page of 40 blocks costs one joining.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import get_template_attribute, url_for
from markupsafe import Markup

from cbt.content.fragment import QUESTION, Fragment, RenderedBlock
from cbt.web.forms import guard_token, new_submission_id
from cbt.web.language import whens
from cbt.web.once import Cut, Kept, html, once
from cbt.web.player import Sheet, finished

MOST_LESSONS = 200
"""Lessons in one language and country kept in memory; one is some 15 kB."""
MOST_QUESTIONS = 2000
"""Filled questions kept in memory; one is some 4 kB."""
STATES = ("todo", "right", "partly", "wrong")
WAY_BACK = b'<span id="_next"></span>'


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What of a lesson's page knows no learner.

    runs: the text before each question and the question's block; the last has no question. places: each block's line
    in the map by the state of its question; a block that is no question has one line, under "". fields: what each
    question's form sends unseen.
    """

    runs: tuple[tuple[bytes, RenderedBlock | None], ...]
    places: tuple[tuple[str, Mapping[str, bytes]], ...]
    fields: Cut

    @classmethod
    def of(cls, fragment: Fragment) -> "Skeleton":
        """Put it together."""
        places = tuple((block.id, dict(_lines(block))) for block in fragment.blocks)
        return cls(tuple(_runs(fragment)), places, Cut(_piece("fields")()))


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
    def slots(self) -> Mapping[str, bytes]:
        """What is put into the slots of the lesson's page."""
        skeleton = SKELETONS.get(self.key, lambda: Skeleton.of(self.fragment))
        own = {"token": html(guard_token()), "attempt": html(self.attempt_id or "")}
        return {
            "blocks": b"".join(self._blocks(skeleton, own)),
            "map": b"".join(self._map(skeleton)),
            "attempt": own["attempt"],
            "submission": new_submission_id().encode(),
        }

    def _blocks(self, skeleton: Skeleton, own: Mapping[str, bytes]) -> Iterator[bytes]:
        first_open, saved, say = self.first_open, get_template_attribute("components/saved.html", "saved"), whens()
        for text, block in skeleton.runs:
            yield text
            if block is None:
                return
            at = self.saved_at.get(block.id)
            filled = {
                "fields": skeleton.fields.filled({**own, "submission": new_submission_id().encode()}),
                "next": WAY_BACK if block.id == first_open else b"",
                "saved": once(saved, say(at)).encode() if at else b"",
            }
            yield self._question(block).filled(filled)

    def _map(self, skeleton: Skeleton) -> Iterator[bytes]:
        for block_id, lines in skeleton.places:
            yield lines[""] if "" in lines else lines[self.sheets[block_id].state]

    def _question(self, block: RenderedBlock) -> Cut:
        sheet = self.sheets[block.id]
        if block.id in self.wrong:
            return self._filled(block, sheet, self.wrong[block.id])
        return QUESTIONS.get((self.key, block.id, sheet.html), lambda: self._filled(block, sheet, sheet.html))

    def _filled(self, block: RenderedBlock, sheet: Sheet, inside: Markup) -> Cut:
        course_id, lesson_id = self.ids
        address = url_for("lesson.answer", course_id=course_id, lesson_id=lesson_id)
        return Cut(_piece("question")(block, block.number == 1, inside, sheet.closed, sheet.state, address))


def _runs(fragment: Fragment) -> Iterator[tuple[bytes, RenderedBlock | None]]:
    text = ""
    for block in fragment.blocks:
        if block.kind == QUESTION:
            yield text.encode(), block
            text = ""
        else:
            text += _piece("text")(block, block.number == 1)
    yield text.encode(), None


def _lines(block: RenderedBlock) -> Iterator[tuple[str, bytes]]:
    for state in STATES if block.kind == QUESTION else ("",):
        yield state, _piece("in_map")(block, state).encode()


def with_sentence(sheet: Markup, sentence: str) -> Markup:
    """Return a question's sheet as it was entered, with a sentence that says what was wrong."""
    return finished(_piece("wrong")(sheet, sentence))


def _piece(name: str) -> Any:
    return get_template_attribute("learn/pieces.html", name)
