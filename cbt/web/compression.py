"""Pages and drawings go over the wire compressed, as well as the browser can read."""

import gzip
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

SHORTEST = 1000
"""Bytes; below it the work costs more than the wire."""
PAGES = frozenset({"text/html", "text/csv"})
QUICK = {"br": 0, "gzip": 1}
"""Qualities for what is made for one request: a tenth of a millisecond for a lesson."""
THOROUGH = {"br": 11, "gzip": 9}
"""For what is sent many times."""


def compress(response: Response) -> Response:
    """Compress a page that is long enough, by Brotli before gzip; what is compressed or streamed stays as it is."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind not in PAGES or response.direct_passthrough or response.is_streamed:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    encoding = accepted()
    body = response.get_data()
    if encoding and len(body) >= SHORTEST and "Content-Encoding" not in response.headers:
        response.set_data(packed(body, encoding, QUICK[encoding]))
        response.headers.add("Content-Encoding", encoding)
    return response


def accepted() -> str:
    """Return the best encoding that the browser says it reads: `br`, `gzip`, or nothing."""
    return _best(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=64)  # there are as many as kinds of browsers
def _best(said: str) -> str:
    encodings = parse_accept_header(said, Accept)
    return next((name for name in ("br", "gzip") if encodings[name] > 0), "")


def packed(body: bytes, encoding: str, quality: int) -> bytes:
    """Return a body in an encoding; the quality goes from 0 to 11 for Brotli, to 9 for gzip."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=quality))
    return gzip.compress(body, compresslevel=quality, mtime=0)


@lru_cache(maxsize=512)
def packed_file(path: Path, encoding: str) -> bytes:
    """Return a file whose content never changes in an encoding; the latest ones are kept in memory."""
    return packed(path.read_bytes(), encoding, THOROUGH[encoding])


def init_app(app: Flask) -> None:
    """Compress every page on its way out."""
    app.after_request(compress)
