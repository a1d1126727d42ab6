"""Erasure: a person is deleted with all that describes them; what was learned stays, under a key that names nobody."""

from uuid import UUID

from sqlalchemy.orm import Session

from cbt.accounts.changes import erase_person
from cbt.learning.recording import Act, record
from cbt.records.facts import Fact, Verb
from cbt.records.words import forget_texts

ACTIVITY = "accounts"


def erase(session: Session, person_key: UUID, by: UUID | None, act: Act) -> int:
    """Erase a person; return how many free texts went with them. `by`: who did it, None at the box itself.

    The account, memberships, roles, sessions and enrolments are deleted, and the words of every fact about the person
    or by them. The facts stay, with the projections folded from them: scores and times under the person key and under
    the registrations. That it was done is a fact too, so that a restored backup can do it again. Raises NotFound.
    """
    erase_person(session, person_key)
    forgotten = forget_texts(session, person_key)
    fact = Fact(
        id=act.new_id(),
        verb=Verb.erased,
        at=act.now,
        activity_id=ACTIVITY,
        actor=person_key,
        by=by,
        submission_id=act.submission_id,
        detail={"texts": forgotten},
    )
    record(session, fact)
    return forgotten
