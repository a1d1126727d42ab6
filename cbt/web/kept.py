"""What was typed is not lost.

When a session or a page was too old, it is kept in a signed field and given back to the same person only. When the
box failed, it goes back to the browser that sent it.
"""

from collections.abc import Mapping

from flask import render_template, request, session

from cbt.web.forms import Form, StalePage, guarded, person_of_page, sign, signed

SALT = "kept"
PASSWORDS = frozenset({"password", "old", "new", "again"})
NOT_KEPT = PASSWORDS | {"csrf_token"}


def again() -> tuple[str, int] | None:
    """Return a page that sends once more what a stale page of this very person has sent; None for anybody else's."""
    if request.method != "POST" or PASSWORDS & request.form.keys() or guarded():
        return None
    found = given_back(_keep())
    return None if found is None else (sheet(found, stale=True), 409)


def sheet(found: Mapping[str, object], *, stale: bool = False) -> str:
    """Return the page that sends what was kept, `stale` if it was the page that was too old, not the session."""
    return render_template("account/kept.html", path=found["path"], fields=found["fields"], stale=stale)


def page(form: Form) -> tuple[str, int]:
    """Return the sign-in page with what was just sent kept in it; 401 tells scripts that nothing was saved."""
    form["kept"].data = _keep()
    return render_template("account/sign_in.html", form=form), 401


def unsent() -> dict[str, object] | None:
    """Return what sends the form of this request once more (`path`, `fields`, `passwords`), or None if there is none.

    The guard goes back as it came, so a form without a good one does not get one. It asks the database for nothing.
    passwords: whether some were sent; they do not go back. Raises RequestEntityTooLarge.
    """
    if request.method != "POST":
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in PASSWORDS]
    return {"path": request.path, "fields": fields, "passwords": bool(PASSWORDS & request.form.keys())}


def problem(sentence: str, status: int, form: Mapping[str, object] | None = None) -> str:
    """Return the page that says what went wrong, with what `unsent` found to send once more."""
    return render_template("error.html", sentence=sentence, status=status, form=form)


def _keep() -> str:
    """Return the signed field, or nothing if the page that was sent is not one of ours or too old."""
    try:
        person = person_of_page(request.form.get("csrf_token", ""))
    except StalePage:
        return ""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    return sign(SALT, {"person": person, "path": request.path, "fields": fields}) if person else ""


def given_back(text: str) -> dict[str, object] | None:
    """Return what was kept (`path`, `fields`: name and value pairs) if it belongs to who is signed in, else None."""
    if not text:
        return None
    try:
        found: dict[str, object] = signed(SALT, text)
    except StalePage:
        return None
    return found if found["person"] == session.get("person") else None
