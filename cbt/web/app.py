"""The factory: it only assembles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined

from cbt.web import (
    account,
    addresses,
    assets,
    box,
    compression,
    database,
    errors,
    headers,
    language,
    learn,
    lesson,
    login,
    media,
    once,
    pages,
    sitting,
    teach,
    teach_courses,
    teach_people,
    teach_reports,
)
from cbt.web.box import Box
from cbt.web.jinja import Environment

LARGEST_FORM = 256 * 1024
"""Bytes; no form of ours comes near it."""


class Classroom(Flask):
    """Flask with our Jinja; no view of it is a coroutine."""

    jinja_environment = Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view as it is: Flask would look at each on every request whether it is a coroutine."""
        return func


def create_app(parts: Box, secret_key: bytes, *, testing: bool = False) -> Flask:
    """Build the application from a box that is ready: database upgraded, releases installed."""
    app = Classroom(__name__, static_folder=None)
    app.testing = testing
    app.secret_key = secret_key
    app.config.update(
        SESSION_COOKIE_NAME="cbt",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=parts.settings.session_minutes),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader([PackageLoader("cbt.web"), PackageLoader("cbt.content", "blocks")])

    box.init_app(app, parts)
    for part in (addresses, database, language, login, errors, compression, once, pages):
        part.init_app(app)
    assets.init_app(app, parts.settings.var)
    headers.init_app(app)  # outermost: static files say so too
    for area in (account, learn, lesson, sitting, teach, teach_people, teach_courses, teach_reports, media):
        app.register_blueprint(area.bp)
    return app
