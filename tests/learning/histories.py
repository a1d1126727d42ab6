"""Any history of learning, beside a model of what must come of it: nothing lost or doubled, rebuild equals live."""

from collections import defaultdict
from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cbt.accounts import changes
from cbt.accounts.people import Person
from cbt.errors import NotFound
from cbt.learning.erasure import erase
from cbt.learning.leaving import suspend
from cbt.learning.membership import join, leave
from cbt.learning.projections.sittings import Attempt, QuestionProgress
from cbt.learning.recording import FOLDS
from cbt.learning.sitting.lesson import NotAllAnswered, NoTryLeft, StartedAgain
from cbt.learning.sitting.test import NoAttemptLeft, NotBegun
from cbt.records.facts import Verb
from cbt.records.log import AlreadyRecorded
from cbt.records.replay import rebuild
from cbt.records.verify import verify
from tests.accounts.cast import AIDA, EVENING, IVO, LENA, OMAR
from tests.learning.course import COURSE_ID
from tests.learning.room import STRUCTURE, Room, projections

LEARNERS = st.sampled_from([LENA, LENA, LENA, AIDA, OMAR])
LESSONS = st.sampled_from(["look", "look", "record", "rest"])
RESPONSES = st.sampled_from(["right", "wrong", "half"])
PLACES = st.integers(0, 4)
QUESTIONS = st.sampled_from(["colour", "form", "both", "entry"])
TABS = st.sampled_from(["this", "this", "fresh", "old"])


class Seat:
    """What one registration did, as the model has it: attempts by part, oldest first; which of them are ended."""

    def __init__(self):
        self.attempts = defaultdict(list)
        self.ended = set()

    def current(self, part):
        return self.attempts[part][-1] if self.attempts[part] else None


ACTS = {
    "enrol": {"person": LEARNERS},
    "take_out": {"person": st.sampled_from([AIDA, LENA])},
    "answer": {"person": LEARNERS, "answers": st.lists(st.tuples(QUESTIONS, RESPONSES, TABS), min_size=1, max_size=8)},
    "finish": {"person": LEARNERS, "part": LESSONS, "diligent": st.booleans()},
    "start_again": {"person": LEARNERS, "part": LESSONS},
    "begin_test": {"person": LEARNERS, "seed": st.sampled_from("abc")},
    "save": {
        "person": LEARNERS,
        "answers": st.lists(st.tuples(PLACES, st.sampled_from(["right", "wrong"])), max_size=7),
    },
    "hand_in": {"person": LEARNERS},
    "send_again": {"number": st.integers(0, 99)},
    "leave": {"person": LEARNERS, "part": st.sampled_from(["look", "final"]), "spent_ms": st.integers(0, 9_000)},
    "erase": {"person": st.sampled_from([AIDA, OMAR])},
}
OFTEN = ("answer", "answer", "finish", "save", "begin_test", "hand_in", "send_again")


