"""Catalogues of courses: finding a translation, and never losing one."""

from dataclasses import replace

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbt.content import jurisdiction
from cbt.content.catalogue import (
    Catalogue,
    Translation,
    Words,
    direction,
    extract,
    jurisdiction_segments,
    lesson_of,
    update,
)
from cbt.content.segments import Segment
from cbt.language.catalogues import BrokenCatalogue
from tests.content import small


def segment(address: str, source: str) -> Segment:
    return Segment(source, address, 4, "01-a.md", "paragraph")


FIRST, SECOND, OTHER = segment("a:1", "One."), segment("a:2", "Two."), segment("b:1", "One.")


def filled(*segments: Segment) -> polib.POFile:
    """Return a catalogue in which every segment is translated by its own words in capitals."""
    file = extract(segments, "ru")
    for entry in file:
        entry.msgstr = entry.msgid.upper()
    return file


def entries(file: polib.POFile) -> list[tuple[str, str, str, bool]]:
    return [(entry.msgctxt, entry.msgid, entry.msgstr, entry.fuzzy) for entry in file if not entry.obsolete]


def test_extraction_gives_each_segment_an_entry_with_its_place_and_meaning():
    file = extract([FIRST, SECOND, FIRST], "ru")
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in file] == [("a:1", "One.", ""), ("a:2", "Two.", "")]
    assert (file[0].occurrences, file[0].comment) == ([("01-a.md", "4")], "paragraph")
    assert (file.metadata["Language"], file.metadata["X-Review"]) == ("ru", "draft")


def test_a_translation_is_current_in_its_place_and_elsewhere_in_its_lesson_only():
    catalogue = Catalogue.of(filled(FIRST))
    assert catalogue.find(FIRST, "ru") == Translation("ONE.", "ru")
    assert catalogue.find(segment("a#x/option-b", "One."), "ru") == Translation("ONE.", "ru")
    assert catalogue.find(OTHER, "ru") is None


def test_a_translation_of_older_words_is_stale_and_names_them():
    assert Catalogue.of(filled(FIRST)).find(segment("a:1", "One more."), "ru") == Translation(
        "ONE.", "ru", "stale", "One."
    )


def test_a_fuzzy_entry_is_stale_and_names_the_words_before():
    file = filled(FIRST)
    file[0].flags, file[0].previous_msgid = ["fuzzy"], "Once."
    assert Catalogue.of(file).find(FIRST, "ru") == Translation("ONE.", "ru", "stale", "Once.")


def test_obsolete_and_empty_entries_translate_nothing():
    file = filled(FIRST, SECOND)
    file[0].msgstr, file[1].obsolete = "", True
    assert Catalogue.of(file).find(FIRST, "ru") is None
    assert Catalogue.of(file).find(SECOND, "ru") is None


def test_a_new_paragraph_is_not_shown_with_the_words_of_the_one_it_pushed_down():
    new, moved = segment("a:1", "New."), segment("a:2", "One.")
    catalogue = Catalogue.of(filled(FIRST)).today([new, moved])
    assert catalogue.find(new, "ru") is None
    assert catalogue.find(moved, "ru") == Translation("ONE.", "ru")


def test_changed_words_stay_stale_today():
    changed = segment("a:1", "One more.")
    assert Catalogue.of(filled(FIRST)).today([changed]).find(changed, "ru") == Translation(
        "ONE.", "ru", "stale", "One."
    )


def test_words_fall_back_to_the_source_and_say_so():
    words = Words("ru", "en", Catalogue.of(filled(FIRST)))
    assert words.of(FIRST) == Translation("ONE.", "ru")
    assert words.of(OTHER) == Translation("One.", "en", "missing")
    assert Words("ru", "en").of(FIRST) == Translation("One.", "en", "missing")


def test_the_source_language_needs_no_catalogue():
    assert Words("en", "en", Catalogue.of(filled(FIRST))).of(FIRST) == Translation("One.", "en")


def test_a_catalogue_is_read_from_its_file(tmp_path):
    filled(FIRST).save(str(tmp_path / "a.po"))
    catalogue = Catalogue.read(tmp_path / "a.po")
    assert catalogue.draft
    assert catalogue.find(FIRST, "ru") == Translation("ONE.", "ru")


@pytest.mark.parametrize("content", [b'msgid "a\nfoo', b'msgid "\xff"\nmsgstr ""\n'])
def test_a_broken_file_is_a_sentence_not_a_crash(tmp_path, content):
    (tmp_path / "a.po").write_bytes(content)
    with pytest.raises(BrokenCatalogue):
        Catalogue.read(tmp_path / "a.po")


def test_a_reviewed_catalogue_is_no_draft():
    file = filled(FIRST)
    file.metadata["X-Review"] = "2026-11-01 Aida"
    assert not Catalogue.of(file).draft


def test_update_finds_moved_words_and_leaves_a_new_place_open():
    new = update(filled(FIRST, SECOND), [segment("a:1", "New."), segment("a:2", "One."), segment("a:3", "Two.")])
    assert entries(new) == [
        ("a:1", "New.", "", False),
        ("a:2", "One.", "ONE.", False),
        ("a:3", "Two.", "TWO.", False),
    ]


