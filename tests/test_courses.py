"""Every course that is shipped: free of problems, and the same course in every language, country and thread."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import cycle
from math import sqrt
from pathlib import Path

import polib
import pytest

from cbt.content import digests, jurisdiction, pseudo
from cbt.content.blocks.question import POINT, Question
from cbt.content.catalogue import Catalogue, Words, extract, jurisdiction_segments, update
from cbt.content.check import COURSES, JURISDICTIONS, MEDIA, check_folder, course_ids
from cbt.content.course import Course
from cbt.content.dialect import facts_in, notes_in
from cbt.content.fragment import fragment_from_json, fragment_to_json
from cbt.content.jurisdiction import Jurisdiction
from cbt.content.reader import read_course
from cbt.content.rendering import Setting
from cbt.content.segments import Segment
from tests.content.blocks.pieces import elements, environment, words
from tests.content.rendered import Skeleton, lessons, pieces, setting, skeleton, translated

SITE = Path(__file__).parent.parent
SHIPPED = course_ids(SITE)
CATALOGUES = sorted((SITE / "translations").glob("*/LC_MESSAGES/*.po"))
OF_COURSES = [path for path in CATALOGUES if path.stem in (*SHIPPED, JURISDICTIONS)]


def read(name: str) -> Course:
    reading = read_course(SITE / COURSES / name, SITE / MEDIA / name, SITE / COURSES / JURISDICTIONS)
    assert reading.course is not None, [str(problem) for problem in reading.problems]
    return reading.course


@pytest.fixture(scope="module", params=SHIPPED)
def course(request) -> Course:
    return read(request.param)


@pytest.fixture(scope="module")
def countries() -> Mapping[str, Jurisdiction]:
    return jurisdiction.read(SITE / COURSES / JURISDICTIONS)[0]


@pytest.fixture(params=["kz", "none"])
def country(request, countries) -> Jurisdiction | None:
    found: Jurisdiction | None = countries.get(request.param)
    return found


def by(course: Course, change, country: Jurisdiction | None) -> Setting:
    """Return a setting in which course and country are translated by `change`."""
    facts = list(jurisdiction_segments({country.country: country})) if country else []
    return setting(
        translated(course, pseudo.catalogue(course.segments(), change)),
        country,
        Words("ru", "en", pseudo.catalogue(facts, change)),
    )


def untranslated(country: Jurisdiction | None) -> Setting:
    return setting(Words("en", "en"), country)


def test_courses_are_shipped():
    assert "drug-identification" in SHIPPED


def test_no_file_of_a_course_or_country_has_a_problem():
    assert [str(problem) for problem in check_folder(SITE)] == []


def test_identity_translation_renders_the_same_bytes_again_and_from_four_threads(course, country):
    expected, identity = list(pieces(course, untranslated(country))), by(course, pseudo.identity, country)
    differences = [
        (place, html, other)
        for _ in range(2)
        for (place, html), (_, other) in zip(expected, pieces(course, identity), strict=True)
        if html != other
    ]
    assert differences == []
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: list(pieces(course, identity)) == expected, range(4)))


def test_pseudo_translation_keeps_tags_ids_links_and_attributes(course, country):
    made = by(course, pseudo.pseudo, country)
    for (place, html), (same_place, other) in zip(
        pieces(course, untranslated(country)), pieces(course, made), strict=True
    ):
        assert place == same_place
        assert bones(other) == bones(html), place


def bones(html: str) -> Skeleton:
    return [tuple(part for part in bone if part not in ("lang", "dir")) for bone in skeleton(html)]


def test_translation_touches_no_question(course):
    """Words come from the catalogue alone: keys, ids, points and revisions belong to the course."""
    media = dict.fromkeys((file.name for file in (SITE / MEDIA / course.id).iterdir()), "00" * 32)
    before = [(name, digests.revision(question, media), question.key) for name, question in course.questions()]
    list(pieces(course, by(course, pseudo.pseudo, None)))
    assert [(name, digests.revision(question, media), question.key) for name, question in course.questions()] == before
    assert digests.structure(read(course.id), media) == digests.structure(course, media)


GUESSES = {
    "as-listed": (list, list),
    "sorted": (sorted, sorted),
    "backwards": (list, lambda values: values[::-1]),
}


@pytest.mark.parametrize("guess", GUESSES)
def test_whoever_reads_or_sorts_the_fields_of_a_form_gets_no_more_points_than_by_chance(course, guess):
    """Lists to choose from: fields and values taken as they stand or sorted, the first with the first and so on."""
    reached, expected = 0, Fraction()
    for question in (question for _, question in course.questions() if question.kind in ("match", "order")):
        parts, values = (way(found) for way, found in zip(GUESSES[guess], fields(question), strict=True))
        response = dict(zip(parts, cycle(values), strict=False))
        score = question.grade(question.read({f"response-{part}": [value] for part, value in response.items()}))
        assert score.max == POINT * len(parts)
        reached += score.raw // POINT
        expected += Fraction(len(parts), len(values))
    assert expected > 0
    assert reached <= expected + 3 * sqrt(expected)


def fields(question: Question) -> tuple[list[str], list[str]]:
    """Return the parts that a question's form asks for and the values that it offers, as a browser gets them."""
    template = environment().get_template(f"{question.kind}.html")
    page = template.render(
        shown=question.shown,
        response=None,
        feedback=None,
        closed=False,
        name="response",
        words=words,
        elements=elements,
        number=str,
    )
    first, _, _ = page.partition("</select>")
    return re.findall(r'name="response-([^"]+)"', page), re.findall(r'<option value="([^"]+)"', first)


