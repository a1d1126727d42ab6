"""The instructor's first pages: the groups they teach, a new group, one group, mistakes in course files."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cbt.accounts import changes, delays, directory
from cbt.accounts.rights import Act
from cbt.errors import N_
from cbt.reports.overview import group_card, overview
from cbt.reports.sources import mistaken_sources
from cbt.web import courses, database, login
from cbt.web.box import box
from cbt.web.language import gettext
from cbt.web.teach_forms import GroupForm

bp = Blueprint("teach", __name__, url_prefix="/teach")
bp.before_request(lambda: login.required_to(Act.TEACH))


@bp.get("/")
def home() -> str:
    """Show the groups this instructor teaches, with who needs a look."""
    session, now = database.session(), box().clock.now()
    groups = overview(session, login.holder(), now, courses.tested())
    mistaken = mistaken_sources(session)
    return render_template("teach/home.html", groups=groups, titles=courses.titles(), mistaken=mistaken)


@bp.get("/mistakes")
def mistakes() -> str:
    """Say what is wrong in course files, and that their last good releases stay in use."""
    sources = [(source, courses.in_words(source)) for source in mistaken_sources(database.session())]
    return render_template("teach/mistakes.html", sources=sources, titles=courses.titles())


@bp.route("/groups", methods=["GET", "POST"])
def new_group() -> Response | str:
    """Make a group at a post where this instructor may."""
    form = GroupForm()
    posts = directory.posts_open_to(database.session(), login.holder(), Act.TEACH)
    form.post_id.choices = [(str(post.id), post.name) for post in posts]
    if form.sent():
        group_id = uuid4()
        with database.transaction() as writing:
            changes.add_group(writing, group_id, form.name.data or "", form.post_id.data, box().clock.now())
        flash(gettext(N_("The group is made. Now add its people.")), "saved")
        return redirect(url_for(".group", group_id=group_id), code=303)
    return render_template("teach/new_group.html", form=form, posts=posts)


@bp.get("/groups/<uuid:group_id>")
def group(group_id: UUID) -> str:
    """Show one group: its courses, its people, who has to wait before signing in."""
    session, now = database.session(), box().clock.now()
    card = group_card(session, login.holder(), group_id, now, courses.tested())
    people = directory.people_of(session, group_id)
    waits = delays.waits_of(session, {person.key: person.sign_in_name for person in people}, box().clock.uptime())
    return render_template("teach/group.html", group=card, people=people, waits=waits, titles=courses.titles())
