"""The bare page that everything is a multiple of: Flask, one small Jinja page, the product's server and settings."""

import sys
from pathlib import Path

from flask import Flask, render_template
from jinja2 import DictLoader

from cbt.cli.serve import listening
from cbt.settings import read_settings

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
<ul>
{% for name, count in rows %}<li><a href="/{{ name }}">{{ name }}</a>: {{ count }}</li>
{% endfor %}</ul>
</body>
</html>"""
ROWS = [(f"lesson-{number}", number * 7) for number in range(10)]


def bare_app() -> Flask:
    """Return an application of one page."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/")
    def page() -> str:
        return render_template("page.html", title="A bare page", rows=ROWS)

    return app


if __name__ == "__main__":
    given = read_settings(Path(sys.argv[1]), {}, host="127.0.0.1", port=int(sys.argv[2]))
    with listening(given, bare_app()) as run:
        run()
