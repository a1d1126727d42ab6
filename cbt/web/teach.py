"""The instructor's first pages: the groups they teach, a new group, one group, mistakes in course files."""

from uuid import UUID

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

from cbt.accounts import delays, directory
from cbt.accounts.rights import Act
from cbt.errors import N_
from cbt.learning import membership
from cbt.records.log import AlreadyRecorded
from cbt.reports.overview import group_card, overview
from cbt.reports.sources import mistaken_sources
from cbt.web import courses, database, login, seat
from cbt.web.box import box
from cbt.web.language import gettext
from cbt.web.onward import onward
from cbt.web.sending import sending
from cbt.web.teach_forms import GroupForm

bp = Blueprint("teach", __name__, url_prefix="/teach")
bp.before_request(lambda: login.required_to(Act.TEACH))


@bp.get("/")
def home() -> str:
    """Show the groups this instructor teaches, with who needs a look."""
    session, now = database.session(), box().clock.now()
    groups = overview(session, login.holder(), now, courses.tested())
    mistaken = mistaken_sources(session)
    words = {"titles": courses.titles(), "mistaken": mistaken, "gone": courses.gone()}
    return render_template("teach/home.html", groups=groups, **words)


@bp.get("/mistakes")
def mistakes() -> str:
    """Say which courses have no files, what is wrong in others, and that their last good releases stay in use."""
    sources = [(source, courses.in_words(source)) for source in mistaken_sources(database.session())]
    return render_template("teach/mistakes.html", sources=sources, titles=courses.titles(), gone=courses.gone())


@bp.route("/groups", methods=["GET", "POST"])
def new_group() -> Response | str:
    """Make a group at a post where this instructor may."""
    form = GroupForm()
    posts = directory.posts_open_to(database.session(), login.holder(), Act.TEACH)
    form.post_id.choices = [(str(post.id), post.name) for post in posts]
    if form.sent():
        group_id = _made(form)
        flash(gettext(N_("The group is made. Now add its people.")), "saved")
        return onward(".group", group_id=group_id)
    return render_template("teach/new_group.html", form=form, posts=posts)


def _made(form: GroupForm) -> UUID:
    """Make the group of a form, once; return its id."""
    try:
        with sending() as (writing, act):
            return membership.make_group(writing, form.name.data or "", form.post_id.data, seat.person_key(), act)
    except AlreadyRecorded as error:
        return membership.group_made(error.first.fact)


@bp.get("/groups/<uuid:group_id>")
def group(group_id: UUID) -> str:
    """Show one group: its courses, its people, who has to wait before signing in."""
    session, now = database.session(), box().clock.now()
    card = group_card(session, login.holder(), group_id, now, courses.tested())
    people = directory.people_of(session, group_id)
    names = {person.key: person.sign_in_name for person in people}
    waits = delays.waits_of(session, names, box().refusals, box().clock.uptime())
    return render_template("teach/group.html", group=card, people=people, waits=waits, titles=courses.titles())
