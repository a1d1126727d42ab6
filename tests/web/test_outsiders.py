"""Every door, opened and sent to with a good guard by people it is not for: they see nobody and change nothing.

The URL map is walked, so a new door is held to this too. What is sent is what works for who belongs there.
"""

import secrets
from uuid import UUID

import pytest
from sqlalchemy import select

from cbt.accounts import changes, roles
from cbt.accounts.changes import NewPerson
from cbt.accounts.passwords import hash_password
from cbt.accounts.people import Group, Person
from cbt.accounts.rights import Held, RoleName, ScopeKind
from cbt.learning import enrolment
from cbt.learning.enrolment import Enrolment, Plan
from cbt.learning.projections.sittings import Attempt
from tests.models import all_tables
from tests.web.classroom import COURSE, NOW, PASSWORD, act, new_id
from tests.web.test_doors import doors

NAMES = {
    "spring": ("Маркова", "Markova", "Нұрлан", "Nurlan"),
    "river": ("Орлова", "Orlova"),
    "autumn": ("Тихая", "Tikhaya"),
}
MEMBERS = {"spring": "lena", "river": "zoe", "autumn": "tanya"}
OWN = {"lena": "spring", "yan": "river", "cora": "autumn"}
"""Whose group is which: Yan instructs at another post, Cora another group of Ivo's post, Una belongs nowhere."""
LEAVING = {"account.sign_out"}
"""Ends the seat that walks."""
WHOSE = ("actor", "person_key", "registration", "key")
PASSING = {"login_session", "log_head", "sign_in_delay"}


@pytest.fixture
def everybody(classroom):
    """The classroom with a third group at Ivo's post, its instructor Cora, and Una without a role or a group."""
    with classroom.parts.database.writing() as session:
        lena = session.get_one(Person, classroom.people["lena"])
        classroom.groups["autumn"] = changes.add_group(session, new_id(), "Autumn course", lena.post_id, NOW).id
        for name, own, latin in (
            ("tanya", "Таня Тихая", "Tanya Tikhaya"),
            ("cora", "Кора Ли", "Cora Li"),
            ("una", "Уна Сол", "Una Sol"),
        ):
            new = NewPerson(name, own, latin, "en", hash_password(PASSWORD), lena.organisation_id, lena.post_id)
            key = UUID(bytes=secrets.token_bytes(16), version=4)
            classroom.people[name] = changes.add_person(session, key, new, NOW).key
        changes.join(session, classroom.groups["autumn"], classroom.people["tanya"])
        held = Held(RoleName.INSTRUCTOR, ScopeKind.GROUP, str(classroom.groups["autumn"]))
        roles.grant(session, classroom.people["cora"], held)
        plan = Plan(COURSE, classroom.parts.shelf.live(COURSE).structure, None, None)
        for name, instructor in (("river", "yan"), ("autumn", "cora")):
            enrolment.assign(session, classroom.groups[name], plan, classroom.people[instructor], act())
    for question in ("entry", "weight"):
        classroom.seat("lena").answer("first", question, classroom.right(question))
    return classroom


def addresses(classroom, method, group, person):
    """Yield every door of a group and one person of it, as far as the address names them."""
    values = {"group_id": classroom.groups[group], "person_key": classroom.people[person]}
    for endpoint, path in doors(classroom, method, values):
        if endpoint not in LEAVING:
            yield endpoint, path


def form(classroom, seat, group, person):
    """Return the fields that every form of ours takes, right for whoever may send them."""
    if seat.last is None or 'name="csrf_token"' not in seat.text:
        seat.get("/password")
    with classroom.parts.database.reading() as session:
        post = session.scalar(select(Group.post_id).where(Group.id == classroom.groups[group]))
        attempt = session.scalar(select(Attempt.id))  # Lena's, the only one
    return {
        "csrf_token": seat.token(),
        "submission_id": secrets.token_hex(16),
        "name": "ar",  # as a search, it finds Markova
        "latin_name": "Ar",
        "sign_in_name": f"ar{secrets.token_hex(4)}",
        "password": "kamu-vire-73",
        "language": "en",
        "organisation_id": "",
        "post_id": str(post),
        "person": str(classroom.people[person]),
        "course_id": COURSE,
        "opens": "",
        "due": "2026-12-01",
        "question": "entry",
        "response": "b",
        "attempt": str(attempt),
    }


