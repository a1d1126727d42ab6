"""The instructor's pages: groups and their people, what they were given, where everybody is and how they score."""

from flask import Blueprint, render_template

from cbt.accounts.directory import groups_open_to
from cbt.accounts.rights import Act
from cbt.web import database, login

bp = Blueprint("teach", __name__, url_prefix="/teach")
bp.before_request(lambda: login.required_to(Act.TEACH))


@bp.get("/")
def home() -> str:
    """Show the groups this instructor teaches."""
    groups = groups_open_to(database.session(), login.holder(), Act.TEACH)
    return render_template("teach/home.html", groups=groups)
