"""What may stand in an address."""

from flask import Flask
from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """An id that an author gave to a course, lesson or test; nothing else reaches the database."""

    regex = "[a-z0-9-]+"


def init_app(app: Flask) -> None:
    """Let routes say `<id:name>`."""
    app.url_map.converters["id"] = IdConverter
