"""A form that is sent twice does its work once, and its second sending is answered with the first result."""

import threading

import pytest
from sqlalchemy import func, select

from cbt.accounts import changes, roles
from cbt.accounts.people import Group, Membership, Person
from cbt.accounts.rights import THE_BOX, Held, RoleName
from cbt.learning.enrolment import Assignment
from cbt.records.facts import Verb
from cbt.records.log import read
from tests.web.classroom import COURSE, PASSWORD

NEW = {
    "name": "Мария Пак",
    "latin_name": "Maria Pak",
    "sign_in_name": "Maria",
    "password": "kamu-vire-73",
    "language": "ru",
    "organisation_id": "",
}


@pytest.fixture
def spring(classroom):
    return f"/teach/groups/{classroom.groups['spring']}"


def acts(classroom):
    """Return what the log tells of administrative acts, in order."""
    with classroom.parts.database.reading() as session:
        return [fact.detail["act"] for fact in facts(session) if fact.verb is Verb.administered]


def facts(session):
    return [recorded.fact for recorded in read(session)]


def count(classroom, table):
    with classroom.parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def twice(seat, address, fields):
    """Send a form twice; return what each sending led to."""
    pages = [seat.client.post(address, data=fields) for _ in range(2)]
    return [(page.status_code, page.location) for page in pages]


def posts(seat):
    seat.get("/teach/groups")
    return seat.text.split('<option value="')[1].split('"')[0]


def test_a_group_is_made_once_and_both_sendings_lead_to_it(classroom, ivo):
    post, before = posts(ivo), count(classroom, Group)
    first, second = twice(ivo, "/teach/groups", {**ivo.hidden(), "name": "Evening", "post_id": post})
    assert first == second
    assert ivo.get(first[1]).status_code == 200
    assert "<bdi>Evening</bdi>" in ivo.text
    assert count(classroom, Group) == before + 1
    assert acts(classroom) == ["group_made"]


def test_the_fact_of_a_group_holds_ids_and_no_name(classroom, ivo):
    post = posts(ivo)
    ivo.post("/teach/groups", {**ivo.hidden(), "name": "Evening", "post_id": post})
    group_id = ivo.last.request.path.rsplit("/", 1)[1]
    with classroom.parts.database.reading() as session:
        (fact,) = [fact for fact in facts(session) if fact.verb is Verb.administered]
    assert fact.detail == {"act": "group_made", "group": group_id, "post": post}
    assert (fact.by, fact.actor) == (classroom.people["ivo"], None)


def test_two_pages_make_two_groups_even_of_one_name(classroom, ivo):
    before = count(classroom, Group)
    for _ in range(2):
        post = posts(ivo)
        ivo.post("/teach/groups", {**ivo.hidden(), "name": "Evening", "post_id": post})
    assert count(classroom, Group) == before + 2


def test_the_id_of_another_form_makes_no_group_and_leads_nowhere(classroom, ivo, spring):
    ivo.get(f"{spring}/people")
    used = ivo.hidden('type="checkbox"')
    ivo.post(f"{spring}/people", {**used, "person": str(classroom.people["omar"])})
    post = posts(ivo)
    page = ivo.post("/teach/groups", {**used, "name": "Evening", "post_id": post})
    assert page.status_code == 404


def test_somebody_new_is_added_once_and_both_sendings_show_the_card(classroom, ivo, spring):
    ivo.get(f"{spring}/people/new")
    fields = {**ivo.hidden(), **NEW}
    before = count(classroom, Person)
    cards = []
    for _ in range(2):
        ivo.post(f"{spring}/people/new", fields)
        cards.append(ivo.text[ivo.text.index("<main") :])
    assert cards[0] == cards[1]
    assert "<bdi>Мария Пак</bdi>" in cards[0]
    assert ">maria</bdi>" in cards[0]
    assert "kamu-vire-73" in cards[0]
    assert count(classroom, Person) == before + 1
    assert acts(classroom) == ["person_added"]


def test_a_card_never_shows_a_password_that_does_not_hold(classroom, ivo, spring):
    ivo.get(f"{spring}/people/new")
    fields = {**ivo.hidden(), **NEW}
    ivo.post(f"{spring}/people/new", fields)
    ivo.post(f"{spring}/people/new", {**fields, "password": "vire-kamu-37"})
    assert "vire-kamu-37" not in ivo.text
    assert "This was sent before and is recorded already." in ivo.text
    assert "<h1><bdi>Мария Пак</bdi></h1>" in ivo.text


def test_a_form_that_is_sent_again_is_no_way_to_guess_a_password_faster_than_the_sign_in_page(classroom, ivo, spring):
    address = f"{spring}/people/{classroom.people['lena']}/password"
    ivo.get(address)
    fields = {**ivo.hidden(), "password": "vire-kamu-37"}
    ivo.post(address, fields)
    for number in range(4):
        ivo.post(address, {**fields, "password": f"a guess {number}"})
    ivo.post(address, fields)
    assert "vire-kamu-37" not in ivo.text
    assert "Must wait" in ivo.text


def test_a_new_password_is_given_once_and_both_sendings_show_it(classroom, ivo, spring):
    address = f"{spring}/people/{classroom.people['lena']}/password"
    ivo.get(address)
    fields = {**ivo.hidden(), "password": "vire-kamu-37"}
    ivo.post(address, fields)
    seat = classroom.seat()
    classroom.sign_in(seat, "lena", "vire-kamu-37")
    ivo.post(address, fields)
    assert "vire-kamu-37" in ivo.text
    assert seat.client.get("/learn/").status_code == 200  # not signed out a second time
    assert acts(classroom) == ["password_given"]


