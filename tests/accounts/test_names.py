import unicodedata

import pytest

from cbt.accounts.names import NotLatin, UnusableName, digest, folded, latin, sign_in_name, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lena", "LENA"),
        ("Лена", "лЕНА"),
        ("ӘЛІЯ", "әлія"),
        ("Ҷаҳонгир", "ҷаҳонгир"),
        ("Oʻktam", "OʻKTAM"),
        ("Äýna", "äÝNA"),
        ("Йод", unicodedata.normalize("NFD", "йод")),
        ("straße", "STRASSE"),
        ("  lena   kim ", "Lena Kim"),
        ("نور\u200cآغا", "نورآغا"),
        ("\u200fلینا\u200e", "لینا"),
    ],
)
def test_the_same_letters_in_any_case_and_from_any_keyboard_are_the_same_name(one, other):
    assert folded(one) == folded(other)
    assert digest(one) == digest(other)


@pytest.mark.parametrize(("one", "other"), [("lena", "lenа"), ("lena", "lena2"), ("и", "й"), ("ق", "ک")])
def test_other_letters_are_another_name(one, other):
    assert folded(one) != folded(other)
    assert digest(one) != digest(other)


@pytest.mark.parametrize("text", ["", "   ", "\u200f\u200b", "le\x00na", "a" * 81, "\ud800", "ß" * 41])
def test_a_name_that_cannot_be_typed_is_refused(text):
    with pytest.raises(UnusableName, match="1 to 80"):
        sign_in_name(text)


def test_a_name_for_showing_keeps_its_case_and_joiners():
    assert tidy("  نور\u200cآغا  Карим ") == "نور\u200cآغا Карим"


@pytest.mark.parametrize(
    "text",
    [
        "Lena Kim",
        "Oʻktam Gʻulomov",
        "O‘ktam D’Arcy O'Neil",
        "Jean-Luc B. Şahin",
        "Äýna Öwezowa",
        "Ñúñez Straße",
        "Nguyễn Văn Đức",
        unicodedata.normalize("NFD", "Žana"),
        "Q\u0304a",
    ],
)
def test_a_name_in_latin_letters_may_have_their_marks_and_what_stands_between_parts_of_a_name(text):
    assert latin(f" {text} ") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text", ["Мария Пак", "Lenа Kim", "Lena Ким", "نور", "Λένα", "Lena 2", "Lena_Kim", "Lena/Kim", "...", "- -", "李"]
)
def test_other_scripts_digits_and_signs_are_no_latin_name(text):
    with pytest.raises(NotLatin, match="a to z"):
        latin(text)


@pytest.mark.parametrize("text", ["", "  ", "x" * 121])
def test_a_latin_name_is_neither_empty_nor_endless(text):
    with pytest.raises(UnusableName, match="1 to 120"):
        latin(text)
