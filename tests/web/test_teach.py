"""The instructor's first pages: groups, a new one, one group, mistakes in course files."""

import json

from cbt.library.tables import CourseSource
from tests.web.classroom import COURSE, NOW


def test_home_shows_the_group_its_people_and_its_course(ivo):
    ivo.get("/teach/")
    assert "Spring course" in ivo.text
    assert "2 people" in ivo.text
    assert "0 of 2 mastered, 0 begun" in ivo.text
    assert "River course" not in ivo.text


def test_home_names_who_has_not_begun_three_days_after_they_could(classroom, ivo):
    ivo.get("/teach/")
    assert "Has not begun" not in ivo.text
    classroom.time.pass_by(3 * 86400 + 1)
    ivo = classroom.seat("ivo")
    ivo.get("/teach/")
    assert "Look at 2" in ivo.text
    assert ivo.text.count("Has not begun") == 2


def test_home_takes_five_statements_however_many_groups_there_are(classroom, ivo, queries):
    queries.clear()
    ivo.get("/teach/")
    few = len(queries)
    for number in range(3):
        _make(ivo, f"Group {number}")
    queries.clear()
    ivo.get("/teach/")
    assert (few, len(queries)) == (4, 4), queries
    assert "Group 2" in ivo.text


def test_an_instructor_makes_a_group_at_their_own_post(classroom, ivo):
    _make(ivo, "  Night   course ")
    assert "The group is made" in ivo.text
    assert "<bdi>Night course</bdi>" in ivo.text
    assert "Stone Gate" in ivo.text


def test_a_group_without_a_name_comes_back_with_a_sentence_at_the_field(ivo):
    page = _make(ivo, "")
    assert page.status_code == 200
    assert "Write a name for the group." in ivo.text
    _make(ivo, "x" * 121)
    assert "A name needs 1 to 120 letters" in ivo.text
    assert "x" * 121 in ivo.text


def test_a_group_cannot_be_made_at_a_post_of_somebody_else(classroom, ivo, zoe):
    yan = classroom.seat("yan")
    yan.get("/teach/groups")
    river = yan.text.split('<option selected value="')[-1].split('"')[0] if "<option selected" in yan.text else ""
    river = river or yan.text.split('<option value="')[1].split('"')[0]
    ivo.get("/teach/groups")
    assert river not in ivo.text
    ivo.post("/teach/groups", {**ivo.hidden(), "name": "Mine", "post_id": river})
    assert "Choose one of the lines in the list." in ivo.text
    ivo.get("/teach/")
    assert "Mine" not in ivo.text


def test_a_group_page_shows_people_courses_and_who_has_to_wait(classroom, ivo):
    for _ in range(4):
        classroom.sign_in(classroom.seat(), "lena", "wrong password")
    ivo.get(f"/teach/groups/{classroom.groups['spring']}")
    assert "Лена Маркова" in ivo.text
    assert "Nurlan Bek" in ivo.text
    assert "Must wait 5 seconds" in ivo.text
    assert "to be done by 12 Mar 2026" in ivo.text


def test_a_group_page_takes_five_statements(classroom, ivo, queries):
    queries.clear()
    ivo.get(f"/teach/groups/{classroom.groups['spring']}")
    assert len(queries) == 5, queries


def test_mistakes_in_course_files_are_told_in_words_and_nothing_is_lost(classroom, ivo):
    ivo.get("/teach/")
    assert "have mistakes" not in ivo.text
    with classroom.parts.database.writing() as session:
        source = session.get_one(CourseSource, COURSE)
        mistake = {
            "path": "/somewhere/courses/finds/01-first.md",
            "line": 12,
            "sentence": "The block {block} is not closed.",
            "mending": "Write /// under it.",
            "values": {"block": "entry"},
        }
        source.problems, source.read_at = json.dumps([mistake]), NOW
    ivo.get("/teach/")
    assert "The files of one course have mistakes." in ivo.text
    assert "The last good release stays in use." in ivo.text
    ivo.get("/teach/mistakes")
    assert "The block entry is not closed." in ivo.text
    assert "Write /// under it." in ivo.text
    assert "01-first.md" in ivo.text
    assert "/somewhere" not in ivo.text


def _make(seat, name):
    seat.get("/teach/groups")
    post = seat.text.split('<option value="')[1].split('"')[0] if '<option value="' in seat.text else None
    post = post or seat.text.split('<option selected value="')[1].split('"')[0]
    return seat.post("/teach/groups", {**seat.hidden(), "name": name, "post_id": post})
