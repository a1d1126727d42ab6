"""A database that is full, locked, missing or damaged: each is told by itself, and what was typed is not lost."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cbt.accounts.people import Group
from cbt.learning.projections.sittings import QuestionProgress
from cbt.records.tables import StoredFact
from cbt.web import errors
from cbt.web.errors import DatabaseAway, DatabaseBusy, DiskFull
from tests.web.classroom import COURSE, PASSWORD, RIGHT
from tests.web.faults import copied, damaged, locked, missing, pragma

FIRST = f"/learn/{COURSE}/first"
FINAL = f"/learn/{COURSE}/tests/final"
FULL = "disk is full"
BUSY = "in use by something else"
GONE = "missing or damaged"
SECRET = "Key (name)=(Лена Маркова) already exists."


def count(classroom, of):
    with classroom.parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(of))


def test_a_locked_database_is_told_with_the_form_to_send_again_and_two_sendings_are_one_answer(
    classroom, lena, file, caplog
):
    lena.get(FIRST)
    fields = {**lena.hidden('name="question" value="weight"'), "response": "7301"}
    before = count(classroom, StoredFact)
    with locked(classroom.parts.database, file):
        assert lena.post(f"{FIRST}/answers", fields).status_code == 503
        assert BUSY in lena.text
        assert "data-problem" in lena.text
        assert "7301" not in caplog.text
        assert lena.hidden("Send it again") == fields
        assert count(classroom, StoredFact) == before
    again = lena.hidden("Send it again")
    lena.post(f"{FIRST}/answers", again)
    after = count(classroom, StoredFact)
    lena.post(f"{FIRST}/answers", again)
    assert count(classroom, StoredFact) == after > before
    assert count(classroom, QuestionProgress) == 1


def test_an_answer_of_the_test_is_sent_again_from_the_page_that_says_so(classroom, lena, file):
    for question in ("entry", "names", "steps", "weight"):
        lena.answer("first", question, classroom.right(question))
    lena.answer("second", "receipt", RIGHT["receipt"])
    lena.get(FINAL)
    lena.post(f"{FINAL}/attempts", lena.hidden("Begin the test"))
    with locked(classroom.parts.database, file):
        page = lena.post(f"{FINAL}/questions/1", {**lena.hidden('id="question"'), "response": "a", "go": "review"})
        assert page.status_code == 503
    again = lena.hidden("Send it again")
    assert (again["response"], again["go"]) == ("a", "review")
    lena.post(f"{FINAL}/questions/1", again)
    assert "1 of 4" in lena.text


def test_a_full_disk_loses_nothing_that_was_typed_and_the_group_is_made_once_when_there_is_room(classroom, ivo, file):
    with pragma(classroom.parts.database, "max_page_count=1"):  # SQLite takes it as: no more than there are
        for number in range(200):
            ivo.get("/teach/groups")
            fields = {**ivo.hidden("post_id"), "name": f"Осень {number}", "post_id": _post(classroom)}
            if ivo.post("/teach/groups", fields).status_code != 200:
                break
        made = count(classroom, Group)
        assert ivo.last.status_code == 503
        assert FULL in ivo.text
        assert ivo.hidden("Send it again") == fields
    again = ivo.hidden("Send it again")
    for _ in range(2):
        ivo.post("/teach/groups", again)
        assert fields["name"] in ivo.text
        assert count(classroom, Group) == made + 1


def _post(classroom):
    with classroom.parts.database.reading() as session:
        return str(session.scalar(select(Group.post_id).where(Group.id == classroom.groups["spring"])))


@pytest.mark.parametrize("fault", [damaged, missing])
@pytest.mark.parametrize("path", ["/learn/", FIRST, "/sign-in", "/learn/record"])
def test_a_reading_page_says_that_the_record_is_gone_and_nothing_of_what_was_typed(classroom, lena, file, fault, path):
    fault(classroom.parts.database, file)
    assert lena.get(path).status_code == 503
    assert GONE in lena.text
    assert "What you sent" not in lena.text


@pytest.mark.parametrize("fault", [damaged, missing])
def test_a_form_goes_back_with_its_own_guard_when_nobody_can_be_looked_up(classroom, lena, file, fault):
    lena.get(FIRST)
    fields = {**lena.hidden('name="question" value="entry"'), "response": "b"}
    with copied(classroom.parts.database, file):
        fault(classroom.parts.database, file)
        assert lena.post(f"{FIRST}/answers", fields).status_code == 503
        assert GONE in lena.text
        assert lena.hidden("Send it again") == fields
    lena.post(f"{FIRST}/answers", lena.hidden("Send it again"))
    assert "Right: 1 of 1 point" in lena.text


def test_a_form_without_a_good_guard_is_not_given_one(classroom, lena, file):
    damaged(classroom.parts.database, file)
    sent = {"csrf_token": "x", "response": '"><script>'}
    assert lena.post(f"{FIRST}/answers", sent).status_code == 503
    assert lena.hidden("Send it again") == sent
    assert "><script>" not in lena.text


def test_passwords_do_not_go_back_into_a_page(classroom, file):
    seat = classroom.seat()
    seat.get("/sign-in")
    fields = {**seat.hidden(), "name": "lena", "password": PASSWORD}
    with locked(classroom.parts.database, file):
        assert seat.post("/sign-in", fields).status_code == 503
    assert PASSWORD not in seat.text
    assert "Only passwords are not kept" in seat.text
    again = seat.hidden("Send it again")
    assert again == {name: value for name, value in fields.items() if name != "password"}
    seat.post("/sign-in", again)
    assert "Write your password." in seat.text
    assert 'value="lena"' in seat.text


def test_a_fault_of_ours_is_told_with_the_form_and_logged_without_what_a_row_holds(classroom, ivo, caplog):
    database = classroom.parts.database
    with database.writing() as session:
        run = session.connection().exec_driver_sql
        if database.engine.dialect.name == "sqlite":  # its own messages quote no row, a trigger's do
            stop = f"SELECT RAISE(ABORT, '{SECRET}')"
            run(f'CREATE TRIGGER refuse BEFORE INSERT ON "group" BEGIN {stop}; END')
        else:
            run('ALTER TABLE "group" ADD CONSTRAINT refuse UNIQUE (name)')
    ivo.get("/teach/groups")
    fields = {**ivo.hidden("post_id"), "name": "Spring course", "post_id": _post(classroom)}
    page = ivo.post("/teach/groups", fields)
    assert page.status_code == 500
    assert "what you sent may not be saved" in ivo.text
    assert ivo.hidden("Send it again") == fields
    assert "IntegrityError" in caplog.text
    assert "in make_group" in caplog.text
    assert not caplog.records[-1].exc_info
    for secret in ("Key (", "Spring course", "Маркова"):
        assert secret not in caplog.text


class _Refused(Exception):
    """What a PostgreSQL server says, by its code."""

    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "fault"),
    [("53100", DiskFull), ("55P03", DatabaseBusy), ("53300", DatabaseBusy), ("57P01", DatabaseAway)],
)
def test_a_server_says_by_its_code_what_it_lacks(sqlstate, fault):
    assert errors.fault_of(OperationalError(None, None, _Refused(sqlstate))) is fault


def test_a_pool_without_a_free_connection_is_a_busy_database():
    assert errors.fault_of(PoolTimeout()) is DatabaseBusy
