"""The shelf: releases read once, fragments rendered once, who began on one structure stays on it."""

import dataclasses
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from cbt.content import reader as course_reader
from cbt.content import rendering
from cbt.errors import NotFound
from cbt.library import shelf as shelves
from cbt.library.shelf import MOST_FRAGMENTS, ReleaseGone, media_base
from tests.content.rendered import callout
from tests.library.conftest import reader

THREADS = 8
OTHER_STRUCTURE = ("Which line is right?", "Which line is the right one?")
SAME_STRUCTURE = ("Words before any heading.", "Other words before any heading.")


class Once:
    """A callout's template that counts how often it is filled; slow enough for threads to meet."""

    def __init__(self):
        self.calls = Counter()
        self._lock = threading.Lock()

    def __call__(self, given):
        with self._lock:
            self.calls[given.block.id] += 1
        return callout(given)


def counting():
    """Return a reader with a template that counts."""
    template = Once()
    return dataclasses.replace(reader(), render_callout=template), template


def at_once(act):
    """Run an act in eight threads that begin together; return what came of each."""
    gate = threading.Barrier(THREADS)

    def run(_):
        gate.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def fragment_files(site):
    """Return the fragments kept on disk by their names."""
    return {path.name: path for path in (site.releases / "fragments").rglob("*.json")}


def html(fragment):
    """Return all that a fragment shows."""
    return "".join(block.html for block in fragment.blocks)


def test_the_live_release_of_a_course_is_the_newest_taken_in(installed):
    book = installed.shelf().live("small")
    assert book.course.id == "small"
    assert set(book.revisions) == {question.id for _, question in book.course.questions()}
    assert set(book.countries) == {"kz", "uz"}
    assert (book.media_folder / "cake.svg").is_file()
    assert media_base(book) == f"/media/{book.digest}/"


def test_all_live_releases_are_listed_by_course(installed):
    shelf = installed.shelf()
    assert shelf.courses() == [shelf.live("small")]


def test_without_a_release_there_is_nothing(site):
    shelf = site.shelf()
    assert shelf.courses() == []
    for find in (shelf.live, shelf.of_structure, shelf.book):
        with pytest.raises(NotFound):
            find("small")


def test_a_release_with_the_same_structure_replaces_the_old_one_for_everybody(installed):
    shelf = installed.shelf()
    old = shelf.live("small")
    installed.edit(*SAME_STRUCTURE)
    installed.take_in()
    assert shelf.live("small") == old
    installed.refresh(shelf)
    new = shelf.live("small")
    assert new.digest != old.digest
    assert shelf.of_structure(old.structure) == new
    assert "Other words" in html(shelf.fragment(new, "first-steps", reader()))


def test_a_release_with_another_structure_leaves_learners_on_theirs(installed):
    shelf = installed.shelf()
    old = shelf.live("small")
    installed.edit(*OTHER_STRUCTURE)
    installed.take_in()
    installed.refresh(shelf)
    new = shelf.live("small")
    assert new.structure != old.structure
    assert shelf.of_structure(old.structure) == old
    assert shelf.of_structure(new.structure) == new


def test_a_test_that_began_on_an_old_release_still_finds_it(installed):
    shelf = installed.shelf()
    old = shelf.live("small")
    installed.edit(*SAME_STRUCTURE)
    installed.take_in()
    assert installed.shelf().book(old.digest).course == old.course


def test_what_was_installed_last_is_newest_whatever_the_clock_said(installed):
    first = installed.shelf().live("small").structure
    installed.edit(*SAME_STRUCTURE)
    installed.taken_in = -400  # the clock went back a year
    second = installed.take_in()
    assert second.structure == first
    installed.edit(*OTHER_STRUCTURE)
    installed.take_in()
    assert installed.shelf().of_structure(first).digest == second.digest


def test_a_course_is_read_at_first_use_and_once_whatever_threads_ask(installed, monkeypatch):
    reads = []

    def read(*folders):
        reads.append(folders)
        return course_reader.read_course(*folders)

    monkeypatch.setattr(shelves, "read_course", read)
    shelf = installed.shelf()
    assert reads == []
    books = at_once(lambda: shelf.live("small"))
    assert len(reads) == 1
    assert all(book is books[0] for book in books)


def test_a_lesson_is_rendered_once_whatever_threads_ask(installed):
    shelf, (who, template) = installed.shelf(), counting()
    book = shelf.live("small")
    fragments = at_once(lambda: shelf.fragment(book, "first-steps", who))
    assert all(fragment is fragments[0] for fragment in fragments)
    assert template.calls == {"remember": 1, "witnesses": 1}


