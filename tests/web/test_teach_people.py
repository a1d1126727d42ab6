"""People of a group: found, added, new ones, new passwords, delays, leaving."""

import re
from uuid import uuid4

import pytest

from cbt.accounts import roles
from cbt.accounts.rights import Held, RoleName, ScopeKind
from tests.web.classroom import COURSE

BOX = 'type="checkbox"'
"""What the form has in which people are ticked."""
NEW = {
    "name": "Мария Пак",
    "latin_name": "Maria Pak",
    "sign_in_name": "maria",
    "password": "kamu-vire-73",
    "language": "ru",
    "organisation_id": "",
}


@pytest.fixture
def group(classroom):
    return f"/teach/groups/{classroom.groups['spring']}"


def test_people_of_the_post_are_found_by_any_of_their_names_and_members_are_left_out(classroom, group, ivo):
    ivo.get(f"{group}/people")
    everybody = ivo.text
    for part in ("rash", "ОМАР"):
        _search(ivo, group, part)
        assert "Омар Рашид" in ivo.text
        assert "Иво Стоянов" not in ivo.text.partition("<main")[2]
    assert "Иво Стоянов" in everybody.partition("<main")[2]
    ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": str(classroom.people["omar"])})
    assert "1 person is added." in ivo.text
    ivo.get(f"{group}/people")
    assert "Лена Маркова" not in ivo.text
    assert "Зоя Орлова" not in ivo.text


def test_a_language_chosen_beside_what_was_searched_for_leads_back_to_everybody(group, ivo):
    ivo.get(f"{group}/people")
    _search(ivo, group, "rash")
    back = re.search(r'name="next" value="([^"]*)"', ivo.text)
    assert back is not None
    assert back[1] == f"{group}/people"
    ivo.post("/language", {"csrf_token": ivo.token(), "language": "ru", "next": back[1]})
    assert ivo.last.status_code == 200
    assert "Иво Стоянов" in ivo.text.partition("<main")[2]


def test_who_is_added_can_take_what_the_group_was_given(classroom, group, ivo):
    added = _add_new(ivo, group)
    assert added.status_code == 200
    maria = classroom.seat()
    classroom.sign_in(maria, "maria", "kamu-vire-73")
    maria.get(f"/learn/{COURSE}")
    assert maria.last.status_code == 200
    ivo.get(group)
    assert "Maria Pak" in ivo.text


def test_somebody_of_the_post_is_added_by_ticking_them(classroom, group, ivo):
    ivo.get(f"{group}/people")
    ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": str(classroom.people["omar"])})
    assert "1 person is added." in ivo.text
    assert "Omar Rashid" in ivo.text


def test_somebody_of_another_post_cannot_be_added_by_guessing_their_key(classroom, group, ivo):
    ivo.get(f"{group}/people")
    page = ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": str(classroom.people["zoe"])})
    assert page.status_code == 404
    ivo.get(f"{group}/people")
    page = ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": "not a key"})
    assert page.status_code == 404
    ivo.get(group)
    assert "Зоя" not in ivo.text


def test_adding_nobody_says_what_to_do(group, ivo):
    ivo.get(f"{group}/people")
    ivo.post(f"{group}/people", ivo.hidden(BOX))
    assert "Nobody is chosen." in ivo.text


def test_the_first_password_is_made_up_shown_once_and_never_again(group, ivo):
    ivo.get(f"{group}/people/new")
    assert 'name="password"' in ivo.text
    _add_new(ivo, group)
    assert "kamu-vire-73" in ivo.text
    assert "shown this once" in ivo.text
    ivo.get(group)
    assert "kamu-vire-73" not in ivo.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sign_in_name": "lena"}, "Somebody signs in with this name already."),
        ({"password": "short"}, "A password needs at least 8 characters."),
        ({"password": "x" * 201}, "A password has at most 200 characters"),
        ({"name": ""}, "Write the name."),
        ({"latin_name": "Мария Пак"}, "letters such as a to z"),
        ({"latin_name": "x" * 121}, "A name needs 1 to 120 letters"),
        ({"language": "tlh"}, "Choose one of the lines in the list."),
        ({"organisation_id": "00000000-0000-4000-8000-000000000000"}, "Choose one of the lines in the list."),
        ({"organisation_id": "nonsense"}, "Choose one of the lines in the list."),
    ],
)
def test_wrong_values_come_back_filled_in_with_a_sentence_at_the_field(group, ivo, wrong, sentence):
    _add_new(ivo, group, **wrong)
    assert sentence in ivo.text
    assert "Мария Пак" in ivo.text or "name" in wrong
    assert "maria" in ivo.text or "sign_in_name" in wrong
    ivo.get(group)
    assert "Maria Pak" not in ivo.text


def test_an_instructor_lifts_the_delay_of_somebody_in_their_group(classroom, group, ivo):
    for _ in range(4):
        classroom.sign_in(classroom.seat(), "lena", "wrong password")
    page = classroom.sign_in(classroom.seat(), "lena")
    assert b"seconds" in page.data
    person = f"{group}/people/{classroom.people['lena']}"
    ivo.get(person)
    assert "Must wait" in ivo.text
    ivo.post(f"{person}/delay", ivo.hidden("/delay"))
    assert "The delay is lifted." in ivo.text
    lena = classroom.seat("lena")
    lena.get("/learn/")
    assert "Finds" in lena.text


