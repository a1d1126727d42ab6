import pytest

from cbt.language.catalogues import Catalogues, path_of, read
from cbt.language.locales import UnknownLanguage
from cbt.language.messages import Gaps, Message, gaps, main, messages, update

PYTHON = """
from cbt.errors import N_

SENTENCE = N_("Lesson {lesson} has no "
              "question {question}.")
words = ngettext("{count} learner", "{count} learners", count)
other = pgettext("verb", "Open")
not_for_people = log("A line for the log")
"""
TEMPLATE = """
<h1>{{ _("Home") }}</h1>
<p>{% trans count=learners %}
  {{ count }} learner works
{% pluralize %}
  {{ count }} learners work
{% endtrans %}</p>
<p>{{ _("Home") }}</p>
"""


@pytest.fixture
def package(tmp_path):
    package = tmp_path / "cbt"
    (package / "web" / "templates").mkdir(parents=True)
    (package / "lessons.py").write_text(PYTHON, encoding="utf-8")
    (package / "web" / "templates" / "home.html").write_text(TEMPLATE, encoding="utf-8")
    return package


def translate(path, **words):
    catalogue = read(path)
    for msgid, msgstr in words.items():
        catalogue.find(msgid).msgstr = msgstr
    catalogue.save(str(path))


def test_sentences_are_found_in_python_and_in_templates(package):
    assert messages(package) == [
        Message("Lesson {lesson} has no question {question}.", None, None, ("cbt/lessons.py",)),
        Message("{count} learner", "{count} learners", None, ("cbt/lessons.py",)),
        Message("Open", None, "verb", ("cbt/lessons.py",)),
        Message("Home", None, None, ("cbt/web/templates/home.html",)),
        Message("%(count)s learner works", "%(count)s learners work", None, ("cbt/web/templates/home.html",)),
    ]


def test_the_sentences_of_our_own_errors_are_found():
    assert any(message.text.startswith("There is no language") for message in messages())


def test_a_catalogue_that_does_not_exist_is_begun_as_a_draft(tmp_path, package):
    path = path_of(tmp_path, "ru")
    left = update(path, "ru", messages(package))
    assert len(left.missing) == 5
    assert read(path).metadata["X-Review"] == "draft"
    assert Catalogues(tmp_path).is_draft("ru")


def test_updating_twice_changes_nothing(tmp_path, package):
    path = path_of(tmp_path, "ru")
    update(path, "ru", messages(package))
    translate(path, Home="Главная")
    update(path, "ru", messages(package))
    before = path.read_bytes()
    update(path, "ru", messages(package))
    assert path.read_bytes() == before


def test_a_translation_survives_when_its_sentence_goes_and_comes_back(tmp_path, package):
    path = path_of(tmp_path, "ru")
    found = messages(package)
    update(path, "ru", found)
    translate(path, Home="Главная")
    gone = update(path, "ru", [message for message in found if message.text != "Home"])
    assert gone.obsolete == ("Home",)
    assert Catalogues(tmp_path).of("ru").gettext("Home") == "Home"
    back = update(path, "ru", found)
    assert back.obsolete == ()
    assert Catalogues(tmp_path).of("ru").gettext("Home") == "Главная"


def test_plurals_are_kept_when_a_catalogue_is_updated(tmp_path, package):
    path = path_of(tmp_path, "ru")
    found = messages(package)
    update(path, "ru", found)
    catalogue = read(path)
    catalogue.find("{count} learner").msgstr_plural = {0: "{count} ученик", 1: "{count} ученика", 2: "{count} учеников"}
    catalogue.save(str(path))
    left = update(path, "ru", found)
    assert "{count} learner" not in left.missing
    assert Catalogues(tmp_path).of("ru").ngettext("{count} learner", "{count} learners", 5) == "{count} учеников"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("В уроке {lesson} нет вопроса {question}.", False),
        ("Нет вопроса {question} в уроке {lesson}.", False),
        ("В уроке {lesson} нет вопроса.", True),
        ("В уроке {lesson} нет вопроса {вопрос}.", True),
    ],
)
def test_a_translation_must_name_the_same_values(tmp_path, package, words, wrong):
    path = path_of(tmp_path, "ru")
    update(path, "ru", messages(package))
    translate(path, **{"Lesson {lesson} has no question {question}.": words})
    assert bool(gaps(read(path), messages(package)).wrong_values) is wrong


def test_a_complete_catalogue_has_no_gaps():
    assert not Gaps((), (), ())
    assert Gaps((), ("Gone",), ())


def test_the_command_lists_what_is_left_and_fails_until_nothing_is(tmp_path, package, capsys):
    (package / "web" / "templates" / "home.html").unlink()
    (package / "lessons.py").write_text('SENTENCE = N_("Home")', encoding="utf-8")
    assert main(["ru"], tmp_path, package) == 1
    assert "1 to translate" in capsys.readouterr().out
    translate(path_of(tmp_path, "ru"), Home="Главная")
    assert main(["ru"], tmp_path, package) == 0


def test_an_unknown_language_is_refused_before_anything_is_written(tmp_path, package):
    with pytest.raises(UnknownLanguage):
        main(["ru", "--help"], tmp_path / "translations", package)
    assert not (tmp_path / "translations").exists()
