"""The reports as pages and as CSV: the same figures, in the reader's words, in few statements."""

import csv
import io
import re

import pytest
from sqlalchemy import delete

from cbt.accounts.people import Membership, Person
from cbt.learning.enrolment import Enrolment
from tests.web.classroom import COURSE


@pytest.fixture
def reports(classroom):
    return f"/teach/groups/{classroom.groups['spring']}/courses/{COURSE}"


@pytest.fixture
def worked(classroom, lena):
    """Lena finished the second lesson, wholly right, and is half-way in the first; Bek has not begun."""
    lena.answer("first", "entry", {"response": "a"})
    lena.answer("first", "entry", {"response": "b"})
    lena.answer("first", "steps", {"response-s1": "1", "response-s2": "3", "response-s3": "2"})
    lena.answer("second", "receipt", classroom.right("receipt"))
    lena.get(f"/learn/{COURSE}/second")
    lena.post(f"/learn/{COURSE}/second/completion", lena.hidden("Finish the lesson"))
    return lena


def rows_of(seat, address):
    page = seat.get(address)
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = re.fullmatch(r'attachment; filename="([a-z-]+)\.csv"', page.headers["Content-Disposition"])
    assert name, page.headers["Content-Disposition"]
    assert page.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(page.data.decode("utf-8-sig"))))


def cells(html, name):
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if name in row)
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]


def test_the_group_report_begins_with_a_sentence_and_prints_every_share(reports, ivo, worked):
    ivo.get(reports)
    assert "0 of 2 have mastered the course. 1 has not begun." in ivo.text
    assert cells(ivo.text, "Лена Маркова") == ["50… so far", "100", "not begun–", "–not mastered"]
    assert cells(ivo.text, "Нұрлан Бек") == ["not begun–"] * 3 + ["–not mastered"]
    assert cells(ivo.text, "Middle value") == ["–", "100", "–", "0"]


def test_every_time_the_group_report_is_read_it_says_what_was_answered_so_far(reports, ivo, lena):
    ivo.get(reports)
    assert "0 of 2 have mastered the course. 2 have not begun." in ivo.text
    lena.answer("first", "entry", {"response": "a"})
    ivo.get(reports)
    assert "1 has not begun." in ivo.text
    assert cells(ivo.text, "Лена Маркова")[0] == "0… so far"
    lena.answer("first", "entry", {"response": "b"})
    ivo.get(reports)
    assert cells(ivo.text, "Лена Маркова")[0] == "100… so far"


def test_the_group_report_speaks_each_readers_language_and_keeps_no_other(reports, ivo, worked):
    ivo.get(reports)
    ivo.post("/language", {"csrf_token": ivo.token(), "language": "ru"})
    ivo.get(reports)
    assert cells(ivo.text, "Лена Маркова") == ["50… пока", "100", "не начато–", "–не освоено"]
    assert "Медиана" in ivo.text
    ivo.post("/language", {"csrf_token": ivo.token(), "language": "en"})
    ivo.get(reports)
    assert cells(ivo.text, "Лена Маркова") == ["50… so far", "100", "not begun–", "–not mastered"]


def test_a_name_is_shown_as_it_is_written_and_never_read_as_html(classroom, reports):
    with classroom.parts.database.writing() as session:
        session.get_one(Person, classroom.people["lena"]).name = "<b>Лена</b> & co"
    classroom.time.pass_by(4 * 24 * 3600)
    ivo = classroom.seat("ivo")
    ivo.get(reports)
    assert ivo.text.count("<bdi>&lt;b&gt;Лена&lt;/b&gt; &amp; co</bdi>") == 2  # in the table and in the list beside it
    assert ivo.text.count(f'href="{reports}/people/{classroom.people["lena"]}"') == 2


def test_who_does_not_take_the_course_has_one_cell_that_says_so(classroom, reports, ivo):
    with classroom.parts.database.writing() as session:
        session.execute(delete(Enrolment).where(Enrolment.person_key == classroom.people["lena"]))
    ivo.get(reports)
    assert cells(ivo.text, "Лена Маркова") == ["does not take the course"]
    assert 'colspan="4">does not take the course' in ivo.text


