"""The Russian interface, a draft until a native speaker has read it, keeps step with the sentences in the code."""

import re
from collections import defaultdict

import pytest

from cbt.language.catalogues import Catalogues, path_of, read
from cbt.language.messages import TRANSLATIONS, gaps, messages

SAME_IN_BOTH = {"CSV", "n = %(count)s", "%(percent)s %%"}  # names, signs and numbers


@pytest.fixture(scope="module")
def catalogue():
    return read(path_of(TRANSLATIONS, "ru"))


@pytest.fixture(scope="module")
def left(catalogue):
    return gaps(catalogue, messages())


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_of_the_interface_has_a_russian_translation(left):
    assert left.missing == ()


def test_no_translation_is_kept_for_a_sentence_that_is_gone(left):
    assert left.obsolete == ()


def test_every_translation_names_the_values_of_the_original(left):
    assert left.wrong_values == ()


def test_every_counted_sentence_has_three_russian_forms_in_words(catalogue):
    counted = [entry for entry in catalogue if entry.msgid_plural]
    assert counted
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=3;")
    assert [entry.msgid for entry in counted if sorted(entry.msgstr_plural) != [0, 1, 2]] == []
    assert [entry.msgid for entry in counted if not all(text.strip() for text in texts(entry))] == []


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "%(count)s вопрос"),
        (21, "%(count)s вопрос"),
        (2, "%(count)s вопроса"),
        (34, "%(count)s вопроса"),
        (5, "%(count)s вопросов"),
        (11, "%(count)s вопросов"),
        (112, "%(count)s вопросов"),
    ],
)
def test_the_form_follows_the_number(count, words):
    russian = Catalogues(TRANSLATIONS).of("ru")
    assert russian.ngettext("%(count)s question", "%(count)s questions", count) == words


def test_every_form_shows_the_number_because_the_first_also_stands_for_twenty_one(catalogue):
    counted = [entry for entry in catalogue if "%(count)s" in entry.msgid_plural or "{count}" in entry.msgid_plural]
    assert [entry.msgid for entry in counted if not all("count" in text for text in texts(entry))] == []


def test_no_entry_is_english_that_was_copied(catalogue):
    assert {entry.msgid for entry in catalogue if entry.msgid in texts(entry)} <= SAME_IN_BOTH


def test_a_per_cent_sign_in_a_template_stays_doubled(catalogue):
    doubled = [entry for entry in catalogue if "%%" in entry.msgid]
    assert doubled
    assert [entry.msgid for entry in doubled if not all("%%" in text for text in texts(entry))] == []


def filled(entry, text):
    """Fill in values as the code does: `%` for what stands in a template or names `%(value)s`, braces elsewhere."""
    in_template = any(path.endswith(".html") for path, _ in entry.occurrences)
    values = defaultdict(lambda: "7")
    return text % values if in_template or "%(" in entry.msgid else text.format_map(values)


def test_every_translation_takes_its_values(catalogue):
    for entry in catalogue:
        for text in texts(entry):
            assert filled(entry, text).strip(), entry.msgid


def test_the_catalogue_says_that_it_is_a_draft():
    assert Catalogues(TRANSLATIONS).is_draft("ru")


def test_no_full_stop_follows_a_date_because_a_russian_date_ends_in_one(catalogue):
    stopped = re.compile(r"(?:%\((?:day|when|date)\)s|\{(?:day|when|date)\})\.")
    assert [entry.msgid for entry in catalogue if any(stopped.search(text) for text in texts(entry))] == []
