"""Pictures of installed releases, for who is signed in. An address names its release, so browsers may keep it."""

from flask import Blueprint, send_from_directory
from werkzeug.wrappers import Response

from cbt.web import login
from cbt.web.box import box

bp = Blueprint("media", __name__, url_prefix="/media")
bp.before_request(login.required)

YEAR = 31_536_000


@bp.get("/<digest>/<path:name>")
def file(digest: str, name: str) -> Response:
    """Send one picture; drawings run nothing, whatever is in them."""
    folder = box().shelf.book(digest).media_folder
    response = send_from_directory(folder, name, max_age=YEAR, conditional=True)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
