"""The YAML of a course: which fields it has, of what shape, and on which line each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import DocumentStartEvent, NodeEvent

from cbt.content import mistakes, mistakes_files
from cbt.content.chunks import Report
from cbt.content.problems import near
from cbt.errors import Mistake

Words: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Code: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")]
Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})*$")]
Where: TypeAlias = "tuple[str | int, ...]"

MAX_DEPTH = 8


class Sheet(BaseModel):
    """The content of one YAML file or front matter: typed, closed, unchangeable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TestSheet(Sheet):
    """One test of course.yaml."""

    title: Words
    mastery_score: Annotated[float, Field(gt=0, le=1)]
    attempts: Annotated[int, Field(ge=1)]
    draw: Annotated[dict[Id, Annotated[int, Field(ge=1)]], Field(min_length=1)]


class CourseSheet(Sheet):
    """course.yaml."""

    title: Words
    summary: Words
    language: Language
    code: Code
    tests: dict[Id, TestSheet] = {}


class LessonSheet(Sheet):
    """The front matter of a lesson."""

    title: Words
    minutes: Annotated[int, Field(ge=1)]
    objectives: Annotated[dict[Id, Words], Field(min_length=1, max_length=6)]


class PoolSheet(Sheet):
    """The front matter of a bank file."""

    title: Words


class FactSheet(Sheet):
    """One fact of a jurisdiction file."""

    text: Words
    source: Words
    checked: date
    review_by: date
    confidence: Words


class CountrySheet(Sheet):
    """A jurisdiction file."""

    name: Words
    facts: dict[Key, FactSheet]


class CreditSheet(Sheet):
    """One entry of a credits.yaml: whose work a file is and how it may be used."""

    author: Words
    licence: Words
    source: Words | None = None
    note: Words | None = None


class CreditsSheet(RootModel[dict[str, CreditSheet]]):
    """A credits.yaml: an entry for each file of the folder, by its name."""


MEANINGS: Mapping[str, Mistake] = {
    "minutes": mistakes_files.BAD_MINUTES,
    "mastery_score": mistakes_files.BAD_MASTERY_SCORE,
    "attempts": mistakes_files.BAD_ATTEMPTS,
    "draw": mistakes_files.BAD_DRAW,
}
EXPECTED: Mapping[str, str] = {
    "string_type": "words",
    "invalid_key": "words",
    "string_too_short": "words",
    "string_pattern_mismatch": "small letters, digits and hyphens",
    "date_type": "a date such as 2026-11-30",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "fields of its own, indented below it",
    "model_type": "fields of its own, indented below it",
    "model_attributes_type": "fields of its own, indented below it",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Plain data from YAML, and the line of each field by its path (`("tests", "final", "title")`)."""

    data: Any
    lines: Mapping[Where, int]

    def line(self, *where: str | int) -> int:
        """Return the line of a field, or of the nearest field around it that has one."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines[where]


SheetType = TypeVar("SheetType", bound=BaseModel)


def load(text: str, first_line: int, report: Report) -> Loaded | None:
    """Read YAML 1.2; what is no YAML, or YAML that repeats, refers to or tags itself, is reported: then None."""
    try:
        if not _is_plain(text, first_line, report):
            return None
        data = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        report(mistakes_files.NOT_YAML, first_line + (mark.line if mark else 0), reason=str(error.problem or ""))
        return None
    except (YAMLError, ValueError, RecursionError) as error:
        report(mistakes_files.NOT_YAML, first_line, reason=type(error).__name__)
        return None
    lines: dict[Where, int] = {(): first_line}
    return Loaded(_plain(data, (), lines, first_line), lines)


def validated(model: type[SheetType], loaded: Loaded, report: Report) -> SheetType | None:
    """Return the data as the model, or report each field that is wrong, at its line."""
    if not isinstance(loaded.data, dict):
        report(mistakes_files.NO_FIELDS, loaded.line())
        return None
    try:
        return model.model_validate(loaded.data)
    except ValidationError as error:
        seen: set[tuple[str, int]] = set()
        for detail in error.errors(include_url=False):
            mistake, values = _meaning(detail, model)
            line = loaded.line(*(part for part in detail["loc"] if part != "[key]"))
            if (mistake.code, line) not in seen:
                report(mistake, line, **values)
            seen.add((mistake.code, line))
        return None


def _is_plain(text: str, first_line: int, report: Report) -> bool:
    """Refuse anchors, aliases, tags, directives and deep nesting before anything is built from them."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(text):
        line = first_line + event.start_mark.line
        depth += type(event).__name__.endswith(("MappingStartEvent", "SequenceStartEvent"))
        depth -= type(event).__name__.endswith(("MappingEndEvent", "SequenceEndEvent"))
        tagged = isinstance(event, NodeEvent) and (event.anchor or getattr(event, "tag", None))
        directed = isinstance(event, DocumentStartEvent) and (event.version or event.tags)
        if tagged or directed or depth > MAX_DEPTH:
            report(mistakes_files.CLEVER_YAML, line)
            return False
    return True


def _plain(node: Any, where: Where, lines: dict[Where, int], first_line: int) -> Any:
    """Return dicts, lists, str, int, float and so on without ruamel's own types, noting the lines."""
    if isinstance(node, dict):
        for key in node:
            position = node.lc.data.get(key)  # type: ignore[attr-defined]
            lines[*where, key] = first_line + position[0] if position else lines[where]
            lines[*where, repr(key)] = lines[*where, key]  # so pydantic names keys that are no words
        return {
            _plain(key, where, lines, first_line): _plain(value, (*where, key), lines, first_line)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_plain(value, (*where, place), lines, first_line) for place, value in enumerate(node)]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _meaning(detail: ErrorDetails, model: type[BaseModel]) -> tuple[Mistake, dict[str, str]]:
    """Say in our words what pydantic found."""
    names = [str(part) for part in detail["loc"] if part != "[key]"]
    field, kind = names[-1], detail["type"]
    if kind == "missing":
        return mistakes_files.MISSING_FIELD, {"field": field}
    if kind == "extra_forbidden":
        return mistakes_files.UNKNOWN_FIELD, {"field": field, "known": near(field, _fields(model, names[:-1]))}
    if "objectives" in names:
        return _objectives_meaning(detail, field)
    for name in names:
        if name in MEANINGS:
            return MEANINGS[name], {"value": str(detail["input"])}
    return mistakes_files.WRONG_FIELD, {"field": field, "expected": EXPECTED.get(kind, "something else")}


def _objectives_meaning(detail: ErrorDetails, field: str) -> tuple[Mistake, dict[str, str]]:
    if detail["type"] == "too_long":
        return mistakes_files.TOO_MANY_OBJECTIVES, {}
    if detail["type"] == "string_pattern_mismatch":
        return mistakes.BAD_ID, {"id": field}
    if field == "objectives":
        return mistakes_files.NO_OBJECTIVES, {}
    return mistakes_files.WRONG_FIELD, {"field": field, "expected": "words"}


def _fields(model: type[BaseModel], names: list[str]) -> list[str]:
    """Return the fields of the model that stands at this path."""
    if model is CourseSheet and names[:1] == ["tests"]:
        return list(TestSheet.model_fields)
    if model is CountrySheet and names[:1] == ["facts"]:
        return list(FactSheet.model_fields)
    return list(model.model_fields)
