"""A day in a form: a date field of the browser, or what was typed where there is none; and the times it means."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.widgets import DateInput

from cbt.errors import N_, CbtError
from cbt.web.language import in_words

YEARS = range(2000, 2200)
FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})"),
)


class NoDate(CbtError):
    """What was written is no day of the calendar."""

    sentence = N_("{text} is no date. Write day.month.year.")


class DayInput(DateInput):
    """The browser's own date field; one line of text while what was typed is no date, which that could not show."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """Return the input element."""
        return super().__call__(field, **({"type": "text"} if field.process_errors else {}), **kwargs)


class DayField(Field):
    """A day, or None where nothing was written."""

    widget = DayInput()
    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day. Raises ValueError with a sentence, as WTForms wants it."""
        text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = read_day(text) if text else None
        except NoDate as error:
            self.data = None
            raise ValueError(in_words(error)) from error


def read_day(text: str) -> date:
    """Return the day written as `2026-02-28` or `28.02.2026`, in any digits. Raises NoDate."""
    for form in FORMS:
        found = form.fullmatch(text)
        if found and int(found["year"]) in YEARS:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise NoDate(text=text)


def beginning(day: date | None, zone: tzinfo) -> datetime | None:
    """Return the first moment of a day in a zone, for what opens on it."""
    return None if day is None else datetime.combine(day, time.min, zone)


def end(day: date | None, zone: tzinfo) -> datetime | None:
    """Return the last second of a day in a zone, for what is due on it."""
    return None if day is None else datetime.combine(day, time(23, 59, 59), zone)


def day_of(moment: datetime | None, zone: tzinfo) -> date | None:
    """Return the day that a time lies on in a zone."""
    return None if moment is None else moment.astimezone(zone).date()
