"""A lesson as it is shown in one language and country: finished HTML between its questions' places, kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from cbt.content.catalogue import State

QUESTION: Final = "question"


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """One numbered block of a lesson's page.

    kind: `prose`, `figure`, `question`, or the kind of the callout. number: its 1-based place on the page.
    id: the author's id; "" for prose and figures. html: finished; "" for a question, whose template is filled by
    each request. label: plain text for the map, not escaped, or None. state: the worst of its segments.
    """

    kind: str
    id: str
    number: int
    label: str | None
    html: str
    state: State


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A footnote: its id (`#note-<id>` leads to it), its number in the lesson, its finished HTML."""

    id: str
    number: int
    html: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered lesson.

    title, objectives (by id): finished HTML. words: finished HTML by address of every segment of its questions,
    reasons too: only what was answered may leave the server. wordings: the digest of a question's words by its id.
    """

    language: str
    title: str
    objectives: Mapping[str, str]
    blocks: tuple[RenderedBlock, ...]
    notes: tuple[RenderedNote, ...]
    words: Mapping[str, str]
    wordings: Mapping[str, str]


def fragment_to_json(fragment: Fragment) -> str:
    """Return a fragment as JSON, from which `fragment_from_json` makes an equal one."""
    return json.dumps(asdict(fragment), ensure_ascii=False, separators=(",", ":"))


def fragment_from_json(text: str) -> Fragment:
    """Return the fragment that was written. Raises ValueError or TypeError for anything else."""
    data = json.loads(text)
    if not isinstance(data, dict) or not {"blocks", "notes"} <= data.keys():
        raise ValueError("this is no fragment")
    blocks = tuple(RenderedBlock(**block) for block in data.pop("blocks"))
    notes = tuple(RenderedNote(**note) for note in data.pop("notes"))
    return Fragment(blocks=blocks, notes=notes, **data)