def test_an_instructor_lifts_the_wait_of_a_seat_for_who_was_refused_there(classroom, group, ivo):
    for number in range(12):
        classroom.sign_in(classroom.seat(), f"guess {number}", "wrong password")
    person = f"{group}/people/{classroom.people['lena']}"
    ivo.get(person)
    assert "Must wait" not in ivo.text
    lena = classroom.seat()
    classroom.sign_in(lena, "lena")
    assert "Too many wrong passwords" in lena.text
    ivo.get(group)
    assert "Must wait 5 seconds" in ivo.text
    ivo.get(person)
    assert "Must wait 5 seconds" in ivo.text
    ivo.post(f"{person}/delay", ivo.hidden("/delay"))
    assert "Nothing stands in the way." in ivo.text
    classroom.sign_in(lena, "lena")
    assert "Finds" in lena.text


def test_a_new_password_holds_at_once_and_signs_out_every_seat(classroom, group, ivo, lena):
    address = f"{group}/people/{classroom.people['lena']}/password"
    ivo.get(address)
    ivo.post(address, {**ivo.hidden(), "password": "vire-kamu-37"})
    assert "vire-kamu-37" in ivo.text
    assert lena.client.get("/learn/").status_code == 303
    seat = classroom.seat()
    classroom.sign_in(seat, "lena", "vire-kamu-37")
    assert "Finds" in seat.get("/learn/").get_data(as_text=True)


def test_a_short_new_password_is_refused_at_its_field(classroom, group, ivo):
    address = f"{group}/people/{classroom.people['lena']}/password"
    ivo.get(address)
    ivo.post(address, {**ivo.hidden(), "password": "short"})
    assert "A password needs at least 8 characters." in ivo.text


def test_an_instructor_cannot_give_a_password_to_somebody_with_more_rights_and_sign_in_as_them(classroom, group, ivo):
    ivo.get(f"{group}/people")
    ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": str(classroom.people["omar"])})
    address = f"{group}/people/{classroom.people['omar']}/password"
    ivo.get(address)
    ivo.post(address, {**ivo.hidden(), "password": "vire-kamu-37"})
    assert "Only the admin of the box may give them a new password." in ivo.text
    classroom.seat("omar").get("/teach/")
    seat = classroom.seat()
    classroom.sign_in(seat, "omar", "vire-kamu-37")
    assert seat.client.get("/teach/").status_code == 303


def test_an_instructor_of_one_group_cannot_take_in_a_learner_of_the_post_and_sign_in_as_her(classroom, group):
    with classroom.parts.database.writing() as session:
        for name in ("spring", "river"):
            held = Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(classroom.groups[name]))
            roles.grant(session, classroom.people["bek"], held)
    bek = classroom.seat("bek")
    own = f"/teach/groups/{classroom.groups['river']}"
    bek.get(f"{own}/people")
    assert "Ян Ким" not in bek.text
    fields = {"csrf_token": bek.token(), "submission_id": uuid4().hex, "person": str(classroom.people["yan"])}
    page = bek.post(f"{own}/people", fields)
    assert page.status_code == 404
    address = f"{group}/people/{classroom.people['lena']}/password"
    bek.get(address)
    bek.post(address, {**bek.hidden(), "password": "vire-kamu-37"})
    assert "You teach this person in your group only." in bek.text
    seat = classroom.seat()
    classroom.sign_in(seat, "lena", "vire-kamu-37")
    assert seat.client.get("/learn/").status_code == 303


def test_an_admin_gives_anybody_a_password(classroom, group):
    omar = classroom.seat("omar")
    with classroom.parts.database.writing() as session:
        held = Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(classroom.groups["spring"]))
        roles.grant(session, classroom.people["bek"], held)
    address = f"{group}/people/{classroom.people['bek']}/password"
    omar.get(address)
    omar.post(address, {**omar.hidden(), "password": "vire-kamu-37"})
    assert "The new password holds" in omar.text


def test_who_is_taken_out_is_in_no_list_and_their_record_is_there_when_they_come_back(classroom, group, ivo, lena):
    lena.answer("first", "entry", {"response": "b"})
    person = f"{group}/people/{classroom.people['lena']}"
    ivo.get(person)
    ivo.post(f"{person}/removal", ivo.hidden("/removal"))
    assert "Лена" not in ivo.text
    assert ivo.get(person).status_code == 404
    ivo.get(f"{group}/courses/{COURSE}")
    assert "Лена" not in ivo.text
    ivo.get(f"{group}/people")
    ivo.post(f"{group}/people", {**ivo.hidden(BOX), "person": str(classroom.people["lena"])})
    ivo.get(f"{group}/courses/{COURSE}")
    assert "100<span" in ivo.text


@pytest.mark.parametrize(("page", "statements"), [("people", 4), ("people/new", 4), ("people/{lena}", 5)])
def test_pages_about_people_take_few_statements(classroom, group, ivo, queries, page, statements):
    address = f"{group}/{page}".format(lena=classroom.people["lena"])
    queries.clear()
    assert ivo.get(address).status_code == 200
    assert len(queries) == statements, queries


def _search(seat, group, part):
    return seat.post(f"{group}/people/search", {**seat.hidden('role="search"'), "name": part})


def _add_new(seat, group, **other):
    seat.get(f"{group}/people/new")
    return seat.post(f"{group}/people/new", {**seat.hidden(), **NEW, **other})
