from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cbt.accounts.changes import activate, change_password, deactivate
from cbt.accounts.sessions import LoginSession, Viewer, close_session, open_session, token_hash, viewer_of
from tests.accounts.cast import IVO, LENA, OSH, ZOE, move

TOKEN = "kSx1Qm0aPz4T9yQ2bN7c1A"


@pytest.fixture
def signed_in(classroom, now):
    with classroom.writing() as session:
        open_session(session, LENA, now, TOKEN)
    return classroom


def seen(database, now, token=TOKEN):
    with database.reading() as session:
        return viewer_of(session, token_hash(token), now)


def test_a_token_tells_who_sits_there_in_one_statement(signed_in, now, queries):
    queries.clear()
    assert seen(signed_in, now) == Viewer(LENA, "Лена Ким", "Lena Kim", "ru", "kz", "Dostyk", token_hash(TOKEN))
    assert len(queries) == 1


def test_the_token_itself_is_not_stored(signed_in):
    with signed_in.reading() as session:
        assert session.scalars(select(LoginSession.id)).all() == [token_hash(TOKEN)]
    assert TOKEN not in token_hash(TOKEN)


def test_without_a_service_the_country_is_the_post_s_and_without_both_there_is_none(classroom, now):
    with classroom.writing() as session:
        open_session(session, ZOE, now, TOKEN)
        move(session, ZOE, None, OSH)
        assert viewer_of(session, token_hash(TOKEN), now).country == "kg"
        move(session, ZOE, None, None)
        viewer = viewer_of(session, token_hash(TOKEN), now)
    assert (viewer.country, viewer.post_name) == (None, None)


@pytest.mark.parametrize("token", ["", "another", token_hash(TOKEN), "\ud800"])
def test_another_token_is_nobody_s(signed_in, now, token):
    assert seen(signed_in, now, token) is None


def test_a_session_ends_after_twelve_hours(signed_in, now):
    assert seen(signed_in, now + timedelta(hours=12) - timedelta(seconds=1)) is not None
    assert seen(signed_in, now + timedelta(hours=12)) is None


def test_signing_out_ends_one_seat_and_no_other(signed_in, now):
    with signed_in.writing() as session:
        open_session(session, LENA, now, "second")
        close_session(session, token_hash(TOKEN))
        close_session(session, token_hash(TOKEN))
    assert seen(signed_in, now) is None
    assert seen(signed_in, now, "second").person_key == LENA


def test_a_closed_account_is_out_at_every_seat_and_stays_out_when_opened_again(signed_in, now):
    with signed_in.writing() as session:
        open_session(session, LENA, now, "second")
        deactivate(session, LENA)
    assert seen(signed_in, now) is None
    with signed_in.writing() as session:
        activate(session, LENA)
    assert [seen(signed_in, now, token) for token in (TOKEN, "second")] == [None, None]


def test_a_new_password_ends_every_session_of_that_person_only(signed_in, now):
    with signed_in.writing() as session:
        open_session(session, IVO, now, "ivo's")
        change_password(session, LENA, "hash")
    assert seen(signed_in, now) is None
    assert seen(signed_in, now, "ivo's").person_key == IVO


def test_ended_sessions_are_swept_away_by_the_next_sign_in(signed_in, now):
    with signed_in.writing() as session:
        open_session(session, IVO, now + timedelta(hours=12), "later")
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 1