def others(classroom, name):
    """Return all rows but those of one person themselves: what somebody else has, is, or is told to have done."""
    key, found = classroom.people[name], set()
    with classroom.parts.database.reading() as session:
        own = {key, *session.scalars(select(Enrolment.id).where(Enrolment.person_key == key))}
        for table in all_tables().sorted_tables:
            whose = next((place for place in WHOSE if place in table.c), None)
            if table.name not in PASSING:
                rows = [dict(row) for row in session.execute(select(table)).mappings()]
                found |= {(table.name, repr(row)) for row in rows if whose is None or row[whose] not in own}
    return found


def foreign(name):
    """Yield group and person of every address that is not wholly one's own, for a learner their own group's too."""
    mine = OWN.get(name)
    for group in MEMBERS:
        for person in MEMBERS.values():
            if name == "lena" or group != mine or person != MEMBERS.get(mine):
                yield group, person


OUTSIDERS = ["lena", "yan", "cora", "una"]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_page_names_anybody_of_another_group(everybody, name):
    seat = everybody.seat(name)
    hidden = [one for group, names in NAMES.items() if group != OWN.get(name) for one in names]
    for group, person in foreign(name):
        for endpoint, path in addresses(everybody, "GET", group, person):
            with seat.client.get(path) as page:
                text = page.get_data(as_text=True)
            assert not [one for one in hidden if one in text], (endpoint, group, person)
            if named(endpoint, path, everybody, name, group, person):
                assert page.status_code in (403, 404), (endpoint, group, person)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_form_changes_anything_of_another_group_or_names_its_people(everybody, name):
    seat = everybody.seat(name)
    hidden = [one for group, names in NAMES.items() if group != OWN.get(name) for one in names]
    before = others(everybody, name)
    for group, person in foreign(name):
        for endpoint, path in addresses(everybody, "POST", group, person):
            fields = form(everybody, seat, group, person)
            if not named(endpoint, path, everybody, name, group, person) and group == OWN.get(name):
                continue  # an own group's door, which names nobody else
            page = seat.post(path, fields)
            assert "open too long" not in seat.text, endpoint  # the guard was good
            assert not [one for one in hidden if one in seat.text], (endpoint, group, person)
            if named(endpoint, path, everybody, name, group, person):
                assert page.status_code in (403, 404), (endpoint, group, person)
        assert others(everybody, name) ^ before == set(), (group, person)


def named(endpoint, path, classroom, name, group, person):
    """Tell whether an address is about somebody else's group or people; for learners every instructor's page is."""
    if not endpoint.startswith("teach"):
        return False
    if name in ("lena", "una"):
        return True
    in_path = str(classroom.groups[group]) in path
    ticked = endpoint == "teach_people.add"
    return in_path and (group != OWN[name] or ticked or str(classroom.people[person]) in path)


def test_the_same_forms_are_taken_from_who_belongs_there(everybody):
    ivo = everybody.seat("ivo")
    for endpoint, path in addresses(everybody, "POST", "spring", "lena"):
        if endpoint.startswith("teach") and endpoint != "teach_people.remove":
            fields = form(everybody, ivo, "spring", "una" if endpoint == "teach_people.add" else "lena")
            page = ivo.post(path, fields)
            assert page.status_code == 200, endpoint
            assert 'class="error"' not in ivo.text or endpoint == "teach_courses.assign", endpoint  # they have it
    remove = f"/teach/groups/{everybody.groups['spring']}/people/{everybody.people['lena']}/removal"
    assert ivo.post(remove, form(everybody, ivo, "spring", "lena")).status_code == 200
    assert "One person is taken out" in ivo.text