def test_people_are_added_once_and_not_again_after_they_were_taken_out(classroom, ivo, spring):
    omar = classroom.people["omar"]
    ivo.get(f"{spring}/people")
    fields = {**ivo.hidden('type="checkbox"'), "person": [str(omar), str(classroom.people["ivo"])]}
    first, second = twice(ivo, f"{spring}/people", fields)
    assert first == second == (303, f"{spring}#people")
    ivo.get(f"{spring}/people/{omar}")
    ivo.post(f"{spring}/people/{omar}/removal", ivo.hidden("/removal"))
    ivo.post(f"{spring}/people", fields)
    assert "Omar Rashid" not in ivo.text
    assert acts(classroom) == ["joined", "joined", "left"]


def test_somebody_is_taken_out_once_and_the_second_sending_leads_to_the_group_too(classroom, ivo, spring):
    lena = f"{spring}/people/{classroom.people['lena']}"
    ivo.get(lena)
    first, second = twice(ivo, f"{lena}/removal", ivo.hidden("/removal"))
    assert first == second == (303, f"{spring}#people")
    assert acts(classroom) == ["left"]
    assert count(classroom, Membership) == 2


def test_a_delay_is_lifted_once_and_not_the_next_one_by_the_same_form(classroom, ivo, spring):
    def fail():
        for _ in range(4):
            classroom.sign_in(classroom.seat(), "lena", "wrong password")

    fail()
    lena = f"{spring}/people/{classroom.people['lena']}"
    ivo.get(lena)
    fields = ivo.hidden("/delay")
    ivo.post(f"{lena}/delay", fields)
    fail()
    assert ivo.post(f"{lena}/delay", fields).status_code == 200
    assert "Must wait" in ivo.text
    assert acts(classroom) == ["delay_lifted"]


def test_dates_are_moved_once_and_what_was_decided_since_stays(classroom, ivo, spring):
    address = f"{spring}/courses/{COURSE}/dates"
    ivo.get(address)
    old = {**ivo.hidden(), "opens": "", "due": "2026-03-20"}
    ivo.post(address, old)
    ivo.get(address)
    ivo.post(address, {**ivo.hidden(), "opens": "", "due": "2026-03-31"})
    first, second = twice(ivo, address, old)
    assert first == second == (303, spring)
    with classroom.parts.database.reading() as session:
        assert session.scalars(select(Assignment)).one().due_at.day == 31
    assert acts(classroom) == ["dates_changed"] * 2


def test_one_s_own_password_is_changed_once_and_both_sendings_lead_to_the_sign_in_page(classroom, lena):
    lena.get("/password")
    new = "another sentence"
    fields = {**lena.hidden(), "old": PASSWORD, "new": new, "again": new}
    first, second = twice(lena, "/password", fields)
    assert first == second == (303, "/sign-in")
    lena.get("/sign-in")
    assert lena.text.count("Your password is changed.") >= 1
    assert acts(classroom) == ["password_changed"]
    classroom.sign_in(lena, "lena", new)
    assert "My courses" in lena.text


def test_the_answer_to_somebody_s_own_password_is_told_to_nobody_else(classroom, lena):
    lena.get("/password")
    used = lena.hidden()
    lena.post("/password", {**used, "old": PASSWORD, "new": "another sentence", "again": "another sentence"})
    bek = classroom.seat("bek")
    bek.get("/password")
    fields = {**bek.hidden(), "submission_id": used["submission_id"], "old": "wrong", "new": "", "again": ""}
    bek.post("/password", fields)
    assert "Your password is changed." not in bek.text


@pytest.mark.parametrize("missing", ["", "not an id"])
def test_a_form_without_an_id_of_ours_is_stale_and_does_nothing(classroom, ivo, spring, missing):
    ivo.get(f"{spring}/people/new")
    before = count(classroom, Person)
    page = ivo.post(f"{spring}/people/new", {**ivo.hidden(), **NEW, "submission_id": missing})
    assert page.status_code == 409
    assert count(classroom, Person) == before


def test_two_sendings_at_the_same_time_add_one_person_and_both_are_answered_with_the_card(classroom, spring):
    seats = [classroom.seat("ivo")]
    seats[0].get(f"{spring}/people/new")
    fields, cookie = {**seats[0].hidden(), **NEW}, seats[0].client.get_cookie("cbt")
    for _ in range(3):
        seat = classroom.seat()
        seat.client.set_cookie("cbt", cookie.value)
        seats.append(seat)
    before, together = count(classroom, Person), threading.Barrier(len(seats))

    def send(seat):
        together.wait()
        seat.post(f"{spring}/people/new", fields)

    threads = [threading.Thread(target=send, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(classroom, Person) == before + 1
    for seat in seats:
        assert "kamu-vire-73" in seat.text, seat.text
        assert "Write it down" in seat.text


@pytest.mark.parametrize("button", ["/delay", "/removal"])
def test_the_buttons_of_a_person_reach_nobody_of_another_group(classroom, spring, button):
    yan = classroom.seat("yan")
    river = f"/teach/groups/{classroom.groups['river']}/people/{classroom.people['zoe']}"
    yan.get(river)
    page = yan.post(f"{spring}/people/{classroom.people['lena']}{button}", yan.hidden("/removal"))
    assert page.status_code == 404
    assert acts(classroom) == []


def test_who_was_ticked_before_their_account_was_closed_is_not_added(classroom, ivo, spring):
    ivo.get(f"{spring}/people")
    fields = {**ivo.hidden('type="checkbox"'), "person": str(classroom.people["omar"])}
    with classroom.parts.database.writing() as session:
        roles.grant(session, classroom.people["yan"], Held(RoleName.ADMIN, *THE_BOX))  # somebody has to administer
        changes.deactivate(session, classroom.people["omar"])
    assert ivo.post(f"{spring}/people", fields).status_code == 404
    assert acts(classroom) == []
