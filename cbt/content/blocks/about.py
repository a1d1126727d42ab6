"""What all questions have in common in their source: the options of the head, the prompt, and both as values."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from cbt.content import mistakes
from cbt.content.blocks.question import TRIES, About, Prompt
from cbt.content.blocks.source import BlockSource, Item, Line
from cbt.content.markup import Element
from cbt.content.segments import Segment

OPTIONS: Final = ("objective", "critical", "tries", "title")
"""The options that every question's head may have."""
DIGIT: Final = re.compile(r"[1-9]")


def about(source: BlockSource, *own: str) -> About:
    """Read the options that all questions have; `own` names the kind's further ones. Reports unknown and bad ones.

    Whether the objective exists is for the reader to say, who knows the lessons.
    """
    source.known_options(*OPTIONS, *own)
    objective = source.options.get("objective")
    if objective is None or not objective.text.strip():
        source.problem(mistakes.MISSING_OBJECTIVE, objective.number if objective else 0)
    title = source.options.get("title")
    return About(
        objective=objective.text.strip() if objective else "",
        critical=_critical(source),
        tries=_tries(source),
        title=source.segment(title, "title") if title and title.text.strip() else None,
    )


def _critical(source: BlockSource) -> bool:
    line = source.options.get("critical")
    if line and line.text.strip() not in ("yes", "no"):
        source.problem(mistakes.BAD_YES_NO, line.number, option="critical", value=line.text.strip())
    return line is not None and line.text.strip() == "yes"


def _tries(source: BlockSource) -> int:
    line = source.options.get("tries")
    if line is None:
        return TRIES
    if not DIGIT.fullmatch(line.text.strip()):
        source.problem(mistakes.BAD_TRIES, line.number, value=line.text.strip())
        return TRIES
    return int(line.text)


def prompt(source: BlockSource, lines: tuple[Line, ...]) -> Prompt | None:
    """Read what is asked: any elements, of which the last paragraph is the question. Reports a prompt without one."""
    elements = source.elements(lines, "prompt")
    for place in reversed(range(len(elements))):
        element = elements[place]
        if element.tag == "p" and len(element.children) == 1 and isinstance(element.children[0], Segment):
            return Prompt(elements[:place], element.children[0], elements[place + 1 :])
    source.problem(mistakes.NO_PROMPT)
    return None


def reason(source: BlockSource, line: Line | None) -> Segment | None:
    """Return the general reason, if there is one."""
    return source.segment(line, "why") if line else None


def reasons(source: BlockSource, items: Iterable[Item]) -> dict[str, Segment]:
    """Return the reasons of a list by item id."""
    return {item.id: source.segment(item.why, f"why-{item.id}") for item in items if item.why}


def asked(prompt: Prompt) -> dict[str, Any]:
    """Return a prompt's share of a task: `prompt`, its words in reading order, and `media`, its files by name."""
    words: list[str] = []
    media: list[str] = []
    for element in (*prompt.before, Element("p", (), (prompt.question,)), *prompt.after):
        for child in _walk(element):
            if isinstance(child, Element):
                media += [value for name, value in child.attributes if name == "src"]
            elif isinstance(child, str):
                words.append(child)
            elif child.note != "alt text":
                words.append(child.source)
    return {"prompt": words, "media": media}


def _walk(element: Element) -> Iterator[Element | Segment | str]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _walk(child)
        else:
            yield child
