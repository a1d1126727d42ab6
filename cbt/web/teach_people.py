"""The people of a group: finding and adding them, somebody new, a new password, a delay to lift, leaving."""

import secrets
from contextlib import suppress
from uuid import UUID, uuid4

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from cbt.accounts import delays, directory
from cbt.accounts import sign_in as signing
from cbt.accounts.changes import NameTaken, NewPerson
from cbt.accounts.directory import GroupRow, PersonRow
from cbt.accounts.members import PasswordRefused, made_password
from cbt.accounts.passwords import UnusablePassword, hash_password
from cbt.accounts.rights import Act
from cbt.accounts.roles import holder_of
from cbt.accounts.sign_in import TryLater
from cbt.errors import N_, CbtError, NotFound
from cbt.language.names import country_name
from cbt.learning import membership
from cbt.records.facts import Fact
from cbt.records.log import AlreadyRecorded
from cbt.reports import overview
from cbt.web import courses, database, language, login, seat
from cbt.web.box import box
from cbt.web.forms import Form
from cbt.web.language import gettext, in_words, ngettext
from cbt.web.onward import onward
from cbt.web.sending import sending
from cbt.web.teach_forms import PasswordForm, PersonForm

bp = Blueprint("teach_people", __name__, url_prefix="/teach/groups/<uuid:group_id>/people")
bp.before_request(lambda: login.required_to(Act.TEACH))


class NobodyChosen(CbtError):
    """The form that adds people came without any."""

    sentence = N_("Nobody is chosen. Tick who belongs to the group, then add them.")


def _group(group_id: UUID) -> GroupRow:
    return directory.group_for(database.session(), login.holder(), Act.TEACH, group_id)


def _member(group_id: UUID, person_key: UUID) -> PersonRow:
    return directory.member_for(database.session(), login.holder(), Act.TEACH, group_id, person_key)


@bp.get("")
def candidates(group_id: UUID) -> str:
    """Offer the people who may be added."""
    return _offered(group_id)


@bp.post("/search")
def search(group_id: UUID) -> str:
    """Offer those whose names hold what was searched for: sent as a form, for no address names anybody."""
    Form.guard()
    return _offered(group_id, request.form.get("name", ""))


def _offered(group_id: UUID, search: str = "") -> str:
    group = _group(group_id)
    found = directory.candidates(database.session(), login.holder(), group, search)
    return render_template("teach/candidates.html", group=group, found=found, search=search, most=directory.MOST)


@bp.post("")
def add(group_id: UUID) -> Response:
    """Add the people who were ticked, and enrol them for what the group was given."""
    Form.guard()
    people = _ticked()
    with suppress(AlreadyRecorded), sending() as (writing, act):
        holder = holder_of(writing, seat.person_key())  # asked here, so that nothing changes before it is done
        directory.group_for(writing, holder, Act.TEACH, group_id)
        chosen = directory.chosen_candidates(writing, holder, people)
        membership.join(writing, group_id, courses.structures(), chosen, holder.person_key, act)
    told = ngettext("{count} person is added.", "{count} people are added.", len(people))
    flash(told.format(count=language.formatted().number(len(people))), "saved")
    return onward("teach.group", group_id=group_id, _anchor="people")


def _ticked() -> list[UUID]:
    """Return the keys of the people who were ticked, whoever they are. Raises NobodyChosen, NotFound."""
    try:
        people = [UUID(text) for text in request.form.getlist("person")]
    except ValueError:
        raise NotFound from None
    if not people:
        raise NobodyChosen
    return people


@bp.route("/new", methods=["GET", "POST"])
def new(group_id: UUID) -> Response | str:
    """Add somebody who has no account yet; their first password is shown this once."""
    group = _group(group_id)
    form = PersonForm(data={"password": made_password(secrets.choice), "language": box().settings.language})
    form.organisation_id.choices = _services()
    form.language.choices = [(locale.tag, locale.name) for locale in language.offered()]
    if form.sent():
        try:
            key = _added(group, form)
        except AlreadyRecorded as error:
            return _card_again(group, error.first.fact, form, new=True)
        if key is not None:
            return _card(group, key, form, new=True)
    return render_template("teach/new_person.html", group=group, form=form)


def _services() -> list[tuple[str, str]]:
    """Return the services to choose from, with their countries: several are called the same."""
    none = ("", gettext(N_("None of these")))
    tag = language.locale().tag
    named = [(one, country_name(one.country, tag)) for one in directory.organisations(database.session())]
    return [none, *((str(one.id), f"{one.name} ({country})") for one, country in named)]


def _card(group: GroupRow, person_key: UUID, form: PasswordForm, *, new: bool) -> str:
    """Return the page that shows how a member signs in from now on."""
    found = _member(group.id, person_key)
    return render_template("teach/card.html", group=group, person=found, password=form.password.data, new=new)