def test_a_group_without_people_says_what_to_do(classroom, reports, ivo):
    with classroom.parts.database.writing() as session:
        session.execute(delete(Membership))
    ivo.get(reports)
    assert "Nobody in the group yet" in ivo.text
    assert "<table" not in ivo.text


def test_people_stand_by_latin_name(reports, ivo):
    ivo.get(reports)
    assert ivo.text.index("Лена Маркова") < ivo.text.index("Нұрлан Бек")


def test_the_csv_of_the_group_has_the_figures_of_the_page(reports, ivo, worked):
    rows = rows_of(ivo, f"{reports}/report.csv")
    assert rows[0][:2] == ["Name", "Name in Latin letters"]
    assert rows[0][3:5] == ["F1 See a find: per cent", "F1: finished"]
    assert rows[1] == ["Лена Маркова", "Lena Markova", "1", "50", "0", "100", "1", "", "0", "0", "2026-03-03"]
    assert rows[2] == ["Нұрлан Бек", "Nurlan Bek", "1", "", "", "", "", "", "0", "0", ""]
    assert rows[3][:7] == ["Middle value", "", "", "", "", "100", ""]


def test_the_question_report_tells_what_was_chosen_in_words(reports, ivo, worked):
    ivo.get(f"{reports}/questions?question=entry")
    assert "Which line belongs in the record?" in ivo.text
    assert "0 of 1" in ivo.text
    assert "Too few to say" in ivo.text
    assert [cells(ivo.text, option)[0] for option in ("Opium", "A brown mass", "Nothing")] == ["1", "0", "0"]
    assert ivo.text.count(">key</span>") == 1
    assert "REASON" not in ivo.text


def test_the_question_report_speaks_the_instructors_language(reports, ivo, worked):
    ivo.get(f"{reports}/questions?question=entry")
    ivo.post("/language", {"csrf_token": ivo.token(), "language": "ru"})
    ivo.get(f"{reports}/questions?question=entry")
    assert "Какая строка нужна в протоколе?" in ivo.text


def test_a_question_that_nobody_answered_or_a_wrong_address_is_not_found(reports, ivo, worked):
    assert ivo.get(f"{reports}/questions?question=weight").status_code == 404
    assert ivo.get(f"{reports}/questions?question=entry&revision=ffff").status_code == 404


def test_without_answers_the_question_report_says_what_will_stand_there(reports, ivo):
    ivo.get(f"{reports}/questions")
    assert "No answers yet" in ivo.text


def test_the_csv_of_questions_has_a_line_for_each_thing_chosen(reports, ivo, worked):
    rows = rows_of(ivo, f"{reports}/questions.csv")
    of_entry = [row for row in rows if row[1] == "entry"]
    assert [(row[0], *row[4:]) for row in of_entry] == [
        ("F1", "1", "0", "", "", "Opium", "0", "1"),
        ("F1", "1", "0", "", "", "A brown mass", "1", "0"),
        ("F1", "1", "0", "", "", "Nothing", "0", "0"),
    ]
    of_steps = [row[7:] for row in rows if row[1] == "steps"]
    assert of_steps == [["Stop", "1", "1", "1"], ["Look", "3", "0", "1"], ["Write", "2", "0", "1"]]


def test_a_learners_page_tells_each_answer_in_words_with_tries(classroom, reports, ivo, worked):
    ivo.get(f"{reports}/people/{classroom.people['lena']}")
    assert "Has finished 1 of 2 lessons." in ivo.text
    assert cells(ivo.text, "Which line belongs in the record?") == ["A brown mass", " right", "2", "English"]
    assert cells(ivo.text, "Put in order.") == ["Stop: 1Look: 3Write: 2", " partly right", "1", "English"]
    assert cells(ivo.text, "Who signs?") == ["BothA witness", " right", "1", "English"]


