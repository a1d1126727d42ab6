"""The reader's language: which one it is, its words, its dates and numbers; and sentences put into it at the door."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations

from flask import Flask, g, request, session
from markupsafe import Markup, escape

from cbt.errors import CbtError
from cbt.language.formats import Formats, formats
from cbt.language.locales import Locale, find, negotiate
from cbt.web import seat
from cbt.web.box import box


def offered() -> tuple[Locale, ...]:
    """Return the languages that the interface has, English first."""
    return tuple(find(tag) for tag in box().catalogues.offered())


def locale() -> Locale:
    """Return the reader's language: the signed-in person's, else the one chosen at this seat, else the browser's."""
    found: Locale | None = g.get("locale")  # one look at the request's store: a page asks a hundred times
    if found is None:
        found = g.locale = find(_tag())
    return found


def _tag() -> str:
    tags = box().catalogues.offered()
    reader = seat.viewer()
    wanted = reader.language if reader else session.get("language")
    if wanted in tags:
        return str(wanted)
    header = request.headers.get("Accept-Language", "")
    return negotiate(header, tags) if header and wanted is None else _default(tags)


def _default(tags: tuple[str, ...]) -> str:
    language = box().settings.language
    return language if language in tags else tags[0]


def chosen(tag: str) -> None:
    """Use another language from here on in this request."""
    forget()
    g.locale = find(tag)


def forget() -> None:
    """Find the reader's language anew from here on in this request: who reads has changed."""
    for name in ("locale", "texts", "formats"):
        g.pop(name, None)


def texts() -> NullTranslations:
    """Return the interface catalogue of the reader's language."""
    found: NullTranslations | None = g.get("texts")
    if found is None:
        found = g.texts = box().catalogues.of(locale().tag)
    return found


def gettext(message: str) -> str:
    """Return an interface text in the reader's language."""
    return texts().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the plural form of an interface text for a count."""
    return texts().ngettext(one, many, count)


def said(message: str, **values: object) -> Markup:
    """Return an interface text with values put in, for templates: the text is HTML, the values are escaped."""
    text = Markup(gettext(message))  # noqa: S704 - a text of ours
    return text % values if "%" in text else text


def said_of(one: str, many: str, num: int, **values: object) -> Markup:
    """Return the plural form of an interface text with values put in, `num` among them, for templates."""
    return Markup(ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704 - a text of ours


def formatted() -> Formats:
    """Return how the reader's language writes dates, times and numbers."""
    found: Formats | None = g.get("formats")
    if found is None:
        found = g.formats = formats(locale().tag, box().settings.zone)
    return found


def in_words(error: CbtError) -> str:
    """Return what an error says, in the reader's language, with its values put in as that language writes them."""
    return gettext(error.sentence).format(**{name: _value(value) for name, value in error.values.items()})


def _value(value: object) -> object:
    return formatted().date_and_time(value) if isinstance(value, datetime) else value


def when(moment: datetime) -> str:
    """Return the hour and minute of a time of today; day, hour and minute of any other."""
    return whens()(moment)


def whens() -> Callable[[datetime], str]:
    """Return what writes times as `when` does, for a page that says many: language and day are looked up once."""
    writes = formatted()
    today = box().clock.now().astimezone(writes.zone).date()
    return lambda moment: _when(writes, moment.replace(second=0, microsecond=0), today)


@lru_cache(maxsize=4096)
def _when(writes: Formats, minute: datetime, today: date) -> str:
    """Write one minute; kept, because a lesson's page says it at every question."""
    return writes.time(minute) if minute.astimezone(writes.zone).date() == today else writes.date_and_time(minute)


def bdi(text: str) -> Markup:
    """Return a name or an id isolated from the direction of the text around it."""
    return Markup("<bdi>{}</bdi>").format(escape(text))


def init_app(app: Flask) -> None:
    """Give templates the words and formats of the reader's language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=said, gettext=said, ngettext=said_of)  # the extension's own take twice as long
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters["bdi"] = bdi
    app.jinja_env.filters["date"] = lambda moment: formatted().date(moment)
    app.jinja_env.filters["time"] = lambda moment: formatted().time(moment)
    app.jinja_env.filters["date_and_time"] = lambda moment: formatted().date_and_time(moment)
    app.jinja_env.filters["when"] = when
    app.jinja_env.filters["number"] = lambda value: formatted().number(value)
    app.jinja_env.filters["percent"] = lambda whole: formatted().percent(whole)
    app.jinja_env.filters["duration"] = lambda seconds: formatted().duration(seconds)
