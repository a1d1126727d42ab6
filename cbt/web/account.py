"""Signing in and out, the reader's language, one's own password."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit
from uuid import UUID

import wtforms
from flask import Blueprint, flash, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms.validators import EqualTo, InputRequired

from cbt.accounts import changes, passwords
from cbt.accounts import sign_in as signing
from cbt.accounts.rights import Act, reach
from cbt.accounts.sign_in import TryLater, WrongPassword
from cbt.errors import N_, CbtError
from cbt.learning import leaving, membership
from cbt.records.log import AlreadyRecorded, find_submission
from cbt.web import database, kept, language, login, seat
from cbt.web.box import box
from cbt.web.forms import Form, person_of_page, submission_id
from cbt.web.language import gettext, in_words
from cbt.web.onward import onward, to
from cbt.web.sending import sending

bp = Blueprint("account", __name__)


class PasswordForm(Form):
    """A new password, twice, and the one in force."""

    old = wtforms.PasswordField(
        N_("Password now"),
        [InputRequired(N_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    new = wtforms.PasswordField(
        N_("New password"),
        [InputRequired(N_("Write a new password."))],
        description=N_("At least 8 characters. A short sentence is easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )
    again = wtforms.PasswordField(
        N_("New password again"),
        [EqualTo("new", N_("The two are not the same. Write the new password twice."))],
        render_kw={"autocomplete": "new-password"},
    )


@bp.get("/")
def start() -> Response:
    """Lead everybody to their own first page."""
    if seat.viewer() is None:
        return onward(".sign_in")
    return onward("teach.home" if reach(login.holder(), Act.TEACH) else "learn.home")


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """Sign somebody in at this seat."""
    form = login.SignInForm(next=request.args.get("next", ""))
    if form.sent():
        try:
            _enter(form.name.data or "", form.password.data or "")
        except (WrongPassword, TryLater) as error:
            form.password.errors = [in_words(error)]
        else:
            return _on(form.kept.data or "", form.next.data or "")
    return render_template("account/sign_in.html", form=form)


def _enter(name: str, password: str) -> None:
    """Check the claim and open the session. Raises WrongPassword or TryLater; a wrong one is counted."""
    address, uptime = request.remote_addr or "", box().clock.uptime()
    with _remembering_refusals(address):
        claim = signing.claim_of(database.session(), name, address, uptime)
        database.close()
        proof = signing.prove(claim, password)
        with database.transaction() as writing:
            person_key = signing.settle(writing, claim, proof, uptime)
    if person_key is None:
        raise WrongPassword
    box().refusals.forget(claim.account)
    login.enter(person_key)


@contextmanager
def _remembering_refusals(address: str) -> Iterator[None]:
    """Let an instructor find where somebody must wait: the page says that they can lift it."""
    try:
        yield
    except TryLater as refusal:
        box().refusals.remember(refusal.account, address)
        raise


def _on(text: str, wanted: str) -> Response | str:
    """Lead on after signing in: to what was kept for this person, to where they wanted, or to their first page."""
    found = kept.given_back(text)
    if found is not None:
        return kept.sheet(found)
    if text:
        flash(gettext(N_("What was typed before was not yours or is too old, so it was not saved.")), "message")
    return to(_own(wanted) or url_for(".start"))


def _own(address: str) -> str:
    """Return an address if it is a path of this site, else nothing."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return address if inside else ""


@bp.post("/sign-out")
def sign_out() -> Response:
    """Leave this seat; time on task that is not yet written down is."""
    viewer = seat.viewer()
    if viewer is None:
        return onward(".sign_in")  # the session had ended before
    Form.guard()
    left = box().stays.leave(viewer.person_key, box().clock.monotonic())
    if left:
        with database.transaction() as writing:
            for activity_id, spent_ms in left:
                leaving.suspend(writing, viewer.person_key, activity_id, spent_ms, box().act())
    login.leave()
    flash(gettext(N_("You are signed out. Everything you sent is saved.")), "saved")
    return onward(".sign_in")


@bp.post("/language", endpoint="language")
def choose_language() -> Response:
    """Use another language from here on: everywhere for who is signed in, at this seat for everybody else."""
    Form.guard()
    tag = request.form.get("language", "")
    if tag in {locale.tag for locale in language.offered()}:
        viewer = seat.viewer()
        if viewer is None:
            session["language"] = tag
        else:
            with database.transaction() as writing:
                changes.change_language(writing, viewer.person_key, tag)
    return to(_own(request.form.get("next", "")) or url_for(".start"))


@bp.route("/password", methods=["GET", "POST"])
def password() -> Response | str | tuple[str, int]:
    """Change one's own password; every other seat is signed out."""
    away = _changed() if _changed_before() else login.required()
    if away is not None:
        return away
    form = PasswordForm()
    if form.sent():
        try:
            _change(form.old.data or "", form.new.data or "")
        except (WrongPassword, TryLater) as error:
            form.old.errors = [in_words(error)]
        except CbtError as error:
            form.new.errors = [in_words(error)]
        else:
            return _changed()
    return render_template("account/password.html", form=form)


def _changed_before() -> bool:
    """Tell whether this very form has changed the password already: its first sending has signed this seat out."""
    if request.method != "POST":
        return False
    first = find_submission(database.session(), submission_id())
    return first is not None and str(first.fact.actor) == person_of_page(request.form.get("csrf_token", ""))


def _changed() -> Response:
    flash(gettext(N_("Your password is changed. Sign in with the new one.")), "saved")
    return onward(".sign_in")


def _change(old: str, new: str) -> None:
    """Prove the old password, then set the new one. Raises WrongPassword, TryLater, UnusablePassword."""
    person_key = seat.person().person_key
    address, uptime = request.remote_addr or "", box().clock.uptime()
    with _remembering_refusals(address):
        claim = signing.claim_of_person(database.session(), person_key, address, uptime)
    database.close()
    proof, password_hash = signing.prove(claim, old), passwords.hash_password(new)
    settled: UUID | None = person_key
    with suppress(AlreadyRecorded), _remembering_refusals(address), sending() as (writing, act):
        settled = signing.settle(writing, claim, proof, uptime)
        if settled is not None:
            membership.change_password(writing, settled, password_hash, act)
    if settled is None:
        raise WrongPassword
    login.leave()
