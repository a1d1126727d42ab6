import pytest

from cbt.errors import CbtError
from cbt.language.locales import LOCALES, UnknownLanguage, find, negotiate

OFFERED = ("en", "ru", "uz", "uz-Cyrl", "fa-AF", "ps")


def test_there_are_ten_languages_each_named_in_its_own_script():
    assert {locale.tag: locale.name for locale in LOCALES} == {
        "en": "English",
        "ru": "Русский",
        "kk": "Қазақша",
        "ky": "Кыргызча",
        "tg": "Тоҷикӣ",
        "uz": "Oʻzbekcha",
        "uz-Cyrl": "Ўзбекча",
        "tk": "Türkmençe",
        "fa-AF": "دری",
        "ps": "پښتو",
    }


def test_only_dari_and_pashto_run_from_right_to_left():
    assert {locale.tag for locale in LOCALES if locale.direction == "rtl"} == {"fa-AF", "ps"}


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_chain_of_fallbacks_ends_in_english_and_never_holds_the_language_itself(locale):
    chain = (locale.tag, *locale.fallback)
    assert chain[-1] == "en"
    assert len(set(chain)) == len(chain)
    assert all(find(tag) for tag in chain)


def test_an_unknown_language_is_refused_with_those_that_exist():
    with pytest.raises(UnknownLanguage, match=r"no language “xx”.*en, ru, kk") as caught:
        find("xx")
    assert isinstance(caught.value, CbtError)


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("kk-KZ,kk;q=0.9,ru;q=0.8,en;q=0.7", "ru"),
        ("en;q=0.5,ps;q=0.9", "ps"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("uz-Latn-UZ", "uz"),
        ("UZ-cyrl", "uz-Cyrl"),
        ("uz", "uz"),
        ("fa", "fa-AF"),
        ("fa-IR", "fa-AF"),
        ("prs-AF", "fa-AF"),
        ("ru;q=0,ps", "ps"),
        ("de, fr;q=0.3", "en"),
        ("*", "en"),
        ("", "en"),
        (";;,,q=,ru;q=mad", "en"),
    ],
)
def test_the_language_is_the_one_the_browser_wants_most_among_those_offered(header, tag):
    assert negotiate(header, OFFERED) == tag


def test_what_is_not_offered_is_never_chosen():
    assert negotiate("ru", ("ps", "en")) == "ps"