def test_a_learners_page_shows_tests_by_objective(classroom, reports, ivo, worked):
    _take_test(worked)
    ivo.get(f"{reports}/people/{classroom.people['lena']}")
    assert "The last test, attempt 1" in ivo.text
    assert "Describe a find" in ivo.text
    assert "The last test" in ivo.text
    assert "4 of 4 right" in ivo.text
    assert "Mastered the course on 3 Mar 2026." in ivo.text
    ivo.get(reports)
    assert "1 of 2 has mastered the course." in ivo.text
    assert "The middle of the tests is 100%." in ivo.text


def test_the_csv_of_a_learner_has_the_figures_of_the_page_and_a_name_without_theirs(classroom, reports, ivo, worked):
    rows = rows_of(ivo, f"{reports}/people/{classroom.people['lena']}/answers.csv")
    answers = {row[1]: row[3:] for row in rows[1:] if row[1]}
    assert answers["entry"] == ["A brown mass", "1", "1", "2", "en", "2026-03-03"]
    assert answers["steps"] == ["Stop: 1; Look: 3; Write: 2", "1", "3", "1", "en", "2026-03-03"]
    assert ivo.last.headers["Content-Disposition"] == f'attachment; filename="learner-{COURSE}.csv"'


@pytest.mark.parametrize(
    ("page", "statements"),
    [
        ("", 4),
        ("/report.csv", 4),
        ("/questions", 4),
        ("/questions.csv", 4),
        ("/people/{lena}", 5),
        ("/people/{lena}/answers.csv", 5),
    ],
)
def test_a_report_takes_as_many_statements_with_answers_as_without(classroom, reports, queries, page, statements):
    ivo, lena = classroom.seat("ivo"), classroom.seat("lena")
    address = f"{reports}{page}".format(lena=classroom.people["lena"])
    queries.clear()
    assert ivo.get(address).status_code == 200
    assert len(queries) == statements, queries
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    queries.clear()
    assert ivo.get(address).status_code == 200
    assert len(queries) == statements, queries


def test_an_instructor_of_another_post_can_do_nothing_here_by_guessing(classroom, reports, lena, queries):
    """Every form of the instructor's pages, sent whole and guarded, by who may not: nothing is found, or written."""
    adapter = classroom.app.url_map.bind("localhost")
    values = {"group_id": classroom.groups["spring"], "person_key": classroom.people["lena"], "course_id": COURSE}
    fields = {
        "person": str(classroom.people["zoe"]),
        "course_id": COURSE,
        "opens": "",
        "due": "",
        "password": "kamu-vire-73",
        "name": "X",
        "latin_name": "X",
        "sign_in_name": "x",
        "language": "en",
        "submission_id": "0" * 32,
    }
    tried = 0
    for seat, home in ((classroom.seat("yan"), "/teach/groups"), (classroom.seat("zoe"), "/learn/"), (lena, "/learn/")):
        seat.get(home)
        guarded = {**fields, "csrf_token": seat.token()}
        for rule in classroom.app.url_map.iter_rules():
            if rule.endpoint.startswith("teach") and "POST" in rule.methods and "group_id" in rule.arguments:
                path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}, method="POST")
                queries.clear()
                assert seat.client.post(path, data=guarded).status_code in (403, 404), rule.endpoint
                writes = [sent for sent in queries if sent.split()[0] in ("INSERT", "UPDATE", "DELETE")]
                assert not writes, (rule.endpoint, writes)
                tried += 1
    assert tried == 3 * 8


def _take_test(seat):
    address = f"/learn/{COURSE}/tests/final"
    seat.get(address)
    seat.post(f"{address}/attempts", seat.hidden("Begin"))
    for number in range(1, 5):
        seat.get(f"{address}/questions/{number}")
        seat.post(f"{address}/questions/{number}", {**seat.hidden("submission_id"), "response": "a"})
    seat.get(f"{address}/review")
    seat.post(f"{address}/hand-in", seat.hidden("submission_id"))
