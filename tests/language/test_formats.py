from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from cbt.language.formats import formats
from cbt.language.locales import LOCALES, UnknownLanguage

AFTERNOON = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
TAGS = [locale.tag for locale in LOCALES]
LATIN = set("abcdefghijklmnopqrstuvwxyz")


def plain(text: str) -> str:
    """CLDR's narrow and unbreakable spaces as ordinary ones."""
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("\u200f", "")


@pytest.mark.parametrize(
    ("tag", "date", "both"),
    [
        ("en", "24 Nov 2026", "24 Nov 2026, 14:05"),
        ("ru", "24 нояб. 2026 г.", "24 нояб. 2026 г., 14:05"),
        ("tg", "24 Ноя 2026", "24 Ноя 2026 14:05"),
        ("fa-AF", "۲۴ نومبر ۲۰۲۶", "۲۴ نومبر ۲۰۲۶، ۱۴:۰۵"),
        ("ps", "۲۰۲۶ نومبر ۲۴", "۲۰۲۶ نومبر ۲۴ ۱۴:۰۵"),
    ],
)
def test_dates_and_times_are_written_as_the_language_writes_them(tag, date, both):
    assert plain(formats(tag, UTC).date(AFTERNOON)) == date
    assert plain(formats(tag, UTC).date_and_time(AFTERNOON)) == both


def test_times_are_told_in_the_zone_asked_for():
    dushanbe = timezone(timedelta(hours=5))
    late = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    assert formats("en", dushanbe).time(late) == "01:30"
    assert formats("en", dushanbe).date(late, "long") == "25 November 2026"


@pytest.mark.parametrize("tag", TAGS)
def test_a_day_without_a_time_is_written_like_one_with_a_time_in_any_zone(tag):
    west = formats(tag, timezone(timedelta(hours=-11)))
    assert west.day(date(2026, 11, 24)) == formats(tag, UTC).date(AFTERNOON)


@pytest.mark.parametrize("tag", TAGS)
def test_no_language_writes_the_hour_by_twelve(tag):
    hour = "۱۴:۰۵" if tag in ("fa-AF", "ps") else "14:05"
    assert formats(tag, UTC).time(AFTERNOON) == hour


@pytest.mark.parametrize(
    ("tag", "number", "percent"),
    [
        ("en", "12,345.5", "83%"),
        ("ru", "12 345,5", "83 %"),
        ("tg", "12 345,5", "83%"),
        ("fa-AF", "۱۲٬۳۴۵٫۵", "۸۳٪"),
        ("ps", "۱۲٬۳۴۵٫۵", "۸۳٪"),
    ],
)
def test_numbers_and_percent_have_the_digits_and_signs_of_the_language(tag, number, percent):
    assert plain(formats(tag, UTC).number(Decimal("12345.5"))) == number
    assert plain(formats(tag, UTC).percent(83)) == percent


@pytest.mark.parametrize(
    ("tag", "seconds", "words"),
    [
        ("en", 0, "0 seconds"),
        ("en", 40, "40 seconds"),
        ("en", 60, "1 minute"),
        ("en", 119, "1 minute"),
        ("en", 35 * 60, "35 minutes"),
        ("en", 6 * 3600, "6 hours"),
        ("en", 3900, "1 hour 5 minutes"),
        ("ru", 2 * 3600, "2 часа"),
        ("ru", 5 * 3600, "5 часов"),
        ("ru", 21 * 60, "21 минута"),
        ("tg", 6 * 3600, "6 соат"),
        ("tg", 35 * 60, "35 дақиқа"),
        ("uz", 6 * 3600, "6 soat"),
        ("uz-Cyrl", 40, "40 сония"),
        ("fa-AF", 35 * 60, "۳۵ دقیقه"),
        ("ps", 3600, "۱ ساعت"),
        ("ps", 6 * 3600, "۶ ساعته"),
    ],
)
def test_durations_are_whole_units_in_the_right_plural(tag, seconds, words):
    assert formats(tag, UTC).duration(seconds) == words


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag not in ("en", "uz", "tk")])
def test_no_duration_falls_back_to_latin_letters(tag):
    for seconds in (1, 2, 5, 60, 120, 300, 3600, 7200, 18000):
        assert not LATIN & set(formats(tag, UTC).duration(seconds).lower())


def test_the_same_language_and_zone_share_one_value():
    assert formats("ru", UTC) is formats("ru", UTC)


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguage):
        formats("xx", UTC)
