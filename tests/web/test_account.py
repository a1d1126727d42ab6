"""Signing in and out, languages, passwords; and what was typed when a session had ended."""

import re
import time
import unicodedata
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import func, select

from cbt.accounts import changes
from cbt.accounts.passwords import LONGEST
from cbt.learning.projections.sittings import QuestionProgress
from cbt.records.tables import StoredFact
from tests.web.classroom import COURSE, PASSWORD

FIRST = f"/learn/{COURSE}/first"


def test_the_first_page_of_a_seat_is_the_sign_in_page_and_leads_on_to_what_was_wanted(classroom):
    seat = classroom.seat()
    seat.get(FIRST)
    assert "<h1>Sign in</h1>" in seat.text
    fields = {**seat.hidden(), "name": "LENA", "password": PASSWORD}
    seat.post("/sign-in", fields)
    assert "See a find" in seat.text


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_signing_in_never_leads_to_another_site(classroom, wanted):
    seat = classroom.seat()
    seat.get("/sign-in")
    fields = {**seat.hidden(), "name": "lena", "password": PASSWORD, "next": wanted}
    response = seat.post("/sign-in", fields, follow=False)
    assert response.status_code == 303
    assert response.location == "/"


@pytest.mark.parametrize(("name", "password"), [("lena", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_the_name_stays(classroom, name, password):
    seat = classroom.seat()
    classroom.sign_in(seat, name, password)
    assert "This name and password do not belong together." in seat.text
    assert f'value="{name}"' in seat.text
    assert f'value="{password}"' not in seat.text


def test_empty_fields_come_back_with_a_sentence_each(classroom):
    seat = classroom.seat()
    classroom.sign_in(seat, "", "")
    assert "Write your sign-in name." in seat.text
    assert "Write your password." in seat.text


def test_after_repeated_failures_signing_in_waits_and_the_clock_of_the_box_ends_it(classroom):
    seat = classroom.seat()
    for _ in range(4):
        classroom.sign_in(seat, "lena", "wrong")
    classroom.sign_in(seat, "lena")
    assert "Too many wrong passwords. Wait" in seat.text
    classroom.time.pass_by(3600)
    classroom.sign_in(seat, "lena")
    assert "My courses" in seat.text


def test_signing_out_ends_the_session_on_the_server_too(classroom, lena):
    cookie = lena.client.get_cookie("cbt")
    lena.get("/learn/")
    lena.post("/sign-out", {"csrf_token": lena.token()})
    assert "You are signed out." in lena.text
    again = classroom.seat()
    again.client.set_cookie("cbt", cookie.value)
    again.get("/learn/")
    assert "<h1>Sign in</h1>" in again.text


def test_time_not_yet_written_down_is_written_when_the_seat_is_left(classroom, lena):
    lena.answer("first", "entry", {"response": "a"})
    classroom.time.pass_by(60)
    lena.get(FIRST)
    lena.post("/sign-out", {"csrf_token": lena.token()})
    with classroom.parts.database.reading() as session:
        spent = session.scalar(select(func.sum(StoredFact.duration_ms)).where(StoredFact.verb == "suspended"))
    assert spent == 60_000


def test_a_session_ends_after_twelve_hours(classroom, lena):
    classroom.time.pass_by(13 * 3600)
    lena.get("/learn/")
    assert "<h1>Sign in</h1>" in lena.text


def expire(classroom, seat):
    """Let the session end on the server while the page stays open in the browser."""
    with classroom.parts.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM login_session")
    return seat


def send_too_late(classroom, lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    expire(classroom, lena)
    page = lena.post(f"{FIRST}/answers", {**hidden, "response": "b"})
    assert page.status_code == 401
    return lena.hidden()


def test_what_was_typed_when_the_session_had_ended_is_kept_for_the_same_person(classroom, lena):
    hidden = send_too_late(classroom, lena)
    lena.post("/sign-in", {**hidden, "name": "lena", "password": PASSWORD})
    assert "What you typed is kept" in lena.text
    assert answered(classroom) == 0
    lena.post(f"{FIRST}/answers", lena.hidden("Send it now"))
    assert "Right: 1 of 1 point" in lena.text
    assert answered(classroom) == 1


def test_what_was_typed_is_not_given_to_another_person_who_signs_in(classroom, lena):
    hidden = send_too_late(classroom, lena)
    lena.post("/sign-in", {**hidden, "name": "bek", "password": PASSWORD})
    assert "What you typed is kept" not in lena.text
    assert "was not saved" in lena.text
    assert answered(classroom) == 0


def test_a_kept_field_that_somebody_changed_is_refused(classroom, lena):
    hidden = send_too_late(classroom, lena)
    hidden["kept"] = hidden["kept"][:-3] + "abc"
    lena.post("/sign-in", {**hidden, "name": "lena", "password": PASSWORD})
    assert "What you typed is kept" not in lena.text
    assert answered(classroom) == 0


def test_passwords_are_never_kept(classroom, lena):
    lena.get("/password")
    fields = {**lena.hidden(), "old": PASSWORD, "new": "another sentence", "again": "another sentence"}
    expire(classroom, lena)
    lena.post("/password", fields)
    hidden = lena.hidden()
    lena.post("/sign-in", {**hidden, "name": "lena", "password": PASSWORD})
    assert "another sentence" not in lena.text


def answered(classroom):
    with classroom.parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(QuestionProgress))


def test_a_page_of_somebodys_own_earlier_sign_in_is_good(classroom, lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    lena.post("/sign-out", {"csrf_token": lena.token()})
    classroom.sign_in(lena, "lena")
    lena.post(f"{FIRST}/answers", {**hidden, "response": "b"})
    assert "Right: 1 of 1 point" in lena.text


@pytest.mark.parametrize("turned", [timedelta(hours=13), timedelta(days=-2)], ids=["open too long", "clock set back"])
def test_what_a_page_that_was_open_too_long_has_sent_is_given_back_to_its_person(classroom, lena, monkeypatch, turned):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(time.time() + turned.total_seconds()))
    classroom.sign_in(lena, "lena")
    page = lena.post(f"{FIRST}/answers", {**hidden, "response": "b"})
    assert page.status_code == 409
    assert "What you typed is kept" in lena.text
    assert answered(classroom) == 0
    lena.post(f"{FIRST}/answers", lena.hidden("Send it now"))
    assert "Right: 1 of 1 point" in lena.text


def test_a_stale_page_gives_back_no_password_and_no_form_without_an_id(classroom, lena):
    lena.get("/password")
    own = {**lena.hidden(), "old": PASSWORD, "new": "another sentence", "again": "another sentence"}
    assert lena.post("/password", {**own, "csrf_token": "x"}).status_code == 409
    assert "What you typed is kept" not in lena.text
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    assert lena.post(f"{FIRST}/answers", {**hidden, "submission_id": "", "response": "b"}).status_code == 409
    assert "What you typed is kept" not in lena.text


def test_a_page_of_another_persons_sign_in_is_stale_and_saves_nothing(classroom, lena):
    lena.get(FIRST)
    hidden = lena.hidden('name="question" value="entry"')
    lena.post("/sign-out", {"csrf_token": lena.token()})
    classroom.sign_in(lena, "bek")
    page = lena.post(f"{FIRST}/answers", {**hidden, "response": "b"})
    assert page.status_code == 409
    assert "belongs to another sign-in" in lena.text
    assert answered(classroom) == 0


def test_a_password_is_changed_with_the_old_one_and_ends_every_seat(classroom, lena):
    other = classroom.seat("lena")
    lena.get("/password")
    lena.post("/password", {**lena.hidden(), "old": PASSWORD, "new": "another sentence", "again": "another sentence"})
    assert "Your password is changed." in lena.text
    other.get("/learn/")
    assert "<h1>Sign in</h1>" in other.text
    classroom.sign_in(lena, "lena", "another sentence")
    assert "My courses" in lena.text


def test_the_longest_password_that_can_be_set_opens_the_door_however_its_letters_are_composed(classroom, lena):
    longest = "й" * LONGEST
    lena.get("/password")
    lena.post("/password", {**lena.hidden(), "old": PASSWORD, "new": longest, "again": longest})
    assert "Your password is changed." in lena.text
    classroom.sign_in(lena, "lena", unicodedata.normalize("NFD", longest))
    assert "My courses" in lena.text


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "another sentence", "another sentence", "do not belong together"),
        (PASSWORD, "short", "short", "8"),
        (PASSWORD, "x" * 201, "x" * 201, "A password has at most 200 characters"),
        (PASSWORD, "another sentence", "other", "The two are not the same."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(lena, old, new, again, sentence):
    lena.get("/password")
    lena.post("/password", {**lena.hidden(), "old": old, "new": new, "again": again})
    assert sentence in lena.text
    assert "Your password is changed." not in lena.text


def test_the_language_belongs_to_the_learner_at_every_seat(classroom, lena):
    lena.get("/learn/")
    lena.post("/language", {"csrf_token": lena.token(), "language": "ru", "next": "/learn/"})
    assert re.search(r'<html lang="ru" dir="ltr">', lena.text)
    assert '<html lang="ru"' in classroom.seat("lena").get("/learn/").get_data(as_text=True)


def test_before_signing_in_the_seat_and_then_the_browser_decide_the_language(classroom):
    seat = classroom.seat()
    page = seat.client.get("/sign-in", headers={"Accept-Language": "ru-RU,ru;q=0.9"})
    assert '<html lang="ru"' in page.get_data(as_text=True)
    seat.get("/sign-in")
    seat.post("/language", {"csrf_token": seat.token(), "language": "ru", "next": "/sign-in"})
    assert '<html lang="ru"' in seat.text


def test_an_unknown_language_changes_nothing(lena):
    lena.get("/learn/")
    lena.post("/language", {"csrf_token": lena.token(), "language": "xx", "next": "/learn/"})
    assert '<html lang="en"' in lena.text


def test_a_language_that_nobody_has_reviewed_says_so_on_every_page(lena):
    lena.get("/learn/")
    assert "Draft translation" not in lena.text
    lena.post("/language", {"csrf_token": lena.token(), "language": "ru", "next": "/learn/"})
    assert "Черновой перевод" in lena.text


def test_the_page_after_signing_in_is_wholly_in_the_language_of_who_signed_in(classroom, lena):
    hidden = send_too_late(classroom, lena)
    with classroom.parts.database.writing() as session:
        changes.change_language(session, classroom.people["lena"], "ru")
    fields = {**hidden, "name": "lena", "password": PASSWORD}
    lena.last = lena.client.post("/sign-in", data=fields, headers={"Accept-Language": "en"})
    assert '<html lang="ru"' in lena.text
    for english in ("Send it now", "What you typed is kept", "Leave it"):
        assert english not in lena.text


def test_signing_out_when_the_session_has_ended_leads_to_the_sign_in_page(classroom, lena):
    lena.get("/learn/")
    token = lena.token()
    expire(classroom, lena)
    assert lena.post("/sign-out", {"csrf_token": token}).status_code == 200
    assert "<h1>Sign in</h1>" in lena.text


def test_who_teaches_no_longer_is_led_to_their_courses_and_not_to_a_closed_door(classroom, ivo):
    with classroom.parts.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM role")
    assert ivo.get("/").status_code == 200
    assert "My courses" in ivo.text
