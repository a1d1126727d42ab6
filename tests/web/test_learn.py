"""Home, course and record: the next thing first, and few statements whatever was done."""

import re
from datetime import timedelta

from sqlalchemy import update

from cbt.learning.enrolment import Assignment
from cbt.learning.projections.progress import CourseProgress
from tests.web.classroom import COURSE, NOW

FIRST = f"/learn/{COURSE}/first"


def finish_first(classroom, seat):
    for question in ("entry", "names", "steps", "weight"):
        seat.answer("first", question, classroom.right(question))
    seat.post(f"{FIRST}/completion", seat.hidden("Finish the lesson"))


def main_button(seat):
    return re.search(r'class="button button-first" href="([^"]+)"', seat.text)[1]


def test_home_begins_with_the_first_lesson_then_the_one_half_done_then_the_next_then_the_test(classroom, lena):
    lena.get("/learn/")
    assert main_button(lena) == FIRST
    lena.answer("first", "entry", classroom.right("entry"))
    lena.get("/learn/")
    assert main_button(lena) == f"{FIRST}#_next"
    assert "Continue" in lena.text
    assert "1 of 4 questions answered" in lena.text
    finish_first(classroom, lena)
    lena.get("/learn/")
    assert main_button(lena) == f"/learn/{COURSE}/second"
    lena.answer("second", "receipt", classroom.right("receipt"))
    lena.post(f"/learn/{COURSE}/second/completion", lena.hidden("Finish the lesson"))
    lena.get("/learn/")
    assert main_button(lena) == f"/learn/{COURSE}/tests/final"


def test_home_of_somebody_without_a_course_says_what_will_come(zoe):
    zoe.get("/learn/")
    assert "No course yet" in zoe.text


def test_home_says_when_the_course_is_due(lena):
    lena.get("/learn/")
    assert "12 Mar 2026" in lena.text


def test_home_and_course_say_that_the_day_is_over(classroom, lena):
    for page in ("/learn/", f"/learn/{COURSE}"):
        lena.get(page)
        assert "Overdue" not in lena.text
    with classroom.parts.database.writing() as session:
        session.execute(update(Assignment).values(due_at=NOW - timedelta(days=1)))
    for page in ("/learn/", f"/learn/{COURSE}"):
        lena.get(page)
        assert "Overdue" in lena.text
        assert "2 Mar 2026" in lena.text


def test_a_test_in_hand_comes_before_any_lesson(classroom, lena):
    lena.answer("first", "entry", classroom.right("entry"))
    lena.get(f"/learn/{COURSE}/tests/final")
    lena.post(f"/learn/{COURSE}/tests/final/attempts", lena.hidden("Begin"))
    for page in ("/learn/", f"/learn/{COURSE}"):
        lena.get(page)
        assert main_button(lena) == f"/learn/{COURSE}/tests/final"
        assert "Go on with the test" in lena.text


def test_a_course_that_is_mastered_is_not_due_any_more(classroom, lena):
    with classroom.parts.database.writing() as session:
        session.execute(update(CourseProgress).values(mastered_at=NOW))
    lena.get("/learn/")
    assert "Mastered on 3 Mar 2026" in lena.text
    assert "12 Mar 2026" not in lena.text


def test_home_carries_each_readers_own_name_guard_and_progress(classroom, lena):
    lena.answer("first", "entry", classroom.right("entry"))
    bek = classroom.seat("bek")
    for seat, name, other in ((lena, "Лена Маркова", "Нұрлан Бек"), (bek, "Нұрлан Бек", "Лена Маркова")) * 2:
        seat.get("/learn/")
        assert name in seat.text
        assert other not in seat.text
        assert "\x00" not in seat.text
        assert ("1 of 4 questions answered" in seat.text) == (seat is lena)
    assert lena.token() != bek.token()
    assert lena.token() not in bek.text


def test_home_says_when_the_lesson_was_left_by_the_minute(classroom, lena):
    lena.answer("first", "entry", classroom.right("entry"))
    lena.get("/learn/")
    assert "Go on where you stopped on 3 Mar 2026, 04:30" in lena.text
    classroom.time.pass_by(60)
    lena.answer("first", "weight", {"response": "1"})
    lena.get("/learn/")
    assert "Go on where you stopped on 3 Mar 2026, 04:31" in lena.text


def test_who_chooses_another_language_at_home_comes_back_home_whoever_opened_it_before(classroom, lena):
    classroom.seat("bek").get("/learn/?from=elsewhere")
    lena.get("/learn/")
    assert "elsewhere" not in lena.text
    assert 'name="next" value="/learn/"' in lena.text


def test_a_course_that_opens_later_says_when_and_opens_nothing_before(classroom, lena):
    with classroom.parts.database.writing() as session:
        session.execute(update(Assignment).values(opens_at=NOW + timedelta(days=1)))
    for page in ("/learn/", f"/learn/{COURSE}"):
        lena.get(page)
        assert "Opens on 4 Mar 2026" in lena.text
        assert "See a find" in lena.text
        assert not re.search(rf'href="/learn/{COURSE}/', lena.text)
    page = lena.get(FIRST)
    assert page.status_code == 409
    assert "This course opens on 4 Mar 2026" in lena.text
    classroom.time.pass_by(86_400)
    assert classroom.seat("lena").get(FIRST).status_code == 200


def test_the_course_page_shows_the_progress_of_each_lesson(classroom, lena):
    finish_first(classroom, lena)
    lena.get(f"/learn/{COURSE}")
    assert "1 of 2 lessons done" in lena.text
    assert "100%" in lena.text


def test_continue_leads_to_the_first_question_without_an_answer(classroom, lena):
    lena.answer("first", "entry", classroom.right("entry"))
    assert re.search(r'<section[^>]* id="names">(?:(?!<section).)*<span id="_next">', lena.text, re.DOTALL)
    finish_first(classroom, lena)
    lena.get(FIRST)
    assert 'id="_next"' not in lena.text


def test_a_share_of_a_lesson_half_done_says_that_it_is_so_far(classroom, lena):
    lena.answer("first", "entry", classroom.right("entry"))
    lena.get(f"/learn/{COURSE}")
    assert "100% so far" in lena.text


def test_the_course_page_says_where_its_law_comes_from_and_when_it_was_checked(lena):
    lena.get(f"/learn/{COURSE}")
    law = lena.text[lena.text.index("The law in this course") :]
    assert "<bdi>S87</bdi>" in law
    assert "23 Nov 2026" in law
    assert "23 Nov 2027" in law


def test_the_record_shows_what_was_done_and_when(classroom, lena):
    finish_first(classroom, lena)
    lena.get("/learn/record")
    assert "3 Mar 2026" in lena.text
    assert "Лена Маркова" in lena.text
    assert "Lena Markova" in lena.text
    assert "7 of 7" in lena.text


def test_each_page_costs_the_same_statements_before_and_after_work(classroom, lena, queries):
    paths = {"/learn/": 4, f"/learn/{COURSE}": 4, "/learn/record": 4}
    for path, count in paths.items():
        lena.get(path)
        queries.clear()
        lena.get(path)
        assert len(queries) == count, (path, queries)
    finish_first(classroom, lena)
    for path, count in paths.items():
        queries.clear()
        lena.get(path)
        assert len(queries) == count, (path, queries)


def test_the_posts_name_stands_in_the_bar_of_signing_in_of_home_and_of_errors(classroom, lena):
    for seat, page in ((classroom.seat(), "/sign-in"), (lena, "/learn/"), (lena, "/nowhere")):
        seat.get(page)
        assert "<bdi>Stone Gate</bdi>" in seat.text[: seat.text.index("</header>")]