def test_bank_and_outline_are_the_same_for_all_threads(installed):
    shelf = installed.shelf()
    book = shelf.live("small")
    for words in (shelf.bank_words, shelf.outline):
        found = at_once(lambda words=words: words(book, reader()))
        assert all(one is found[0] for one in found)


def test_after_the_first_time_a_request_calls_neither_reader_nor_renderer_nor_catalogue(installed, monkeypatch):
    shelf = installed.shelf()
    book, who = shelf.live("small"), reader("ru", "kz")
    before = shelf.fragment(book, "first-steps", who), shelf.outline(book, who), shelf.bank_words(book, who)

    def refuse(*given, **more):
        raise AssertionError("a request renders")

    for module, name in (
        (shelves, "read_course"),
        (shelves.Catalogue, "read"),
        (rendering, "render_lesson"),
        (rendering, "render_words"),
        (rendering, "render_question_words"),
    ):
        monkeypatch.setattr(module, name, refuse)
    again = shelf.live("small")
    assert (
        shelf.fragment(again, "first-steps", who),
        shelf.outline(again, who),
        shelf.bank_words(again, who),
    ) == before


def test_fragments_are_kept_on_disk_and_read_back_equal(installed):
    first, second = installed.shelf(), installed.shelf()
    rendered = first.fragment(first.live("small"), "first-steps", reader("ru", "kz"))
    assert set(fragment_files(installed)) == {"first-steps.ru.kz.json"}
    who, template = counting()
    who = dataclasses.replace(who, language="ru", country="kz")
    assert second.fragment(second.live("small"), "first-steps", who) == rendered
    assert not template.calls


def test_another_version_of_the_program_renders_anew(installed):
    first, second = installed.shelf("one"), installed.shelf("two")
    first.fragment(first.live("small"), "first-steps", reader())
    who, template = counting()
    second.fragment(second.live("small"), "first-steps", who)
    assert template.calls


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"null", b"[]", b"{}", b'{"blocks": [], "notes": []}', b'{"blocks": [1], "notes": []}', b"\xff"],
)
def test_a_damaged_fragment_is_rendered_anew_and_mended(installed, damaged):
    first = installed.shelf()
    rendered = first.fragment(first.live("small"), "second-steps", reader())
    (path,) = fragment_files(installed).values()
    good = path.read_bytes()
    path.write_bytes(damaged)
    second = installed.shelf()
    assert second.fragment(second.live("small"), "second-steps", reader()) == rendered
    assert path.read_bytes() == good


def test_a_disk_that_takes_no_fragments_costs_nobody_a_request(installed):
    (installed.releases / "fragments").write_text("a file where the folder should be")
    shelf = installed.shelf()
    book = shelf.live("small")
    assert shelf.fragment(book, "first-steps", reader()).title == "First steps"
    assert shelf.fragment(book, "first-steps", reader()).title == "First steps"


def test_a_fragment_that_cannot_be_written_whole_is_not_left_half_written(installed):
    shelf = installed.shelf()
    book = shelf.live("small")
    place = installed.releases / "fragments" / "build" / book.digest
    (place / "first-steps.en.any.json").mkdir(parents=True)
    assert shelf.fragment(book, "first-steps", reader()).title == "First steps"
    assert {path.name for path in place.iterdir()} <= {"first-steps.en.any.json", "first-steps.en.any.draft"}


def test_a_lesson_without_law_is_rendered_once_for_all_countries(installed):
    shelf = installed.shelf()
    book = shelf.live("small")
    of_countries = [
        shelf.fragment(book, "second-steps", reader(country=country)) for country in ("kz", "uz", "tj", None)
    ]
    assert all(one is of_countries[0] for one in of_countries)
    law = [shelf.fragment(book, "first-steps", reader(country=country)) for country in ("kz", "uz", "tj", None)]
    assert "Two witnesses" in html(law[0])
    assert "Two witnesses" not in html(law[1])
    assert law[0] != law[1] != law[2]
    assert law[2] is law[3]
    assert "Ask your service." in html(law[3])


def test_what_the_course_does_not_have_is_not_found(installed):
    shelf = installed.shelf()
    with pytest.raises(NotFound):
        shelf.fragment(shelf.live("small"), "third-steps", reader())
    with pytest.raises(NotFound):
        shelf.live("large")
    with pytest.raises(NotFound):
        shelf.book("0" * 64)
    with pytest.raises(NotFound):
        shelf.of_structure("0" * 64)


