import pytest

from cbt.language.locales import UnknownLanguage
from cbt.language.names import country_name


@pytest.mark.parametrize(
    ("country", "tag", "name"),
    [
        ("kz", "en", "Kazakhstan"),
        ("KZ", "ru", "Казахстан"),
        ("kg", "ru", "Кыргызстан"),
        ("tj", "tg", "Тоҷикистон"),
        ("uz", "uz-Cyrl", "Ўзбекистон"),
        ("af", "fa-AF", "افغانستان"),
        ("af", "ps", "افغانستان"),
    ],
)
def test_a_country_is_called_what_readers_of_the_language_call_it(country, tag, name):
    assert country_name(country, tag) == name


def test_a_code_that_no_language_knows_is_returned_as_it_is():
    assert country_name("xu", "ru") == "xu"


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguage):
        country_name("kz", "xx")
