"""Pictures of installed releases, for who is signed in. An address names its release, so browsers may keep it."""

from pathlib import Path

from flask import Blueprint, send_from_directory
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from cbt.web import compression, login
from cbt.web.box import box

bp = Blueprint("media", __name__, url_prefix="/media")
bp.before_request(login.required)

YEAR = 31_536_000
DRAWING = "image/svg+xml"
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
UNSAID = ("Content-Disposition", "Expires")
"""Said by Flask with each file, and no news to a browser: a dozen drawings make a kilobyte of it."""


@bp.get("/<digest>/<path:name>")
def file(digest: str, name: str) -> Response:
    """Send one picture; drawings run nothing, whatever is in them."""
    folder = box().shelf.book(digest).media_folder
    response = send_from_directory(folder, name, max_age=YEAR, conditional=True)
    if response.mimetype == DRAWING and response.status_code == 200:
        _compress(response, Path(safe_join(str(folder), name) or ""))
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = POLICY
    for header in UNSAID:
        response.headers.pop(header, None)
    return response


def _compress(response: Response, path: Path) -> None:
    """Send a drawing as well compressed as the browser can read: most of a lesson's weight is drawings."""
    response.vary.add("Accept-Encoding")
    encoding = compression.accepted()
    if encoding:
        response.close()  # the file as it lies there is not sent
        response.direct_passthrough = False
        response.set_data(compression.packed_file(path, encoding))
        response.content_encoding = encoding
        del response.headers["ETag"]  # it names the file as it lies on the disk
