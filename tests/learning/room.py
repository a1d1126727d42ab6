"""A classroom at work: Lena and the others take the course; every act is one transaction, as in a request."""

import itertools
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from cbt.content import digests
from cbt.db import Database
from cbt.learning import enrolment
from cbt.learning.enrolment import Plan
from cbt.learning.recording import FOLDS, Act
from cbt.learning.sitting import lesson as lessons
from cbt.learning.sitting import test as tests
from cbt.learning.sitting.lesson import Given, Showing
from cbt.records.identity import uuid7
from cbt.records.log import open_log, read
from tests.accounts.cast import EVENING, IVO, LENA, MORNING, settle_in
from tests.learning.course import COURSE_ID
from tests.records.cast import LOG

STRUCTURE = "5" * 64
SHOWING = Showing("7" * 64, "ru", "kz", "9" * 64)
CURRENT = UUID(int=0)
"""Stands for the attempt that is current when a form is sent."""


class Room:
    """What a page does, without the page: read, grade, write, each in the shortest way."""

    def __init__(self, database: Database, course) -> None:
        self.database, self.course = database, course
        self.now = MORNING
        self._numbers = itertools.count(1)
        with database.writing() as session:
            open_log(session, LOG)
            settle_in(session)

    def new_id(self) -> UUID:
        """Return the next id; safe for threads."""
        return uuid7(MORNING, next(self._numbers).to_bytes(10))

    def act(self, form: UUID | None = None, spent_ms: int | None = None) -> Act:
        """Return the circumstances of an act that happens now."""
        return Act(self.now, self.new_id, form, spent_ms)

    def assign(self, group=EVENING, opens_at: datetime | None = None, due_at: datetime | None = None):
        plan = Plan(COURSE_ID, STRUCTURE, opens_at, due_at)
        with self.database.writing() as session:
            return enrolment.assign(session, group, plan, IVO, self.act())

    def desk(self, part="look", person=LENA):
        with self.database.reading() as session:
            return lessons.desk(session, person, COURSE_ID, part)

    def question(self, question_id):
        return next(one for _, one in self.course.questions() if one.id == question_id)

    def given(self, question_id, response="right") -> Given:
        """Return an answer: wholly `right`, `half` right or `wrong`."""
        question = self.question(question_id)
        right = sorted(question.key.right)
        wrong = [option.id for option in question.shown.options if option.id not in question.key.right]
        chosen = {"right": right, "half": right[:1], "wrong": wrong[:1]}[response]
        return Given.of(question, digests.revision(question, {}), {"response": chosen})

    def answer(
        self, question_id, response="right", *, lesson="look", person=LENA, form=None, tab=CURRENT, spent_ms=None
    ):
        """Answer in a lesson; `tab` is the attempt that the form was rendered for, None before the first answer."""
        given = self.given(question_id, response)
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, lesson, self.now)
            page = desk.attempt_id if tab is CURRENT else tab
            return lessons.submit(session, desk, given, SHOWING, self.act(form, spent_ms), page)

    def answer_all(self, lesson="look", person=LENA):
        for question_id in self.course.lessons[lesson].questions:
            self.answer(question_id, lesson=lesson, person=person)

    def finish(self, lesson="look", *, person=LENA, form=None, spent_ms=None):
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, lesson, self.now)
            lessons.finish(session, desk, self.course, SHOWING, self.act(form, spent_ms))

    def start_again(self, lesson="look", person=LENA) -> UUID:
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, lesson, self.now)
            return lessons.start(session, desk, SHOWING, self.act())

    def begin_test(self, *, person=LENA, form=None, seed="seed", test_id="final") -> UUID:
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, test_id, self.now)
            return tests.start(session, desk, self.course, SHOWING, self.act(form), lambda: seed)

    def paper(self, person=LENA, test_id="final"):
        with self.database.reading() as session:
            return tests.paper(session, person, COURSE_ID, test_id)

    def save(self, question_id, response="right", *, person=LENA, form=None, spent_ms=None, test_id="final", tab=None):
        """Save an answer; `tab` is the attempt that the form was rendered for, the current one if it is not said."""
        given = self.given(question_id, response)
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, test_id, self.now)
            tests.save(session, desk, given, SHOWING, self.act(form, spent_ms), tab or desk.attempt_id)

    def hand_in(self, *, person=LENA, form=None, test_id="final", tab=None):
        with self.database.writing() as session:
            desk = lessons.desk_for_writing(session, person, COURSE_ID, test_id, self.now)
            return tests.hand_in(session, desk, self.course, SHOWING, self.act(form), tab or desk.attempt_id)

    def take_test(self, right: int, person=LENA, test_id="final"):
        """Take the test from its beginning, with so many right answers, the critical ones first; return the result."""
        self.begin_test(person=person, test_id=test_id)
        drawn = sorted(one.question_id for one in self.paper(person, test_id).drawn)
        for place, question_id in enumerate(drawn):
            self.save(question_id, "right" if place < right else "wrong", person=person, test_id=test_id)
        return self.hand_in(person=person, test_id=test_id)

    def facts(self, *verbs):
        """Return the facts of the log in order, or those with these verbs."""
        with self.database.reading() as session:
            found = [recorded.fact for recorded in read(session)]
        return [fact for fact in found if not verbs or fact.verb in verbs]

    def rows(self, table):
        """Return all rows of a table."""
        with self.database.reading() as session:
            return session.execute(select(*table.__table__.columns)).all()


def projections(session):
    """Return every column of every row of every table that is folded, by table."""
    tables = {table.__tablename__: table.__table__ for fold in FOLDS for table in fold.tables}
    return {name: sorted(map(str, session.execute(select(*table.columns)))) for name, table in tables.items()}
