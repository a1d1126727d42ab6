"""What an admin does to accounts: what is done, and what the log is told."""

import pytest

from cbt.accounts.changes import NameTaken
from cbt.accounts.people import Person
from cbt.accounts.rights import Held, Holder, RoleName, ScopeKind
from cbt.accounts.roles import NotHeld, UnknownScope, holder_of
from cbt.accounts.sessions import LoginSession, open_session
from cbt.errors import NotFound
from cbt.learning.administration import add_person, close_account, give_password, give_role, open_account, take_role
from cbt.records.facts import Verb
from tests.accounts.cast import DOSTYK, LENA, MORNING, OMAR, new_person, number_key

NEW, NOBODY = number_key(77), number_key(99)
AT_POST = Held(RoleName.INSTRUCTOR, ScopeKind.POST, str(DOSTYK))


def told(room):
    """Return what the log tells of administrative acts."""
    return [(fact.detail, fact.by, fact.actor) for fact in room.facts(Verb.administered)]


def test_somebody_new_is_a_fact_without_a_name_and_without_who_did_it_at_the_box_itself(room):
    with room.database.writing() as session:
        add_person(session, (NEW, new_person("maria")), None, room.act())
        assert session.get_one(Person, NEW).sign_in_name == "maria"
    assert told(room) == [({"act": "person_added"}, None, NEW)]


def test_a_role_is_given_and_taken_and_both_are_facts_with_its_scope(room):
    with room.database.writing() as session:
        give_role(session, LENA, AT_POST, OMAR, room.act())
        assert holder_of(session, LENA) == Holder(LENA, (AT_POST,))
    with room.database.writing() as session:
        take_role(session, LENA, AT_POST, OMAR, room.act())
        assert holder_of(session, LENA) == Holder(LENA)
    scope = {"role": "instructor", "scope": "post", "scope_id": str(DOSTYK)}
    assert told(room) == [({"act": act, **scope}, OMAR, LENA) for act in ("role_given", "role_taken")]


def test_a_closed_account_has_no_seat_and_both_closing_and_opening_are_facts(room):
    with room.database.writing() as session:
        open_session(session, LENA, MORNING, "token")
    with room.database.writing() as session:
        close_account(session, LENA, None, room.act())
        assert not session.get_one(Person, LENA).active
    assert room.rows(LoginSession) == []
    with room.database.writing() as session:
        open_account(session, LENA, None, room.act())
        assert session.get_one(Person, LENA).active
    assert told(room) == [({"act": act}, None, LENA) for act in ("account_closed", "account_opened")]


def test_a_password_from_the_box_itself_ends_every_seat_and_is_a_fact_without_it(room):
    with room.database.writing() as session:
        open_session(session, LENA, MORNING, "token")
    with room.database.writing() as session:
        give_password(session, LENA, "hash", None, room.act())
        assert session.get_one(Person, LENA).password_hash == "hash"
    assert room.rows(LoginSession) == []
    assert told(room) == [({"act": "password_given"}, None, LENA)]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda session, act: add_person(session, (NEW, new_person("lena")), None, act), NameTaken),
        (
            lambda session, act: give_role(session, LENA, Held(RoleName.AUTHOR, ScopeKind.BOX, "x"), None, act),
            UnknownScope,
        ),
        (lambda session, act: take_role(session, LENA, AT_POST, None, act), NotHeld),
        (lambda session, act: close_account(session, NOBODY, None, act), NotFound),
        (lambda session, act: give_password(session, NOBODY, "hash", None, act), NotFound),
        (lambda session, act: open_account(session, NOBODY, None, act), NotFound),
    ],
)
def test_what_cannot_be_done_is_no_fact(room, change, error):
    with pytest.raises(error), room.database.writing() as session:
        change(session, room.act())
    assert told(room) == []
