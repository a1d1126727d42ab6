"""What every page knows: the reader's language, who is signed in, the guard of its forms."""

from typing import Any

from flask import Flask

from cbt.web import language, login, seat
from cbt.web.box import box
from cbt.web.forms import guard_token, new_submission_id


def known() -> dict[str, Any]:
    """Return the names that every template may use."""
    return {
        "locale": language.locale(),
        "locales": language.offered(),
        "draft_language": box().catalogues.is_draft(language.locale().tag),
        "viewer": seat.viewer(),
        "teaches": login.teaches(),
        "demonstration": box().settings.demonstration,
        "post_name": box().settings.post_name,
        "csrf_token": guard_token(),
        "new_submission_id": new_submission_id,
    }


def init_app(app: Flask) -> None:
    """Tell every template."""
    app.context_processor(known)
