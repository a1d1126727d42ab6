"""A release whose files are gone or damaged: its own course is closed, and everything else works on."""

import shutil
from dataclasses import replace

import pytest

from cbt.learning import enrolment
from cbt.learning.enrolment import Plan
from cbt.library import installing
from cbt.library.shelf import Shelf
from cbt.web import create_app
from tests.web.classroom import COURSE, NOW, Classroom, act

CLOSED = "cannot be opened now: its files are not in their place."


def take_in_another(classroom: Classroom) -> None:
    """Give Lena's group a second course, `herbs`."""
    parts, site = classroom.parts, classroom.parts.settings.site
    course = shutil.copytree(site / "courses" / COURSE, site / "courses" / "herbs")
    sheet = (course / "course.yaml").read_text().replace("title: Finds", "title: Herbs").replace("code: F", "code: H")
    (course / "course.yaml").write_text(sheet)
    (site / "media" / "herbs").mkdir()
    found = installing.take_in(site, parts.settings.var / "releases", "herbs")
    with parts.database.writing() as session:
        installing.register(session, found, NOW)
        parts.shelf.refresh(session)
        plan = Plan("herbs", parts.shelf.live("herbs").structure, None, None)
        enrolment.assign(session, classroom.groups["spring"], plan, classroom.people["ivo"], act())


def remove(folder):
    shutil.rmtree(folder)


def damage(folder):
    (folder / "courses" / COURSE / "course.yaml").write_text("title: [")


@pytest.fixture(params=[remove, damage])
def closed(request, classroom):
    """The classroom started again after something happened to the files of `finds`; `herbs` is whole."""
    take_in_another(classroom)
    parts = classroom.parts
    request.param(parts.settings.var / "releases" / parts.shelf.live(COURSE).digest)
    return started_again(classroom)


def started_again(classroom: Classroom) -> Classroom:
    """Return the classroom with a shelf that has read nothing yet."""
    parts = classroom.parts
    shelf = Shelf(parts.settings.var / "releases", "test")
    with parts.database.reading() as session:
        shelf.refresh(session)
    parts = replace(parts, shelf=shelf)
    return replace(classroom, parts=parts, app=create_app(parts, b"a key of tests", testing=True))


def test_a_learner_goes_on_in_the_other_courses_and_is_told_of_this_one(closed):
    lena = closed.seat("lena")
    for path in ("/learn/", "/learn/record"):
        assert lena.get(path).status_code == 200
        assert CLOSED in lena.text
        assert "Herbs" in lena.text
    assert lena.get("/learn/herbs/first").status_code == 200
    assert lena.get("/learn/herbs").status_code == 200
    for path in (f"/learn/{COURSE}", f"/learn/{COURSE}/first", f"/learn/{COURSE}/tests/final"):
        assert lena.get(path).status_code == 409
        assert "The files of this course are not in their place." in lena.text


def test_an_instructor_sees_the_groups_and_which_release_is_gone(closed):
    ivo = closed.seat("ivo")
    assert ivo.get("/teach/").status_code == 200
    assert "One course cannot be opened: its files are not in their place." in ivo.text
    assert "Herbs" in ivo.text
    assert ivo.get("/teach/mistakes").status_code == 200
    ((course_id, digest),) = closed.parts.shelf.gone().items()
    assert course_id == COURSE
    assert COURSE in ivo.text
    assert digest[:12] in ivo.text
    assert "No mistakes" not in ivo.text
    spring = f"/teach/groups/{closed.groups['spring']}"
    for path in ("", "/courses", "/courses/herbs", f"/courses/{COURSE}/dates", f"/people/{closed.people['lena']}"):
        assert ivo.get(spring + path).status_code == 200, path
    assert ivo.get(f"{spring}/courses/{COURSE}").status_code == 409
    assert "Tell the admin of the box" in ivo.text


def test_who_joins_the_group_meanwhile_is_enrolled_in_the_closed_course_too(closed):
    assert closed.parts.shelf.live_structures().keys() == {COURSE, "herbs"}
    ivo = closed.seat("ivo")
    ivo.get(f"/teach/groups/{closed.groups['spring']}/people?name=omar")
    ivo.post(
        f"/teach/groups/{closed.groups['spring']}/people",
        {**ivo.hidden("person"), "person": str(closed.people["omar"])},
    )
    omar = closed.seat("omar")
    omar.get("/learn/")
    assert CLOSED in omar.text
    assert "Herbs" in omar.text


def test_answers_to_a_question_of_a_release_that_is_gone_are_counted_without_its_words(classroom):
    classroom.seat("lena").answer("first", "entry", classroom.right("entry"))
    parts, lesson = classroom.parts, classroom.parts.settings.site / "courses" / COURSE / "01-first.md"
    old = parts.settings.var / "releases" / parts.shelf.live(COURSE).digest
    lesson.write_text(lesson.read_text().replace("- [ ] Nothing\n", "- [ ] Nothing at all\n"))
    found = installing.take_in(parts.settings.site, parts.settings.var / "releases", COURSE)
    with parts.database.writing() as session:
        installing.register(session, found, NOW)
    remove(old)
    ivo = started_again(classroom).seat("ivo")
    page = ivo.get(f"/teach/groups/{classroom.groups['spring']}/courses/{COURSE}/questions")
    assert page.status_code == 200
    assert "entry" in ivo.text
