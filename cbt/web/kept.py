"""What was typed when a session or a page was too old: kept in a signed field, given back to the same person only."""

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
