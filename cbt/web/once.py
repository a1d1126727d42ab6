"""What a page says to everybody who reads it in one language is put together once, and kept."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Generic, TypeVar

from flask import Flask, render_template, session
from markupsafe import Markup, escape

from cbt.web import language, login, seat
from cbt.web.box import box
from cbt.web.forms import guard_token

MOST_PIECES = 4000
"""Pieces of pages kept in memory; one is some 0.3 kB."""

MOST_PAGES = 400
"""Whole pages kept with their slots open; one is some 10 kB."""
FLASHES = "_flashes"
"""Where Flask keeps messages for the next page."""

SLOT = re.compile("\x00([a-z]+)\x00")

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by what they depend on; beyond `most` of them the oldest go. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[tuple[object, ...], Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], Value]) -> Value:
        """Return the value kept under a key, or make it."""
        found = self._values.get(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            self._values[key] = made
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


class Cut:
    """A piece of a page in UTF-8, cut at its slots once, so that filling it is one joining."""

    __slots__ = ("_names", "_parts")

    def __init__(self, html: str) -> None:
        cut = SLOT.split(html)  # text, name, text, name ... text
        self._names = cut[1::2]
        self._parts = [part.encode() for part in cut]

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        """Return the piece with finished HTML in its slots."""
        parts = self._parts.copy()
        parts[1::2] = [values[name] for name in self._names]
        return b"".join(parts)


PIECES: Kept[Markup] = Kept(MOST_PIECES)
PAGES: Kept[Cut] = Kept(MOST_PAGES)


def once(macro: Callable[..., Markup], *values: object) -> Markup:
    """Return what a component makes of these values in the reader's language, from memory if it was made before.

    Only for imported components that ask nothing else: no person, no time, no form's guard; for those `slot` keeps
    room. Values can be hashed.
    """
    return PIECES.get((macro, language.locale().tag, values), lambda: macro(*values))


def slot(name: str) -> str:
    """Return what keeps room in a piece for what each page puts there: characters that no page has."""
    return f"\x00{name}\x00"


def fill(piece: Markup, **values: object) -> Markup:
    """Return a piece with all its slots filled; what is not HTML is escaped."""
    filled = Cut(piece).filled({name: html(value) for name, value in values.items()})
    return Markup(filled.decode())  # noqa: S704 - a finished piece and escaped values


def html(value: object) -> bytes:
    """Return a value as finished HTML: escaped, unless it is HTML."""
    return escape(value).encode()


def parts(piece: Markup, *names: str) -> list[str]:
    """Return what stands before, between and behind a piece's slots, for a piece that is filled a thousand times.

    names: all its slots in their order, each there once.
    """
    found, rest = [], str(piece)
    for name in names:
        before, _, rest = rest.partition(slot(name))
        found.append(before)
    return [*found, rest]


def page(template: str, key: tuple[object, ...], slots: Mapping[str, bytes], **context: object) -> bytes:
    """Return a page whose HTML depends on the language, on who may teach and on `key` alone, but for its slots.

    It is rendered once, with slots open for the reader's name (`name`), the guard of its forms (`token`) and what
    `slots` names; they are filled for each request. A page with messages to show is rendered for itself.
    """
    viewer = seat.person()
    settings = box().settings
    whole = (template, settings.post_name, settings.demonstration, language.locale().tag, login.teaches(), *key)

    def render() -> Cut:
        seen = replace(viewer, name=slot("name"))
        return Cut(render_template(template, viewer=seen, csrf_token=slot("token"), **context))

    cut = render() if FLASHES in session else PAGES.get(whole, render)
    return cut.filled({"name": html(viewer.name), "token": html(guard_token()), **slots})


def init_app(app: Flask) -> None:
    """Give templates `once(component, values ...)`, `slot(name)`, the filter `fill`, and a `url_for` that remembers."""

    @lru_cache(maxsize=MOST_PIECES)
    def url_for(endpoint: str, **values: Hashable) -> str:
        if endpoint.startswith("."):
            raise ValueError(f"{endpoint}: an address that depends on where it is asked for")
        return app.url_for(endpoint, **values)  # type: ignore[arg-type]  # whatever a route takes

    app.jinja_env.globals.update(once=once, slot=slot, url_for=url_for)
    app.jinja_env.filters["fill"] = fill
