"""After a form: the browser is sent on to a page, so that going back or reloading sends nothing twice."""

from typing import Any

from flask import Response, current_app, request


def onward(endpoint: str, **values: object) -> Response:
    """Send the browser on to a page of ours; `.name` is a page of the same blueprint, `_anchor` a place in it."""
    whole = f"{request.blueprint}{endpoint}" if endpoint.startswith(".") else endpoint
    address_of: Any = current_app.jinja_env.globals["url_for"]  # which remembers
    return to(address_of(whole, **values))


def to(address: str) -> Response:
    """Send the browser on to an address of ours."""
    return Response(status=303, headers={"Location": address})