def test_update_keeps_the_translation_of_changed_words_as_fuzzy_with_the_words_before():
    new = update(filled(FIRST), [segment("a:1", "One more.")])
    assert entries(new) == [("a:1", "One more.", "ONE.", True)]
    assert new[0].previous_msgid == "One."


def test_update_again_keeps_the_words_that_were_really_translated():
    once = update(filled(FIRST), [segment("a:1", "One more.")])
    twice = update(once, [segment("a:1", "One more.")])
    thrice = update(twice, [segment("a:1", "Many more.")])
    assert entries(twice) == entries(once)
    assert (thrice[0].msgstr, thrice[0].previous_msgid) == ("ONE.", "One.")


def test_update_takes_words_from_another_lesson_if_its_own_has_none():
    assert entries(update(filled(OTHER), [FIRST])) == [("a:1", "One.", "ONE.", False)]


def test_update_prefers_the_same_place_then_the_same_lesson_then_what_is_in_use():
    old = filled(segment("b:1", "One."), segment("a:9", "One."), segment("a:1", "One."))
    old[0].msgstr, old[1].msgstr, old[2].msgstr = "far", "near", "here"
    old.append(polib.POEntry(msgctxt="a:7", msgid="One.", msgstr="gone", obsolete=True))
    new = update(old, [segment("a:1", "One."), segment("a:2", "One."), segment("c:1", "One.")])
    assert [entry.msgstr for entry in new][:3] == ["here", "near", "far"]


def test_update_keeps_what_nobody_needs_as_obsolete_and_finds_it_again():
    without = update(filled(FIRST, SECOND), [FIRST])
    gone = [entry for entry in without if entry.obsolete]
    assert [(entry.msgctxt, entry.msgstr) for entry in gone] == [("a:2", "TWO.")]
    assert entries(update(without, [FIRST, SECOND])) == entries(filled(FIRST, SECOND))


def test_update_keeps_the_translators_headers_flags_and_comments():
    old = filled(FIRST)
    old.header, old.metadata["Last-Translator"] = "Our words.", "Aida"
    old[0].tcomment, old[0].flags = "Ask Omar.", ["no-wrap"]
    new = update(old, [FIRST, SECOND])
    assert (new.header, new.metadata["Last-Translator"]) == ("Our words.", "Aida")
    assert (new[0].tcomment, new[0].flags) == ("Ask Omar.", ["no-wrap"])


def test_a_comment_on_an_untranslated_entry_follows_its_place():
    old = extract([FIRST], "ru")
    old[0].tcomment = "Ask Omar."
    new = update(old, [segment("a:1", "One more.")])
    assert (new[0].tcomment, new[0].msgstr, new[0].fuzzy) == ("Ask Omar.", "", False)


def test_update_changes_nothing_in_the_old_catalogue():
    old = filled(FIRST, SECOND)
    before = str(old)
    update(old, [segment("a:1", "One more.")])
    assert str(old) == before


SEGMENTS = st.lists(
    st.builds(segment, st.sampled_from(["a:1", "a:2", "b:1", "b#x/why"]), st.sampled_from(["One.", "Two.", "Three."])),
    max_size=5,
    unique_by=lambda made: made.address,
)


@given(st.lists(SEGMENTS, min_size=2, max_size=5))
def test_no_update_ever_loses_a_translators_work(histories):
    file = filled(*histories[0])
    work = {entry.msgstr for entry in file}
    for segments in histories[1:]:
        file = polib.pofile(str(update(file, segments)))
        assert {entry.msgstr for entry in file if entry.msgstr} == work
        assert [(entry.msgctxt, entry.msgid) for entry in file if not entry.obsolete] == [
            (made.address, made.source) for made in segments
        ]


def test_a_whole_course_survives_extraction_and_reading(tmp_path):
    course = small.read(small.write(tmp_path)).course
    assert course is not None
    catalogue = Catalogue.of(filled(*course.segments()))
    assert all(catalogue.find(made, "ru") == Translation(made.source.upper(), "ru") for made in course.segments())


def test_countries_are_translated_like_a_course(tmp_path):
    countries, _ = jurisdiction.read(small.write(tmp_path) / "courses/jurisdictions")
    assert [made.address for made in jurisdiction_segments(countries)] == [
        "jurisdictions/kz:name",
        "jurisdictions/kz:witness_rule",
        "jurisdictions/uz:name",
        "jurisdictions/uz:witness_rule",
    ]


@pytest.mark.parametrize(("address", "lesson"), [("a:1", "a"), ("a#b@kz/text", "a"), ("bank/x:title", "bank/x")])
def test_an_address_tells_its_lesson(address, lesson):
    assert lesson_of(address) == lesson


def test_a_language_nobody_knows_is_written_from_left_to_right():
    assert (direction("fa-AF"), direction("ru"), direction("xx")) == ("rtl", "ltr", "ltr")


def test_segments_are_told_apart_by_source_too():
    twin = replace(FIRST, source="Two.")
    assert len(extract([FIRST, twin], "ru")) == 2
