"""A form that is sent twice does its work once; its second sending is answered with the first result."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from cbt.errors import CbtError
from cbt.learning.recording import Act, check_new, refuse
from cbt.web import database
from cbt.web.box import box
from cbt.web.forms import submission_id


@contextmanager
def sending() -> Iterator[tuple[Session, Act]]:
    """Yield a writing transaction, and the act of the form that was sent: the act's fact is to carry its id.

    Raises AlreadyRecorded, before anything is done, if the form was sent before; also in the place of a refusal that
    only its first sending, still at work beside it, has caused. Raises StalePage if the form came without an id.
    """
    act = box().act(submission_id())
    try:
        with database.transaction() as writing:
            check_new(writing, act)
            yield writing, act
    except CbtError as refusal:
        refuse(database.session(), act, refusal)
