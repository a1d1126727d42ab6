"""Made-up translations that show what a real one may break: the words change and grow, everything else stays."""

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Final

from cbt.content.catalogue import Catalogue
from cbt.content.segments import Segment

LONGER: Final = 0.4
PROTECTED: Final = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code
    r"|\\."  # escaped signs
    r"|\{\{.*?\}\}|\{:[^}]*\}"  # facts, attribute lists
    r"|\[\^[^\]\s]+\]"  # references to notes
    r"|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|<[^<>]+>"  # targets of links, tags
    r"|&\#?\w+;"  # entities
)
ACCENTS: Final = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÁáßƀÇçÐđÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
PADDING: Final = "ļöñĝéŕ ŵöŕðš "


def identity(text: str) -> str:
    """Return the text as it is: the translation that must change nothing."""
    return text


def pseudo(text: str) -> str:
    """Return the text with accents and at least 40 % longer; Markdown, links, facts, notes, code and tags stay."""
    parts: list[str] = []
    end = 0
    for match in PROTECTED.finditer(text):
        parts += [text[end : match.start()].translate(ACCENTS), match[0]]
        end = match.end()
    parts.append(text[end:].translate(ACCENTS))
    more = int(len(text) * LONGER) + 1
    return "".join(parts) + " " + "".join(itertools.islice(itertools.cycle(PADDING), more)).strip()


def catalogue(segments: Iterable[Segment], change: Callable[[str], str]) -> Catalogue:
    """Return a catalogue that translates every segment by `change`."""
    exact = {(segment.address, segment.source): change(segment.source) for segment in segments}
    return Catalogue(draft=True, exact=exact, elsewhere={}, old={})
