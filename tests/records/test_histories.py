"""Any history of facts, forms sent twice and tampering: `verify` finds exactly what was done, rebuild equals live."""

import dataclasses

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update

from cbt.db import Database
from cbt.db.transaction import Transaction
from cbt.records.faults import Damage, Fault
from cbt.records.log import AlreadyRecorded, facts, head, heads, open_log, read
from cbt.records.replay import rebuild
from cbt.records.verify import verify
from tests.records.cast import IVO, LENA, LOG, answered, number_id
from tests.records.folding import FOLDS, Tally, record, tallies

RESPONSES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
EDITS = {"score_max": 1001, "success": None, "language": "xx", "response": '"edited"', "text_digest": "f" * 64}


class Histories(RuleBasedStateMachine):
    """A log, beside a list of what it must hold."""

    new_database = None

    def __init__(self):
        super().__init__()
        self.database: Database = self.new_database()
        Tally.metadata.create_all(self.database.engine)
        self.recorded = []
        self.made = 0

    def teardown(self):
        self.database.close()

    @initialize()
    def open(self):
        with self.database.writing() as session:
            open_log(session, LOG)

    @rule(
        response=RESPONSES,
        actor=st.sampled_from([LENA, IVO]),
        lesson=st.sampled_from(["opiates", "stimulants"]),
        form=st.booleans(),
    )
    def append(self, response, actor, lesson, form):
        self.made += 1
        submission = number_id(10_000 + self.made) if form else None
        fact = answered(self.made, response=response, actor=actor, lesson_id=lesson, submission_id=submission)
        with self.database.writing() as session:
            self.recorded.append(record(session, fact))

    @precondition(lambda self: any(recorded.fact.submission_id for recorded in self.recorded))
    @rule(data=st.data())
    def send_again(self, data):
        first = data.draw(st.sampled_from([one for one in self.recorded if one.fact.submission_id]))
        self.made += 1
        again = dataclasses.replace(first.fact, id=number_id(self.made), response="another")
        with self.database.writing() as session:
            with pytest.raises(AlreadyRecorded) as already:
                record(session, again)
            assert already.value.first == first

    @precondition(lambda self: self.recorded)
    @rule(data=st.data(), column=st.sampled_from(sorted(EDITS)))
    def edit(self, data, column):
        place = data.draw(st.integers(1, len(self.recorded)))
        change = update(facts).where(facts.c.sequence == place).values({column: EDITS[column]})
        self.tampered([change], Fault(Damage.edited, LOG, place, place))

    @precondition(lambda self: len(self.recorded) > 1)
    @rule(data=st.data())
    def remove(self, data):
        first = data.draw(st.integers(1, len(self.recorded) - 1))
        last = data.draw(st.integers(first, len(self.recorded) - 1))
        gone = delete(facts).where(facts.c.sequence.between(first, last))
        self.tampered([gone], Fault(Damage.removed, LOG, first, last))

    @precondition(lambda self: self.recorded)
    @rule(data=st.data())
    def truncate(self, data):
        kept = data.draw(st.integers(0, len(self.recorded) - 1))
        gone = delete(facts).where(facts.c.sequence > kept)
        fault = Fault(Damage.truncated, LOG, kept + 1, len(self.recorded))
        self.tampered([gone], fault)
        if kept:
            known = {"sequence": kept, "hash": self.recorded[kept - 1].hash}
            self.tampered([gone, update(heads).values(known)], fault, outside=True)

    @precondition(lambda self: self.recorded)
    @rule(data=st.data())
    def insert(self, data):
        place = data.draw(st.integers(1, len(self.recorded)))
        with self.database.reading() as session:
            row = session.execute(select(facts).where(facts.c.sequence == place)).one()
        number = len(self.recorded) + data.draw(st.integers(1, 5))
        values = {**row._mapping, "id": number_id(99_999), "sequence": number, "submission_id": None}
        self.tampered([facts.insert().values(values)], Fault(Damage.inserted, LOG, number, number))

    def tampered(self, statements, fault, outside=False):
        """Change the database behind the log's back; see that just this is found; undo it."""
        with self.database.reading() as session:
            against = head(session)
        with Transaction(self.database.engine, writing=True) as session:
            for statement in statements:
                session.execute(statement)
            assert verify(session, against if outside else None) == [fault]
            assert verify(session) == ([] if outside else [fault])

    @invariant()
    def the_log_holds_what_was_recorded_and_is_whole(self):
        with self.database.reading() as session:
            if self.recorded:
                assert list(read(session)) == self.recorded
            assert verify(session) == []

    @invariant()
    def rebuilding_changes_nothing(self):
        with self.database.writing() as session:
            live = tallies(session)
            assert rebuild(session, FOLDS) == len(self.recorded)
            assert tallies(session) == live


def test_any_history_is_kept_whole_and_any_tampering_is_named(new_database):
    machine = type("Machine", (Histories,), {"new_database": staticmethod(new_database)})
    few = settings(
        max_examples=15,
        stateful_step_count=12,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # shrinking takes minutes, and twelve steps can be read
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(machine, settings=few)
