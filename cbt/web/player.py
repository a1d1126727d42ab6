"""A lesson's page put together: finished fragments, and each question's sheet filled with what was answered.

Nothing here reads Markdown or a catalogue: words come rendered from the shelf, and a filled sheet is kept, because it
depends on question, response and language alone, never on the person.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from cbt.content.blocks.question import POINT, Question, Response
from cbt.content.elements import elements_html
from cbt.content.markup import Element
from cbt.content.rendering import UNKNOWN_FACT, Callout
from cbt.content.segments import Segment
from cbt.db import AnyRow
from cbt.library.shelf import Book, Reader, media_base
from cbt.web import language, seat
from cbt.web.language import formatted, gettext
from cbt.web.once import Kept

MOST_SHEETS = 2000
"""Filled question sheets kept in memory; one is some 3 kB."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a learner has answered to one question so far: response, points of it in thousandths, tries used."""

    response: Response
    raw: int
    tries: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question as it is shown now.

    state: todo, right, partly or wrong. closed: no try is left, or it is right. html: all that stands in the form
    but its hidden fields and buttons; head, options and verdict.
    """

    id: str
    state: str
    closed: bool
    html: Markup


@dataclass(frozen=True, slots=True)
class Wording:
    """Words a question is shown in: finished HTML by segment address, where its pictures lie, whose words they are."""

    release: str
    language: str
    country: str
    words: Mapping[str, str]
    media_base: str


SHEETS: Kept[Sheet] = Kept(MOST_SHEETS)


def finished(html: str) -> Markup:
    """Return HTML that content has rendered and cleaned as what it is."""
    return Markup(html)  # noqa: S704 - content cleans with nh3 by an allow-list, and its own strings are escaped


def reader() -> Reader:
    """Return for whom this request renders: the viewer's language and country."""
    country = seat.person().country
    tag = language.locale().tag
    return Reader(tag, country.lower() if country else None, render_callout, unknown_fact)


def unknown_fact() -> str:
    """Return what stands for a fact that nobody gave."""
    return gettext(UNKNOWN_FACT)


def render_callout(callout: Callout) -> str:
    """Fill a callout's template in the language of the request that first asks for it."""
    template = current_app.jinja_env.get_template(f"{callout.block.kind}.html")
    facts = [
        {"source": fact.source, "checked": formatted().day(fact.checked), "review_by": formatted().day(fact.review_by)}
        for fact in callout.facts
    ]
    return template.render(
        shown=callout.block.shown,
        elements=lambda elements: finished(callout.elements(elements)),
        country_name=callout.country,
        facts_used=facts,
    )


def wording_of(book: Book, found_words: Mapping[str, str], who: Reader) -> Wording:
    """Return the words of a lesson's or a bank's questions for one reader."""
    return Wording(book.digest, who.language, who.country or "", found_words, media_base(book))


def sheet(question: Question, wording: Wording, row: AnyRow | None) -> Sheet:
    """Return a lesson's question with what was answered, an answer's row, and what is to be said about it."""
    given = None if row is None else (row.response, row.score_raw, row.tries)
    key = (wording.release, wording.language, wording.country, question.id, given)
    return SHEETS.get(key, lambda: _filled(question, wording, None if row is None else given_of(row)))


def unsent(question: Question, wording: Wording, entered: Response) -> Markup:
    """Return what stands in the form of a question whose answer could not be taken: as it was entered, not judged."""
    return finished(
        current_app.jinja_env.get_template("learn/sheet.html").render(
            inside=inside(question, wording, entered),
            state="todo",
            given=None,
            closed=False,
            points=question.points // POINT,
        )
    )


def _filled(question: Question, wording: Wording, given: Given | None) -> Sheet:
    last = given is not None and (given.raw == question.points or given.tries >= question.about.tries)
    feedback = question.feedback(given.response, last=last) if given else None
    state = _state(question, given)
    template = current_app.jinja_env.get_template("learn/sheet.html")
    html = template.render(
        question=question,
        inside=inside(question, wording, given.response if given else None, feedback=feedback, closed=last),
        state=state,
        given=given,
        feedback=feedback,
        closed=last,
        tries_left=question.about.tries - (given.tries if given else 0),
        points=question.points // POINT,
        raw=given.raw // POINT if given else 0,
        why=finished(wording.words[feedback.why.address]) if feedback and feedback.why else "",
    )
    return Sheet(question.id, state, last, finished(html))


def inside(
    question: Question, wording: Wording, response: Response | None, *, feedback: object = None, closed: bool = False
) -> Markup:
    """Fill a question's own template: task and fields, with what was answered and, if given, its feedback."""
    template = current_app.jinja_env.get_template(f"{question.kind}.html")

    def words(segment: Segment) -> Markup:
        return finished(wording.words[segment.address])

    def elements(parts: Iterable[Element]) -> Markup:
        return finished(elements_html(parts, wording.words, wording.media_base))

    html = template.render(
        shown=question.shown,
        response=response,
        feedback=feedback,
        closed=closed,
        name="response",
        words=words,
        elements=elements,
        number=lambda value: formatted().number(value),
    )
    return finished(html)


def _state(question: Question, given: Given | None) -> str:
    if given is None:
        return "todo"
    if given.raw == question.points:
        return "right"
    return "partly" if given.raw else "wrong"


def given_of(row: AnyRow) -> Given:
    """Return an answer's row as what was given: the last response with its own points."""
    return Given(json.loads(row.response), row.score_raw, row.tries)