def _card_again(group: GroupRow, first: Fact, form: PasswordForm, *, new: bool) -> Response | str:
    """Answer a form that was sent before: with its card, if that is still how they sign in, else with their page."""
    if first.actor is None:
        raise NotFound
    if _holds(first.actor, form.password.data or ""):
        return _card(group, first.actor, form, new=new)
    flash(gettext(AlreadyRecorded.sentence), "message")
    return onward(".person", group_id=group.id, person_key=first.actor)


def _holds(person_key: UUID, password: str) -> bool:
    """Tell whether a password opens an account. Wrong ones count as at the sign-in page: this is no way to guess."""
    address, uptime = request.remote_addr or "", box().clock.uptime()
    try:
        claim = signing.claim_of_person(database.session(), person_key, address, uptime)
        database.close()
        proof = signing.prove(claim, password)
        with database.transaction() as writing:
            return signing.settle(writing, claim, proof, uptime) is not None
    except TryLater:
        return False


def _added(group: GroupRow, form: PersonForm) -> UUID | None:
    """Add the person of a form and return their key, or say what is wrong at its field. Raises AlreadyRecorded."""
    key = uuid4()
    try:
        new = _new_person(form, hash_password(form.password.data or ""))
        with sending() as (writing, act):
            membership.enlist(writing, group, courses.structures(), (key, new), seat.person_key(), act)
    except NameTaken as error:
        form.sign_in_name.errors = [in_words(error)]
    except UnusablePassword as error:
        form.password.errors = [in_words(error)]
    return None if form.errors else key


def _new_person(form: PersonForm, password_hash: str) -> NewPerson:
    return NewPerson(
        sign_in_name=form.sign_in_name.data or "",
        name=form.name.data or "",
        latin_name=form.latin_name.data or "",
        language=form.language.data or "",
        password_hash=password_hash,
        organisation_id=form.organisation_id.data,
    )


@bp.get("/<uuid:person_key>")
def person(group_id: UUID, person_key: UUID) -> str:
    """Show one member: how they sign in, what they take, what can be done for them."""
    found, session = _member(group_id, person_key), database.session()
    waits = delays.waits_of(session, {found.key: found.sign_in_name}, box().refusals, box().clock.uptime())
    given = overview.courses_of(session, group_id)
    return render_template(
        "teach/person.html",
        group_id=group_id,
        person=found,
        wait=waits.get(found.key),
        given=given,
        titles=courses.titles(),
    )


@bp.post("/<uuid:person_key>/delay")
def lift_delay(group_id: UUID, person_key: UUID) -> Response:
    """Let a member try to sign in again at once."""
    Form.guard()
    with suppress(AlreadyRecorded), sending() as (writing, act):
        holder = holder_of(writing, seat.person_key())
        found = directory.member_for(writing, holder, Act.TEACH, group_id, person_key)
        membership.lift_delay(writing, found.key, box().refusals, holder.person_key, act)
    flash(gettext(N_("The delay is lifted. They can sign in now.")), "saved")
    return onward(".person", group_id=group_id, person_key=person_key)


@bp.route("/<uuid:person_key>/password", methods=["GET", "POST"])
def password(group_id: UUID, person_key: UUID) -> Response | str:
    """Give a member a new password, shown this once; every seat of theirs is signed out."""
    group, found = _group(group_id), _member(group_id, person_key)
    form = PasswordForm(data={"password": made_password(secrets.choice)})
    form.password.label.text = gettext(N_("New password"))
    if form.sent():
        try:
            if _given(found, form):
                return _card(group, found.key, form, new=False)
        except AlreadyRecorded as error:
            return _card_again(group, error.first.fact, form, new=False)
    return render_template("teach/new_password.html", group_id=group_id, person=found, form=form)


def _given(found: PersonRow, form: PasswordForm) -> bool:
    """Give the password of a form; tell whether it went well, or what is wrong at its field. Raises AlreadyRecorded."""
    try:
        password_hash = hash_password(form.password.data or "")
        with sending() as (writing, act):
            membership.give_password(writing, login.holder(), found.key, password_hash, act)
    except (UnusablePassword, PasswordRefused) as error:
        form.password.errors = [in_words(error)]
    return not form.errors


@bp.post("/<uuid:person_key>/removal")
def remove(group_id: UUID, person_key: UUID) -> Response:
    """Take a member out of the group; the record of what they learned stays."""
    Form.guard()
    with suppress(AlreadyRecorded), sending() as (writing, act):
        holder = holder_of(writing, seat.person_key())
        found = directory.member_for(writing, holder, Act.TEACH, group_id, person_key)
        membership.leave(writing, group_id, found.key, holder.person_key, act)
    flash(gettext(N_("One person is taken out of the group. Their record stays.")), "saved")
    return onward("teach.group", group_id=group_id, _anchor="people")