def test_fragments_come_back_from_disk(course, country):
    for fragment in lessons(course, untranslated(country)):
        assert fragment_from_json(fragment_to_json(fragment)) == fragment


def test_no_segment_contains_marks_or_keys(course):
    marked = [
        segment
        for segment in course.segments()
        if "=>" in segment.source or "///" in segment.source or segment.source.startswith(("- ", "> ", "[x]", "[ ]"))
    ]
    assert marked == []


def test_every_segment_has_an_address_of_its_own(course):
    addresses = [segment.address for segment in course.segments()]
    assert sorted(addresses) == sorted(set(addresses))


def test_every_fact_is_there_in_every_country(course, countries):
    used = {key for segment in course.segments() for key in facts_in(segment.source)}
    assert {name: used - set(country.facts) for name, country in countries.items() if used - set(country.facts)} == {}


def test_what_is_not_confirmed_says_so(countries):
    silent = [
        f"{country.country}: {fact.key}"
        for country in countries.values()
        for fact in country.facts.values()
        if fact.confidence == "unverified" and not fact.text.source.startswith("Ask your service")
    ]
    assert silent == []


def segments_of(path: Path) -> list[Segment]:
    """Return today's segments of what a catalogue translates."""
    if path.stem == JURISDICTIONS:
        return list(jurisdiction_segments(jurisdiction.read(SITE / COURSES / JURISDICTIONS)[0]))
    return list(read(path.stem).segments())


@pytest.mark.parametrize("path", OF_COURSES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_catalogue_is_up_to_date_and_complete(path):
    file, segments = polib.pofile(str(path)), segments_of(path)
    catalogue = Catalogue.of(file).today(segments)
    states = {segment.address: catalogue.find(segment, path.parts[-3]) for segment in segments}
    assert [address for address, found in states.items() if found is None or found.state != "current"] == []
    assert [(entry.msgctxt, entry.msgid) for entry in update(file, segments) if not entry.obsolete] == [
        (entry.msgctxt, entry.msgid) for entry in file if not entry.obsolete
    ]


@pytest.mark.parametrize("path", OF_COURSES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_translation_keeps_facts_notes_and_links_of_its_source(path):
    words = Words(path.parts[-3], "en", Catalogue.read(path).today(segments_of(path)))
    wrong = [
        (segment.address, sorted(kept(segment.source)), sorted(kept(words.of(segment).text)))
        for segment in segments_of(path)
        for kept in (facts_in, notes_in, targets)
        if sorted(kept(segment.source)) != sorted(kept(words.of(segment).text))
    ]
    assert wrong == []


def targets(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("](")[1:]]


def test_a_new_catalogue_has_an_entry_for_every_segment(course):
    file = extract(course.segments(), "ru")
    assert [(entry.msgctxt, entry.msgid) for entry in file] == [
        (segment.address, segment.source) for segment in course.segments()
    ]
