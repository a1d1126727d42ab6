"""A course given to a group with dates, and the dates changed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cbt.learning.enrolment import Assignment
from cbt.web import days
from cbt.web.days import NoDate
from tests.web.classroom import COURSE


@pytest.fixture
def spring(classroom):
    return f"/teach/groups/{classroom.groups['spring']}"


@pytest.fixture
def evening(classroom, ivo):
    """A new group of Ivo's with Omar in it, which was given nothing."""
    ivo.get("/teach/groups")
    post = ivo.text.split('<option value="')[1].split('"')[0]
    ivo.post("/teach/groups", {**ivo.hidden(), "name": "Evening", "post_id": post})
    group = ivo.last.request.path
    ivo.get(f"{group}/people")
    ivo.post(f"{group}/people", {**ivo.hidden('type="checkbox"'), "person": str(classroom.people["omar"])})
    return group


def test_who_was_given_a_course_can_take_it_from_its_opening_day(classroom, ivo, evening):
    omar = classroom.seat("omar")
    assert omar.get(f"/learn/{COURSE}").status_code == 404
    _give(ivo, evening, opens="2026-03-05", due="2026-03-20")
    assert "The course is given." in ivo.text
    assert "from 5 Mar 2026 to 20 Mar 2026" in ivo.text
    omar.get(f"/learn/{COURSE}/first")
    assert "This course opens on" in omar.text
    classroom.time.pass_by(2 * 86400)
    omar = classroom.seat("omar")
    assert omar.get(f"/learn/{COURSE}/first").status_code == 200


def test_dates_may_be_left_out(ivo, evening):
    _give(ivo, evening)
    assert "no dates" in ivo.text


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"due": "31.02.2026"}, "31.02.2026 is no date. Write day.month.year."),
        ({"opens": "soon"}, "soon is no date. Write day.month.year."),
        ({"opens": "20.03.2026", "due": "19.03.2026"}, "The course would be due before it opens."),
    ],
)
def test_wrong_dates_come_back_as_they_were_written_with_a_sentence_at_the_field(ivo, evening, dates, sentence):
    _give(ivo, evening, **dates)
    assert sentence in ivo.text
    for written in dates.values():
        assert f'value="{written}"' in ivo.text
    ivo.get(evening)
    assert "No course yet" in ivo.text


def test_the_same_course_is_not_given_twice(ivo, spring):
    _give(ivo, spring)
    assert "This group has the course already." in ivo.text


def test_a_form_that_is_sent_twice_gives_the_course_once(ivo, evening):
    ivo.get(f"{evening}/courses")
    fields = {**ivo.hidden(), "course_id": COURSE, "opens": "", "due": ""}
    ivo.post(f"{evening}/courses", fields)
    ivo.post(f"{evening}/courses", fields)
    assert "The course is given." in ivo.text
    assert ivo.text.count("no dates") == 1


def test_dates_are_changed_later_and_shown_as_they_are(classroom, ivo, spring):
    address = f"{spring}/courses/{COURSE}/dates"
    ivo.get(address)
    assert 'value="2026-03-12"' in ivo.text
    ivo.post(address, {**ivo.hidden(), "opens": "1.3.2026", "due": "2026-03-31"})
    assert "from 1 Mar 2026 to 31 Mar 2026" in ivo.text
    with classroom.parts.database.reading() as session:
        found = session.query(Assignment).one()
        assert found.opens_at == datetime(2026, 3, 1, tzinfo=UTC)
        assert found.due_at == datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
    ivo.get(address)
    ivo.post(address, {**ivo.hidden(), "opens": "2.4.2026", "due": "2026-03-31"})
    assert "The course would be due before it opens." in ivo.text


@pytest.mark.parametrize(("page", "statements"), [("courses", 3), (f"courses/{COURSE}/dates", 3)])
def test_forms_about_courses_take_few_statements(ivo, spring, queries, page, statements):
    queries.clear()
    assert ivo.get(f"{spring}/{page}").status_code == 200
    assert len(queries) == statements, queries


@pytest.mark.parametrize("text", ["2026-02-28", "28.02.2026", "28.2.2026", "28/02/2026", "۲۸.۰۲.۲۰۲۶"])
def test_a_day_is_read_as_people_write_it(text):
    assert days.read_day(text) == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["2026-02-30", "2.28.2026", "28.02.26", "0001-01-01", "9999-12-31", "x", "2026"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NoDate):
        days.read_day(text)


def test_a_day_begins_and_ends_in_the_zone_of_the_box():
    zone = ZoneInfo("Asia/Almaty")
    day = date(2026, 3, 3)
    assert days.beginning(day, zone).astimezone(UTC) == datetime(2026, 3, 2, 19, tzinfo=UTC)
    assert days.end(day, zone).astimezone(UTC) == datetime(2026, 3, 3, 18, 59, 59, tzinfo=UTC)
    assert days.day_of(days.end(day, zone), zone) == day
    assert (days.beginning(None, zone), days.end(None, zone), days.day_of(None, zone)) == (None, None, None)


def _give(seat, group, **dates):
    seat.get(f"{group}/courses")
    fields = {"course_id": COURSE, "opens": "", "due": "", **dates}
    return seat.post(f"{group}/courses", {**seat.hidden(), **fields})