class Histories(RuleBasedStateMachine):
    """Every act of a page by three learners, each as the model expects it to end; judged when the history ends."""

    new_database = None
    course = None

    def __init__(self):
        super().__init__()
        self.room = Room(self.new_database(), self.course)
        self.seats = {}
        self.away = {}  # the seats of who was taken out of the group
        self.gone = set()
        self.given = defaultdict(list)  # (attempt, question): points of each answer, in order
        self.sent = []  # how to send each form again that was recorded

    @initialize()
    def begin(self):
        with self.room.database.writing() as session:
            changes.join(session, EVENING, AIDA)
        self.room.assign()
        self.seats = {LENA: Seat(), AIDA: Seat()}

    @rule(data=st.data())
    def act(self, data):
        """Do anything: one rule, for rules are left out at random for whole histories, which then hold nothing."""
        name = data.draw(st.sampled_from([*OFTEN, *ACTS]))
        getattr(self, name)(**{key: data.draw(value) for key, value in ACTS[name].items()})

    @contextmanager
    def expecting(self, refusal):
        """Expect an act to be refused like this, or to be done."""
        if refusal is None:
            yield
            return
        with pytest.raises(refusal):
            yield

    def form(self, again):
        """Return the submission id of a new form; `again` sends it once more."""
        form = self.room.new_id()
        return form, lambda: self.sent.append(lambda: again(form))

    def enrol(self, person):
        if person in self.gone:
            return
        with self.room.database.writing() as session:
            join(session, EVENING, {COURSE_ID: STRUCTURE}, [person], IVO, self.room.act())
        self.seats.setdefault(person, self.away.pop(person, None) or Seat())

    def take_out(self, person):
        with self.room.database.writing() as session:
            leave(session, EVENING, person, IVO, self.room.act())
        if person in self.seats:
            self.away[person] = self.seats.pop(person)

    def answer(self, person, answers):
        for question, response, tab in answers:
            self.answer_one(person, question, response, tab)

    def answer_one(self, person, question, response, tab):
        part = "record" if question == "entry" else "look"
        seat, limit = self.seats.get(person), self.room.question(question).about.tries
        if response == "half" and question != "both":
            response = "right"
        attempts = seat.attempts[part] if seat else []
        attempt = {"this": attempts[-1:], "fresh": [], "old": attempts[:-1][-1:]}[tab] or [None]
        tries = self.given[attempts[-1], question] if attempts else []
        refusal = None
        if seat is None:
            refusal = NotFound
        elif attempt[0] != seat.current(part) and (attempt[0] or len(attempts) > 1):
            refusal = StartedAgain
        elif len(tries) >= limit or 1.0 in tries:
            refusal = NoTryLeft

        def send(form):
            return self.room.answer(question, response, lesson=part, person=person, form=form, tab=attempt[0])

        form, sent = self.form(send)
        with self.expecting(refusal):
            score = send(form)
            if not attempts:
                attempts.append(self.room.desk(part, person).attempt_id)
            self.given[attempts[-1], question].append(score.raw / score.max)
            sent()

    def finish(self, person, part, diligent):
        seat = self.seats.get(person)
        if diligent and seat:
            for question in self.missing(seat, part):
                self.answer_one(person, question, "right", "this")
        current = seat.current(part) if seat else None
        missing = self.missing(seat, part) if seat else []
        refusal = NotFound if seat is None else NotAllAnswered if missing and current not in seat.ended else None
        form, sent = self.form(lambda form: self.room.finish(part, person=person, form=form))
        with self.expecting(refusal):
            self.room.finish(part, person=person, form=form)
            if current is None:
                seat.attempts[part].append(self.room.desk(part, person).attempt_id)
            if seat.current(part) not in seat.ended:
                seat.ended.add(seat.current(part))
                sent()

    def missing(self, seat, part):
        """Return the questions of a lesson that have no answer in the current attempt."""
        return [one for one in self.course.lessons[part].questions if not self.given.get((seat.current(part), one))]

    def start_again(self, person, part):
        seat = self.seats.get(person)
        if seat and seat.current(part):
            seat.attempts[part].append(self.room.start_again(part, person))

    def begin_test(self, person, seed):
        seat = self.seats.get(person)
        papers = seat.attempts["final"] if seat else []
        is_open = bool(papers) and papers[-1] not in seat.ended
        refusal = NotFound if seat is None else NoAttemptLeft if len(papers) == 2 and not is_open else None
        with self.expecting(refusal):
            attempt_id = self.room.begin_test(person=person, seed=seed)
            assert is_open == (attempt_id in papers)
            if not is_open:
                papers.append(attempt_id)

    def save(self, person, answers):
        for place, response in answers:
            self.save_one(person, place, response)

    def save_one(self, person, place, response):
        paper = self.room.paper(person)
        assert (paper is not None) == (person in self.seats and bool(self.seats[person].attempts["final"]))
        if paper is None:
            return
        question = paper.drawn[place].question_id

        def send(form):
            return self.room.save(question, response, person=person, form=form)

        form, sent = self.form(send)
        with self.expecting(NotBegun if paper.attempt_id in self.seats[person].ended else None):
            send(form)
            self.given[paper.attempt_id, question].append(float(response == "right"))
            sent()

    def hand_in(self, person):
        paper = self.room.paper(person)
        if paper is None:
            return
        form, sent = self.form(lambda form: self.room.hand_in(person=person, form=form))
        with self.expecting(NotBegun if paper.attempt_id in self.seats[person].ended else None):
            result = self.room.hand_in(person=person, form=form)
            last = {q: tries[-1] for (attempt, q), tries in self.given.items() if attempt == paper.attempt_id and tries}
            assert result.total.raw == 1000 * sum(last.values())
            self.seats[person].ended.add(paper.attempt_id)
            sent()

    def send_again(self, number):
        if not self.sent:
            return
        again = self.sent[number % len(self.sent)]
        before = len(self.room.facts())
        with suppress(AlreadyRecorded, NotFound):  # a lesson that is finished stays so without a word
            again()
        assert len(self.room.facts()) == before

    def leave(self, person, part, spent_ms):
        with self.room.database.writing() as session:
            suspend(session, person, f"{COURSE_ID}/{part}", spent_ms, self.room.act())

    def erase(self, person):
        with self.expecting(NotFound if person in self.gone else None), self.room.database.writing() as session:
            erase(session, person, None, self.room.act())
        self.gone.add(person)
        self.seats.pop(person, None)
        self.away.pop(person, None)

    def teardown(self):
        try:
            self.nothing_is_lost_or_doubled()
            self.each_registration_has_one_current_attempt_at_a_part()
            self.rebuilding_changes_nothing()
        finally:
            self.room.database.close()

    def nothing_is_lost_or_doubled(self):
        told = defaultdict(list)
        for fact in self.room.facts(Verb.answered):
            told[fact.attempt_id, fact.question_id].append(fact.score_raw / fact.score_max)
        assert told == {key: tries for key, tries in self.given.items() if tries}
        rows = {(row.attempt_id, row.question_id): row for row in self.room.rows(QuestionProgress)}
        assert rows.keys() == told.keys()
        for key, row in rows.items():
            tries = [share * row.score_max for share in told[key]]
            assert (row.tries, row.first_raw, row.score_raw) == (len(tries), tries[0], tries[-1])
            assert row.best_raw == max(tries)
        assert {row.key for row in self.room.rows(Person)}.isdisjoint(self.gone)

    def each_registration_has_one_current_attempt_at_a_part(self):
        current, numbers = defaultdict(list), defaultdict(list)
        for row in self.room.rows(Attempt):
            numbers[row.registration, row.part_id].append(row.number)
            if row.current:
                current[row.registration, row.part_id].append(row.id)
        assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
        assert {key: len(found) for key, found in current.items()} == dict.fromkeys(numbers, 1)
        for person, seat in self.seats.items():
            for part in filter(seat.current, list(seat.attempts)):
                desk = self.room.desk(part, person)
                assert desk.attempt_id == seat.current(part)
                assert (desk.ended_at is not None) == (desk.attempt_id in seat.ended)

    def rebuilding_changes_nothing(self):
        with self.room.database.writing() as session:
            assert verify(session) == []
            live = projections(session)
            assert rebuild(session, FOLDS) == len(self.room.facts())
            assert projections(session) == live
            assert verify(session) == []


def run(new_database, course, examples, steps):
    """Let so many histories of so many steps happen, each in a database of its own."""
    here = {"new_database": staticmethod(new_database), "course": course}
    few = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # shrinking takes minutes, and the steps can be read
        suppress_health_check=[HealthCheck.too_slow],
    )
    # Left alone, most of its histories end after a step or two.
    run_state_machine_as_test(type("Machine", (Histories,), here), settings=few, _min_steps=steps - 1)
