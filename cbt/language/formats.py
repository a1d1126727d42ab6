"""Dates, times, numbers and durations as a language writes them (CLDR, by Babel; gaps filled here)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, TypeAlias

import babel
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from cbt.language.locales import find

Day: TypeAlias = date  # below, `date` is a method
Style: TypeAlias = Literal["short", "medium", "long", "full"]

# Babel gives Latin digits whatever the language; CLDR's own numbers of Dari and Pashto are these.
PERSIAN = str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪")

# Where CLDR has no word (tg, ps), or has it under a length that Babel does not fall back to (uz, fa): by plural form.
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("tg", "hour"): {"other": "{} соат"},
    ("tg", "minute"): {"other": "{} дақиқа"},
    ("tg", "second"): {"other": "{} сония"},
    ("uz", "hour"): {"other": "{} soat"},
    ("uz-Cyrl", "hour"): {"other": "{} соат"},
    ("uz-Cyrl", "second"): {"other": "{} сония"},
    ("fa-AF", "hour"): {"other": "{} ساعت"},
    ("fa-AF", "minute"): {"other": "{} دقیقه"},
    ("fa-AF", "second"): {"other": "{} ثانیه"},
    ("ps", "hour"): {"one": "{} ساعت", "other": "{} ساعته"},
    ("ps", "minute"): {"one": "{} دقیقه", "other": "{} دقیقې"},
    ("ps", "second"): {"one": "{} ثانیه", "other": "{} ثانیې"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Formats:
    """How one language writes what is not words, with times in one zone. Safe for threads; make it by `formats`."""

    tag: str
    zone: tzinfo
    locale: babel.Locale
    persian: bool = field(default=False)

    def date(self, moment: datetime, style: Style = "medium") -> str:
        """Return the day of an aware time: `24 Nov 2026`."""
        return _day(self, moment.astimezone(self.zone).date(), style)

    def day(self, day: Day, style: Style = "medium") -> str:
        """Return a day that has no time: `24 Nov 2026`."""
        return _day(self, day, style)

    def time(self, moment: datetime) -> str:
        """Return the hour and minute of an aware time: `14:05`."""
        local = moment.astimezone(self.zone)
        return _time(self, local.hour, local.minute)

    def date_and_time(self, moment: datetime) -> str:
        """Return day, hour and minute of an aware time, joined as the language joins them."""
        local = moment.astimezone(self.zone)
        joined = str(self.locale.datetime_formats["medium"])
        return joined.replace("'", "").format(self.time(local), self.date(local))

    def number(self, value: float | Decimal) -> str:
        """Return a number with at most three decimals and its groups."""
        return _number(self, value)

    def percent(self, whole: int) -> str:
        """Return whole percent: `percent(83)` is `83%`."""
        return _percent(self, whole)

    def duration(self, seconds: int) -> str:
        """Return a duration in whole units: `40 seconds`, `35 minutes`, `6 hours`, `1 hour 5 minutes`.

        Seconds are said below one minute only, and cut above it.
        """
        if seconds < 60:
            return _unit(self, seconds, "second")
        hours, minutes = divmod(seconds // 60, 60)
        parts = [_unit(self, hours, "hour")] if hours else []
        if minutes:
            parts.append(_unit(self, minutes, "minute"))
        return " ".join(parts)

    def digits(self, text: str) -> str:
        """Return a text with Latin digits in the digits of the language."""
        return text.translate(PERSIAN) if self.persian else text


# A page writes the same few numbers and days again and again, and Babel takes up to a tenth of a millisecond for each.
@lru_cache(maxsize=4096, typed=True)
def _number(language: Formats, value: float | Decimal) -> str:
    system = "default" if language.persian else "latn"
    text = format_decimal(value, locale=language.locale, numbering_system=system)
    return language.digits(text)


@lru_cache(maxsize=1024)
def _percent(language: Formats, whole: int) -> str:
    text = format_percent(Decimal(whole) / 100, locale=language.locale)
    return language.digits(text)


@lru_cache(maxsize=1024)
def _day(language: Formats, day: date, style: Style) -> str:
    return language.digits(format_date(day, style, locale=language.locale))


@lru_cache(maxsize=1440)
def _time(language: Formats, hour: int, minute: int) -> str:
    return language.digits(format_time(time(hour, minute), "short", locale=language.locale))


@lru_cache(maxsize=1024)
def _unit(language: Formats, count: int, unit: str) -> str:
    words = WORDS.get((language.tag, unit))
    if words is None:
        return language.digits(format_unit(count, f"duration-{unit}", length="long", locale=language.locale))
    word = words.get(language.locale.plural_form(count), words["other"])
    return word.format(language.number(count))


@cache
def formats(tag: str, zone: tzinfo) -> Formats:
    """Return how a language writes numbers, and times in a zone. Raises UnknownLanguage."""
    locale = babel.Locale.parse(find(tag).babel)
    return Formats(tag, zone, locale, persian=locale.default_numbering_system == "arabext")
