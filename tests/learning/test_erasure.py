"""Erasure: nothing in the database names the person any more; what was learned stays and adds up."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import String, cast, select, update

from cbt.accounts import rights
from cbt.accounts.changes import add_person, join
from cbt.accounts.delays import SignInDelay
from cbt.accounts.people import Membership, Person
from cbt.accounts.roles import holder_of
from cbt.accounts.sessions import LoginSession
from cbt.accounts.sign_in import claim_of, prove, settle
from cbt.errors import NotFound
from cbt.learning.enrolment import Enrolment, enrol_newcomers
from cbt.learning.erasure import erase
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import FOLDS, record
from cbt.records.facts import Fact, Verb
from cbt.records.replay import rebuild
from cbt.records.verify import verify
from cbt.records.words import FreeText, keep_text
from cbt.reports.group import given_for, group_report
from cbt.reports.questions import question_report
from tests.accounts.cast import AIDA, EVENING, IVO, LENA, MORNING, OMAR, new_person
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE, projections
from tests.models import all_tables

FULL_NAMES = ("Лена Ким", "Lena Kim", "лена ким", "lkim")
NAMES = ("Лена", "Ким", "Lena", "Kim", "lena", "лена", "lkim")


def write(room, session, text, about, by):
    """Record a remark by somebody about somebody, with its words beside the log."""
    fact_id = room.new_id()
    digest = keep_text(session, fact_id, text, b"salt" * 4)
    said = {"verb": Verb.administered, "at": MORNING, "activity_id": COURSE_ID, "text_digest": digest}
    record(session, Fact(id=fact_id, actor=about, by=by, **said))


@pytest.fixture
def worked(room):
    """Lena and Aida have learned; Lena wrote something, mistyped her password, and sits at a seat."""
    with room.database.writing() as session:
        session.execute(
            update(Person).where(Person.key == LENA).values(sign_in_name="lkim", search_name="лена ким lena kim lkim")
        )
        join(session, EVENING, AIDA)
        enrol_newcomers(session, EVENING, {COURSE_ID: STRUCTURE}, [AIDA], room.act())
        session.add(LoginSession(id="t" * 64, person_key=LENA, opened_at=MORNING, ends_at=MORNING))
        claim = claim_of(session, "lkim", "10.0.0.7", 1.0)
        settle(session, claim, prove(claim, "not her password"), 1.0)
        write(room, session, "Lena Kim was ill", LENA, IVO)
    for person in (LENA, AIDA):
        room.answer_all(person=person)
        room.finish(person=person)
        room.take_test(5, person)
    return room


def erased(room, person=LENA, by=OMAR):
    """Erase somebody; return how many texts went."""
    with room.database.writing() as session:
        return erase(session, person, by, room.act())


def naming(session):
    """Return every (table, column) with a text in which Lena is named."""
    found = []
    for table in all_tables().sorted_tables:
        for column in table.columns:
            texts = session.execute(select(cast(column, String)).where(column.is_not(None))).scalars()
            if any(name in str(text) for text in texts for name in NAMES):
                found.append((table.name, column.name))
    return found


def test_before_it_she_is_named_in_several_places(worked):
    with worked.database.reading() as session:
        assert {"person", "free_text"} <= {table for table, _ in naming(session)}
        assert session.execute(select(SignInDelay)).all()


def test_after_it_no_column_of_any_table_names_her(worked):
    assert erased(worked) == 1
    with worked.database.reading() as session:
        assert naming(session) == []


def test_after_it_no_byte_of_the_file_names_her(worked, backend):
    if backend != "sqlite":
        pytest.skip("PostgreSQL's files are the server's")
    erased(worked)
    file = Path(worked.database.engine.url.database)
    worked.database.close()
    content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert STRUCTURE.encode() in content
    assert not [name for name in FULL_NAMES if name.encode() in content]


def test_every_row_that_only_describes_her_is_gone(worked):
    erased(worked)
    for table in (Person, Membership, Enrolment, LoginSession):
        assert LENA not in [value for row in worked.rows(table) for value in row]
    assert worked.rows(FreeText) == []


def test_it_is_a_fact_that_says_who_did_it(worked):
    erased(worked)
    (fact,) = worked.facts(Verb.erased)
    assert (fact.actor, fact.by, fact.detail) == (LENA, OMAR, {"texts": 1})


def test_her_facts_and_figures_stay_under_a_key_and_registrations_that_name_nobody(worked):
    with worked.database.reading() as session:
        before = projections(session)
    registration, facts = worked.desk().registration, worked.facts()
    erased(worked)
    with worked.database.reading() as session:
        assert projections(session) == before
    assert worked.facts()[:-1] == facts
    assert {row.person_key for row in worked.rows(Attempt) if row.registration == registration} == {LENA}
    assert len([row for row in worked.rows(QuestionProgress) if row.registration == registration]) == 8


def test_the_log_is_whole_and_can_be_folded_again(worked):
    erased(worked)
    with worked.database.writing() as session:
        live = projections(session)
        assert verify(session) == []
        rebuild(session, FOLDS)
        assert projections(session) == live
        assert verify(session) == []


def test_reports_of_her_group_go_on_without_her(worked):
    erased(worked)
    with worked.database.reading() as session:
        given = given_for(session, holder_of(session, IVO), rights.Act.TEACH, EVENING, COURSE_ID)
        report = group_report(session, given, MORNING, tested=True)
        assert [row.person_key for row in report.rows] == [AIDA]
        assert report.rows[0].test_percent == 100
        assert {row.answered for row in question_report(session, EVENING, COURSE_ID)} == {1}


def test_she_takes_no_course_any_more(worked):
    erased(worked)
    with pytest.raises(NotFound):
        worked.desk()
    with pytest.raises(NotFound):
        worked.answer("entry", lesson="record")


def test_words_of_others_stay_but_not_what_she_wrote_about_them(worked):
    with worked.database.writing() as session:
        write(worked, session, "Well done", AIDA, IVO)
        write(worked, session, "I helped her", AIDA, LENA)
    assert erased(worked) == 2
    assert [row.text for row in worked.rows(FreeText)] == ["Well done"]


def test_an_instructor_can_be_erased_and_the_group_keeps_its_course(worked):
    erased(worked, IVO)
    assert worked.desk().registration is not None
    assert worked.answer("entry", lesson="record").success


def test_who_is_not_there_cannot_be_erased_twice(worked):
    erased(worked)
    with pytest.raises(NotFound):
        erased(worked)
    assert len(worked.facts(Verb.erased)) == 1


def test_an_erasure_that_is_undone_leaves_everything(worked):
    with suppress(ZeroDivisionError), worked.database.writing() as session:
        erase(session, LENA, OMAR, worked.act())
        raise ZeroDivisionError
    assert worked.desk().registration is not None
    assert worked.facts(Verb.erased) == []
    assert len(worked.rows(FreeText)) == 1


def test_her_name_to_sign_in_is_free_again_for_somebody_else(worked):
    erased(worked)
    with worked.database.writing() as session:
        add_person(session, worked.new_id(), new_person("lkim"), MORNING)
        assert {row.kind for row in session.execute(select(SignInDelay.kind))} == {"address"}
