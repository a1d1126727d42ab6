import threading
from pathlib import Path

import pytest

from cbt.language.catalogues import BrokenCatalogue, Catalogues, path_of
from cbt.language.locales import UnknownLanguage

RUSSIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"
"X-Review: draft\\n"

msgid "Home"
msgstr "Главная"

msgid "Lesson"
msgstr "Урок"

#, fuzzy
msgid "Saved"
msgstr "Потеряно"

msgid "{count} question"
msgid_plural "{count} questions"
msgstr[0] "{count} вопрос"
msgstr[1] "{count} вопроса"
msgstr[2] "{count} вопросов"
"""
TAJIK = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Home"
msgstr "Асосӣ"
"""


def write(folder: Path, tag: str, text: str) -> None:
    path = path_of(folder, tag)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def catalogues(tmp_path):
    write(tmp_path, "ru", RUSSIAN)
    write(tmp_path, "tg", TAJIK)
    return Catalogues(tmp_path)


def test_texts_come_in_the_language_asked_for(catalogues):
    assert catalogues.of("ru").gettext("Home") == "Главная"


def test_english_is_the_source_and_needs_no_catalogue(catalogues):
    assert catalogues.of("en").gettext("Home") == "Home"
    assert catalogues.of("en").ngettext("{count} question", "{count} questions", 2) == "{count} questions"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "{count} вопрос"), (3, "{count} вопроса"), (11, "{count} вопросов"), (21, "{count} вопрос")],
)
def test_plural_forms_follow_the_header_of_the_catalogue(catalogues, count, words):
    assert catalogues.of("ru").ngettext("{count} question", "{count} questions", count) == words


def test_what_a_language_lacks_comes_along_its_chain(catalogues):
    tajik = catalogues.of("tg")
    assert [tajik.gettext(text) for text in ("Home", "Lesson", "Board")] == ["Асосӣ", "Урок", "Board"]
    assert tajik.ngettext("{count} question", "{count} questions", 3) == "{count} вопроса"


def test_a_language_without_a_catalogue_reads_its_fallback(catalogues):
    assert catalogues.of("kk").gettext("Home") == "Главная"
    assert catalogues.of("ps").gettext("Home") == "Home"


def test_an_entry_marked_fuzzy_counts_as_lacking(catalogues):
    assert catalogues.of("ru").gettext("Saved") == "Saved"


def test_a_catalogue_says_of_itself_that_it_is_a_draft(catalogues):
    assert [catalogues.is_draft(tag) for tag in ("ru", "tg", "en", "kk")] == [True, False, False, False]


def test_the_languages_offered_are_those_with_a_catalogue_in_the_order_of_the_table(catalogues):
    assert catalogues.offered() == ("en", "ru", "tg")


def test_a_catalogue_is_read_once_also_when_many_ask_at_once(catalogues):
    found = []
    threads = [threading.Thread(target=lambda: found.append(catalogues.of("tg"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(texts is found[0] for texts in found)


@pytest.mark.parametrize("text", ['msgid "Home"\nmsgstr "Гл', "nothing of the kind"])
def test_a_broken_catalogue_is_named_with_its_line(tmp_path, text):
    write(tmp_path, "ru", text)
    with pytest.raises(BrokenCatalogue, match=r"cbt\.po cannot be read"):
        Catalogues(tmp_path).of("ru")


def test_an_unknown_language_is_refused(catalogues):
    with pytest.raises(UnknownLanguage):
        catalogues.of("xx")
