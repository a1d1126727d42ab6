"""What every response says to the browser: load nothing from elsewhere, run nothing from a page, keep nothing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ADDED = [*HEADERS.items(), ("Cache-Control", "no-store")]


class Protected:
    """An application whose every response says so, unless it says something else itself, as drawings do.

    Pages of a shared seat are kept by no cache, unless a response says how long it may be kept.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said = {name for name, _ in headers}
            return start_response(status, [*headers, *(one for one in ADDED if one[0] not in said)], *error)

        return self._application(environ, start)


def init_app(app: Flask) -> None:
    """Protect every response."""
    app.wsgi_app = Protected(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way to wrap it