def test_a_release_whose_files_are_gone_is_told_by_name(installed):
    shelf = installed.shelf()
    digest = shelf.live("small").digest
    shutil.rmtree(installed.releases / digest)
    assert shelf.live("small").digest == digest
    with pytest.raises(ReleaseGone, match=digest[:12]):
        installed.shelf().live("small")


def test_a_release_whose_files_were_damaged_is_told_by_name(installed):
    digest = installed.shelf().live("small").digest
    (installed.releases / digest / "courses/small/course.yaml").write_text("title: [")
    with pytest.raises(ReleaseGone, match=digest[:12]):
        installed.shelf().live("small")


@pytest.mark.parametrize("damage", ["removed", "spoiled"])
def test_a_release_whose_files_are_gone_is_left_out_of_the_list_and_named(installed, damage):
    digest = installed.shelf().live("small").digest
    if damage == "removed":
        shutil.rmtree(installed.releases / digest)
    else:
        (installed.releases / digest / "courses/small/course.yaml").write_text("title: [")
    shelf = installed.shelf()
    assert shelf.courses() == []
    assert shelf.gone() == {"small": digest}
    assert shelf.live_structures().keys() == {"small"}


def test_a_damaged_release_is_not_read_again_for_every_page_but_when_the_register_is(installed):
    folder = installed.releases / installed.shelf().live("small").digest
    sheet = folder / "courses/small/course.yaml"
    good = sheet.read_text()
    sheet.write_text("title: [")
    shelf = installed.shelf()
    assert shelf.courses() == []
    sheet.write_text(good)
    assert shelf.courses() == []
    installed.refresh(shelf)
    assert [book.course.id for book in shelf.courses()] == ["small"]


def test_a_release_that_was_put_back_is_there_at_once(installed):
    folder = installed.releases / installed.shelf().live("small").digest
    shelf = installed.shelf()
    folder.rename(folder.with_suffix(".away"))
    assert shelf.courses() == []
    folder.with_suffix(".away").rename(folder)
    assert shelf.gone() == {}


def test_titles_and_bank_are_in_the_reader_s_language_with_the_source_where_words_are_missing(site):
    english = site.take_in() and site.shelf()
    course = english.live("small").course
    known = {course.title: "Малый курс", course.lessons["first-steps"].title: "Первые шаги"}
    question = course.bank["pool"].questions["pooled"]
    known[question.shown.prompt.question] = "Что вы видите?"
    site.translate({(segment.address, segment.source): words for segment, words in known.items()})
    site.take_in()
    shelf = site.shelf()
    book = shelf.live("small")
    outline = shelf.outline(book, reader("ru"))
    assert outline.title == "Малый курс"
    assert outline.lessons["first-steps"] == "Первые шаги"
    assert "Second steps" in outline.lessons["second-steps"]
    assert set(outline.objectives) == {"see-it", "say-it", "go-on"}
    assert "The last test" in outline.tests["final"]
    words = shelf.bank_words(book, reader("ru"))
    assert words.words[question.shown.prompt.question.address] == "Что вы видите?"
    assert "A cake" in words.words[question.shown.options[0].text.address]
    in_english = shelf.bank_words(book, reader())
    assert in_english.words[question.shown.prompt.question.address] == "What do you see?"
    assert words.wordings["pooled"] != in_english.wordings["pooled"]
    assert shelf.outline(book, reader()).title == "A small course"
    assert shelf.outline(book, reader("fa-AF")).lessons.keys() == outline.lessons.keys()


def test_memory_holds_a_bounded_number_of_fragments_and_keeps_those_in_use(installed):
    shelf, (who, template) = installed.shelf(), counting()
    book = shelf.live("small")
    often = shelf.fragment(book, "first-steps", who)
    shutil.rmtree(installed.releases / "fragments")
    (installed.releases / "fragments").write_text("no fragment is kept on disk")
    for number in range(MOST_FRAGMENTS + 20):
        language = f"{chr(97 + number // 26)}{chr(97 + number % 26)}"
        shelf.fragment(book, "second-steps", dataclasses.replace(who, language=language))
        assert shelf.fragment(book, "first-steps", who) is often
    assert len(shelf._fragments) == MOST_FRAGMENTS
    assert template.calls["remember"] == 1
