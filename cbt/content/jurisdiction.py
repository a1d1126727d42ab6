"""What a country's law, authorities and names are: facts by key, each with its source and the date it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cbt.content import dialect, mistakes_files, schema
from cbt.content.files import lines, read_text
from cbt.content.problems import Problems
from cbt.content.segments import Segment
from cbt.errors import Problem


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a country. Its words are translated like a lesson's; `source` is an id of the list of sources."""

    key: str
    text: Segment
    source: str
    checked: date
    review_by: date
    confidence: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A country: its code in two small letters, its name, its facts by key."""

    country: str
    name: Segment
    facts: Mapping[str, Fact]


def read(folder: Path) -> tuple[Mapping[str, Jurisdiction], tuple[Problem, ...]]:
    """Return every country of a folder by its code, and every problem found. A country with a problem is left out."""
    problems = Problems(folder)
    countries: dict[str, Jurisdiction] = {}
    for path in sorted(folder.glob("*.yaml")):
        country = _read(path, folder, problems)
        if country:
            countries[country.country] = country
    wrong = {problem.path.stem for problem in problems.found.values()}
    countries = {code: country for code, country in countries.items() if code not in wrong}
    return countries, problems.all()


def _read(path: Path, folder: Path, problems: Problems) -> Jurisdiction | None:
    report = problems.within(Path(path.name))
    code = path.stem
    if len(code) != 2 or not code.isascii() or not code.isalpha() or not code.islower():
        report(mistakes_files.BAD_COUNTRY_FILE, 0, file=path.name)
        return None
    text = read_text(path, folder, report)
    loaded = None if text is None else schema.load(text, 1, report)
    sheet = loaded and schema.validated(schema.CountrySheet, loaded, report)
    if not loaded or not sheet:
        return None

    def segment(words: str, key: str, *where: str) -> Segment:
        return Segment(" ".join(words.split()), f"jurisdictions/{code}:{key}", loaded.line(*where), path.name, "fact")

    facts = {
        key: Fact(
            key,
            segment(fact.text, key, "facts", key, "text"),
            fact.source,
            fact.checked,
            fact.review_by,
            fact.confidence,
        )
        for key, fact in sheet.facts.items()
    }
    country = Jurisdiction(code, segment(sheet.name, "name", "name"), facts)
    for words in (country.name, *(fact.text for fact in facts.values())):
        dialect.check_segment(words, lines(text or ""), dialect.Known(), report)
    return country
